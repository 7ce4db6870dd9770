// How it works: a manifest is JSON that lists the members of one import. Members that were not read have no format and
// are passed over; the others are known by their digest, from which their key in the lake follows.
#include "load/imports.h"

#include <fmt/core.h>
#include <simdjson.h>

#include "base/error.h"
#include "base/json_reader.h"
#include "lake/object_key.h"
#include "lake/objects.h"

namespace segue::load {
namespace {

constexpr base::Instant kSegueBegan{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};

}  // namespace

Import read_manifest(const lake::Lake& lake, const std::string& key, const std::string& user) {
  std::string text;
  try {
    text = lake::decompress(lake.get(key));
  } catch (const base::Error& error) {
    throw base::Error(error.fault(), fmt::format("{}: {}: bring it back from a backup", key, error.what()));
  }
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  simdjson::dom::array members;
  if (parser.parse(text).get(root) != simdjson::SUCCESS || root["members"].get(members) != simdjson::SUCCESS)
    throw base::Error(base::Fault::input,
                      fmt::format("{} is not a manifest of an import: bring it back from a backup", key));
  Import import{key, user, {}, {}};
  import.landed_at = base::parse_iso8601(base::text_view_if(root["landed_at"]));
  // A machine without a battery boots in 1970 or 2000: a landing before segue was written is at an unknown time.
  if (import.landed_at && *import.landed_at < kSegueBegan) import.landed_at.reset();
  for (const auto member : members) {
    std::string_view name, sha256, format;
    if (member["format"].get(format) != simdjson::SUCCESS) continue;  // null: not read
    if (member["name"].get(name) != simdjson::SUCCESS || member["sha256"].get(sha256) != simdjson::SUCCESS) continue;
    import.members.push_back({std::string(name), lake::import_key(user, sha256), std::string(format)});
  }
  return import;
}

}  // namespace segue::load
