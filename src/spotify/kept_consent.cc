#include "spotify/kept_consent.h"

#include <fmt/core.h>
#include <simdjson.h>

#include "base/error.h"
#include "base/json.h"
#include "base/json_reader.h"

namespace segue::spotify {
namespace {

base::JsonObject& add(base::JsonObject& json, const Account& account) {
  if (!account.is_known()) return json;
  return json.text("account_id", account.account_id).text("account", account.id).text("account_name", account.name);
}

}  // namespace

std::string to_json(const Consent& consent) {
  base::JsonObject json;
  json.text("client_id", consent.client_id)
      .text("scope", consent.scope)
      .text("refresh_token", consent.refresh_token)
      .text("access_token", consent.access_token)
      .number("authorised_at", base::to_ms(consent.authorised_at))
      .number("expires_at", base::to_ms(consent.expires_at));
  if (consent.refresh_not_before) json.number("refresh_not_before", base::to_ms(*consent.refresh_not_before));
  return add(json, consent.account).str();
}

std::string to_json(const EndedLogin& ended) {
  base::JsonObject json;
  json.text("client_id", ended.client_id)
      .number("authorised_at", base::to_ms(ended.authorised_at))
      .number("ended_at", base::to_ms(ended.at))
      .text("ended_because", ended.why);
  return add(json, ended.account).str();
}

KeptLogin login_in(const std::string& json) {
  simdjson::dom::parser parser;
  simdjson::dom::element object;
  if (parser.parse(json).get(object) != simdjson::SUCCESS || !object.is_object())
    throw base::Error(base::Fault::login, "the kept consent is damaged: run `segue login`");
  const auto text = [&](const char* name) { return base::text_if(object[name]); };
  const auto instant = [&](const char* name) {
    const auto ms = base::integer_if(object[name]);
    return ms ? std::optional(base::from_ms(*ms)) : std::nullopt;
  };
  const Account account{text("account_id"), text("account"), text("account_name")};
  const auto authorised_at = instant("authorised_at").value_or(base::Instant{});
  KeptLogin login;
  if (const auto ended = instant("ended_at"))
    login.ended = EndedLogin{text("client_id"), authorised_at, *ended, text("ended_because"), account};
  else
    login.consent = Consent{text("client_id"),
                            text("scope"),
                            text("refresh_token"),
                            text("access_token"),
                            authorised_at,
                            instant("expires_at").value_or(base::Instant{}),
                            account,
                            instant("refresh_not_before")};
  return login;
}

std::string login_command(const std::string& user) {
  return user == "me" ? "`segue login`" : fmt::format("`segue login --user {}`", user);
}

std::string said_of(const EndedLogin& ended, const std::string& user) {
  return fmt::format("the login of {} ended on {} because {}: run {}", user, base::to_iso_date(ended.at), ended.why,
                     login_command(user));
}

}  // namespace segue::spotify
