#include "corpus/registry.h"

#include <fmt/core.h>
#include <simdjson.h>

#include <map>

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"
#include "corpus/compiler.h"
#include "corpus/gzip.h"
#include "formats/formats.h"
#include "lake/objects.h"

namespace segue::corpus {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::Fault;

bool is_list_format(formats::Format format) {
  switch (format) {
    case formats::Format::playlist_slice:
    case formats::Format::plain_tsv:
    case formats::Format::listenbrainz_lines:
    case formats::Format::listenbrainz_json:
    case formats::Format::spotify_playlists:
      return true;
    default:
      return false;
  }
}

std::string to_json(const Registration& r) {
  return base::JsonObject{}
      .text("name", r.name)
      .text("format", r.format)
      .text("sha256", r.sha256)
      .text("path", r.path)
      .text("terms", r.terms)
      .number("rows", r.rows)
      .number("rejected", r.rejected)
      .number("lists", r.lists)
      .number("tracks", r.tracks)
      .number("lists_left_out", r.lists_left_out)
      .str();
}

Registration from_json(const std::string& key, const std::string& body) {
  simdjson::dom::parser parser;
  simdjson::dom::element object;
  if (parser.parse(body).get(object) != simdjson::SUCCESS)
    throw Error(Fault::input, fmt::format("{} is no registration of a corpus", key));
  const auto text = [&](const char* name) {
    std::string_view value;
    return object[name].get(value) == simdjson::SUCCESS ? std::string(value) : std::string{};
  };
  const auto number = [&](const char* name) {
    std::int64_t value = 0;
    return object[name].get(value) == simdjson::SUCCESS ? value : 0;
  };
  return {text("name"),   text("format"),     text("sha256"),  text("path"),     text("terms"),
          number("rows"), number("rejected"), number("lists"), number("tracks"), number("lists_left_out")};
}

void remember(lake::Lake& lake, const std::string& user, const Registration& registration, const base::Clock& clock) {
  const std::string body = to_json(registration);
  lake::Envelope envelope;
  envelope.request = "corpus added";
  envelope.our_clock = clock.now();
  envelope.sha256 = base::sha256_hex(body);
  lake.put_new(lake::dated_key(user, "corpus", envelope), lake::wrap(envelope, body));
}

}  // namespace

Added add(lake::Lake& lake, const std::string& user, const fs::path& corpora, const fs::path& file,
          const std::string& terms, const base::Clock& clock) {
  std::string bytes = base::read_file(file);
  Registration fresh;
  fresh.name = file.filename().string();
  fresh.path = fs::absolute(file).string();
  fresh.terms = terms;
  fresh.sha256 = base::sha256_hex(bytes);
  std::optional<Registration> known;
  for (auto& one : registered(lake, user))
    if (one.sha256 == fresh.sha256) known = std::move(one);
  if (known && fs::exists(folder_of(corpora, *known) / "lists.bin")) return {*known, true, {}};
  if (is_gzip(bytes)) bytes = gunzip(bytes, fresh.name);
  const std::string_view text = formats::padded(bytes);
  const auto format = formats::recognise(fresh.name, text.substr(0, 65536));
  if (!format || !is_list_format(*format))
    throw Error(Fault::usage,
                fmt::format("{}: no list format is recognised: a playlist slice (JSON), a plain TSV with a header that "
                            "names `list`, or ListenBrainz listens are read",
                            file.string()));
  Compiler compiler;
  const formats::Outcome outcome = formats::parse(*format, fresh.name, text, compiler);
  if (outcome.refusal) throw Error(Fault::input, fmt::format("{}: {}", file.string(), outcome.refusal->what));
  const Compiled compiled = compiler.finish();
  fresh.format = formats::text_of(*format);
  fresh.rows = outcome.counts.rows;
  fresh.rejected = outcome.counts.rejected;
  fresh.lists = static_cast<std::int64_t>(compiled.starts.size()) - 1;
  fresh.tracks = static_cast<std::int64_t>(compiled.tracks.size());
  fresh.lists_left_out = compiler.lists_left_out();
  if (known) fresh.name = known->name;
  write_compiled(folder_of(corpora, fresh), compiled);
  if (!known) remember(lake, user, fresh, clock);
  return {fresh, false, compiler.rejects()};
}

std::vector<Registration> registered(const lake::Lake& lake, const std::string& user) {
  std::map<std::string, Registration> by_sha;
  for (const auto& object : lake.list(fmt::format("v1/{}/corpus/", user))) {
    Registration one = from_json(object.key, lake::unwrap(lake.get(object.key)).second);
    by_sha.try_emplace(one.sha256, std::move(one));
  }
  std::map<std::pair<std::string, std::string>, Registration> by_name;
  for (auto& [sha, one] : by_sha) by_name.try_emplace({one.name, sha}, std::move(one));
  std::vector<Registration> all;
  for (auto& [name, one] : by_name) all.push_back(std::move(one));
  return all;
}

fs::path folder_of(const fs::path& corpora, const Registration& registration) {
  return corpora / fmt::format("{}-{}", registration.name, registration.sha256.substr(0, 12));
}

}  // namespace segue::corpus
