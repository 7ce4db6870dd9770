#include "aws/credentials.h"

#include <fmt/core.h>
#include <simdjson.h>

#include <array>
#include <map>

#include "base/error.h"
#include "base/file.h"
#include "base/json_reader.h"
#include "base/text.h"

namespace segue::aws {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::Fault;
using namespace std::chrono_literals;

constexpr const char* kNoCredentials =
    "no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or write a profile into ~/.aws/credentials, "
    "or run segue where a role grants them";
constexpr std::string_view kContainerHost = "http://169.254.170.2";
constexpr std::string_view kInstanceHost = "http://169.254.169.254";
constexpr base::Millis kRefreshBefore{5 * 60 * 1000};

// Returns key → value of one section; nullopt if the section is missing.
std::optional<std::map<std::string, std::string>> section_of(std::string_view text, const std::string& name,
                                                             const std::string& file) {
  std::optional<std::map<std::string, std::string>> found;
  bool inside = false;
  int number = 0;
  for (std::size_t at = 0; at < text.size(); ++number) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view raw = text.substr(at, end - at), line = base::trimmed(raw);
    at = end + 1;
    if (line.empty() || line.front() == '#' || line.front() == ';') continue;
    if (line.front() == '[') {
      if (line.back() != ']')
        throw Error(Fault::usage, fmt::format("{}:{}: a [profile] lacks its closing ]", file, number + 1));
      inside = base::trimmed(line.substr(1, line.size() - 2)) == name;
      if (inside && !found) found.emplace();
    } else if (inside && raw.front() != ' ' && raw.front() != '\t') {  // an indented line belongs to the key above
      const std::size_t equals = line.find('=');
      if (equals == std::string_view::npos)
        throw Error(Fault::usage,
                    fmt::format("{}:{}: the line is neither [profile] nor key = value", file, number + 1));
      (*found)[std::string(base::trimmed(line.substr(0, equals)))] = base::trimmed(line.substr(equals + 1));
    }
  }
  return found;
}

// Reads the answer of a container's agent or of the instance metadata service. `who` names it in errors.
Credentials credentials_in(const http::Response& response, const std::string& who) {
  simdjson::dom::parser parser;
  simdjson::dom::element object;
  if (parser.parse(response.body).get(object) != simdjson::SUCCESS)
    throw Error(Fault::upstream, fmt::format("{} gives no credentials: its answer is not JSON", who));
  const auto text = [&](const char* name) { return base::text_if(object[name]); };
  Credentials got{text("AccessKeyId"), text("SecretAccessKey"), text("Token"), base::parse_iso8601(text("Expiration"))};
  if (got.access_key.empty() || got.secret_key.empty())
    throw Error(Fault::upstream,
                fmt::format("{} gives no credentials: its answer lacks AccessKeyId or SecretAccessKey", who));
  return got;
}

http::Request request_of(std::string method, std::string url, std::vector<http::Header> headers) {
  http::Request request;
  request.method = std::move(method);
  request.url = std::move(url);
  request.headers = std::move(headers);
  request.timeout = 2s;
  return request;
}

// Returns whether secrets may be fetched from `url`: the request is encrypted or does not leave the machine.
bool may_give_secrets(const std::string& url) {
  static constexpr std::array kNear{
      "https://",     "http://127.",           "http://localhost:",      "http://localhost/",
      "http://[::1]", "http://169.254.170.2/", "http://169.254.170.23/", "http://[fd00:ec2::23]/"};
  return std::any_of(kNear.begin(), kNear.end(), [&](const char* start) { return url.starts_with(start); });
}

}  // namespace

std::optional<Credentials> profile_in(std::string_view text, const std::string& profile, const std::string& file) {
  const auto section = section_of(text, profile, file);
  if (!section) return std::nullopt;
  const auto value = [&](const char* key) {
    const auto at = section->find(key);
    return at == section->end() ? std::string{} : at->second;
  };
  Credentials found{value("aws_access_key_id"), value("aws_secret_access_key"), value("aws_session_token"), {}};
  if (found.access_key.empty() || found.secret_key.empty())
    throw Error(Fault::usage,
                fmt::format("{}: profile [{}] needs aws_access_key_id and aws_secret_access_key (segue does not follow "
                            "roles, SSO and credential_process: `aws configure export-credentials` prints keys)",
                            file, profile));
  return found;
}

std::optional<std::string> CredentialChain::set(const char* name) const {
  auto value = environment_(name);
  if (value && value->empty()) value.reset();
  return value;
}

std::optional<Credentials> CredentialChain::of_environment() const {
  const auto access = set("AWS_ACCESS_KEY_ID"), secret = set("AWS_SECRET_ACCESS_KEY");
  if (!access && !secret) return std::nullopt;
  if (!access || !secret)
    throw Error(Fault::usage, fmt::format("{} is set and {} is not: both are needed",
                                          access ? "AWS_ACCESS_KEY_ID" : "AWS_SECRET_ACCESS_KEY",
                                          access ? "AWS_SECRET_ACCESS_KEY" : "AWS_ACCESS_KEY_ID"));
  return Credentials{*access, *secret, set("AWS_SESSION_TOKEN").value_or(""), {}};
}

std::optional<Credentials> CredentialChain::of_profile() const {
  const auto profile = set("AWS_PROFILE"), named = set("AWS_SHARED_CREDENTIALS_FILE"), home = set("HOME");
  const fs::path file = named ? fs::path(*named) : home ? fs::path(*home) / ".aws" / "credentials" : fs::path();
  std::error_code unknown;
  const bool there = !file.empty() && fs::exists(file, unknown);
  if (!there && !named && !profile) return std::nullopt;
  if (!there)
    throw Error(Fault::usage, fmt::format("{} is set, but there is no file {}",
                                          named ? "AWS_SHARED_CREDENTIALS_FILE" : "AWS_PROFILE", file.string()));
  auto found = profile_in(base::read_file(file), profile.value_or("default"), file.string());
  if (!found && profile)
    throw Error(Fault::usage, fmt::format("{} has no profile [{}] (AWS_PROFILE)", file.string(), *profile));
  return found;
}

std::optional<Credentials> CredentialChain::of_container() const {
  const auto relative = set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"), full = set("AWS_CONTAINER_CREDENTIALS_FULL_URI");
  if (!relative && !full) return std::nullopt;
  const std::string url = relative ? std::string(kContainerHost) + *relative : *full;
  if (!may_give_secrets(url))
    throw Error(Fault::usage,
                "AWS_CONTAINER_CREDENTIALS_FULL_URI must be https, or http to this machine or its container agent");
  std::vector<http::Header> headers;
  auto token = set("AWS_CONTAINER_AUTHORIZATION_TOKEN");
  if (const auto file = set("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")) {
    const std::string text = base::read_file(*file);
    token = text.substr(0, text.find_last_not_of("\r\n") + 1);
  }
  if (token) headers.emplace_back("Authorization", *token);
  const auto answer = client_.send(request_of("GET", url, std::move(headers)));
  if (!answer) throw Error(Fault::upstream, "the container agent gives no credentials: " + answer.error().what);
  if (answer->status != 200)
    throw Error(Fault::upstream, fmt::format("the container agent gives no credentials: status {}", answer->status));
  return credentials_in(*answer, "the container agent");
}

std::optional<Credentials> CredentialChain::of_instance() const {
  if (const auto off = set("AWS_EC2_METADATA_DISABLED"); off && (*off == "true" || *off == "TRUE")) return std::nullopt;
  std::string host = set("AWS_EC2_METADATA_SERVICE_ENDPOINT").value_or(std::string(kInstanceHost));
  while (host.ends_with('/')) host.pop_back();
  const auto token =
      client_.send(request_of("PUT", host + "/latest/api/token", {{"X-aws-ec2-metadata-token-ttl-seconds", "21600"}}));
  if (!token) return std::nullopt;  // this machine is no instance
  if (token->status != 200)
    throw Error(Fault::usage,
                fmt::format("{} (the instance metadata service answers {})", kNoCredentials, token->status));
  const auto asked = [&](const std::string& below) {
    auto answer = client_.send(request_of("GET", host + "/latest/meta-data/iam/security-credentials/" + below,
                                          {{"X-aws-ec2-metadata-token", token->body}}));
    if (!answer) throw Error(Fault::upstream, "the instance metadata service: " + answer.error().what);
    return *answer;
  };
  const http::Response roles = asked("");
  if (roles.status == 404) return std::nullopt;  // the instance has no role
  const std::string role(base::trimmed(std::string_view(roles.body).substr(0, roles.body.find('\n'))));
  if (roles.status != 200 || role.empty())
    throw Error(Fault::upstream, fmt::format("the instance metadata service names no role: status {}", roles.status));
  const http::Response keys = asked(http::percent_encode(role));
  if (keys.status != 200)
    throw Error(Fault::upstream,
                fmt::format("the instance metadata service gives no keys of role {}: status {}", role, keys.status));
  return credentials_in(keys, "the instance metadata service");
}

Credentials CredentialChain::found() const {
  for (const auto& from : {&CredentialChain::of_environment, &CredentialChain::of_profile,
                           &CredentialChain::of_container, &CredentialChain::of_instance})
    if (auto got = (this->*from)()) return *got;
  throw Error(Fault::usage, kNoCredentials);
}

Credentials CredentialChain::current() {
  const std::lock_guard guard(mutex_);
  const base::Instant now = clock_.now();
  if (kept_ && (!kept_->expires || now + kRefreshBefore < *kept_->expires)) return *kept_;
  try {
    kept_ = found();
  } catch (const Error&) {
    // The service that gives credentials failed, but the old ones are still valid.
    if (!kept_ || now >= *kept_->expires) throw;
  }
  return *kept_;
}

}  // namespace segue::aws
