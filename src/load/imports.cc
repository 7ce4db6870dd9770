#include "load/imports.h"

#include <fmt/core.h>
#include <simdjson.h>

#include "base/error.h"
#include "lake/objects.h"

namespace segue::load {

Import read_manifest(const lake::Lake& lake, const std::string& key, const std::string& user) {
  std::string text;
  try {
    text = lake::decompress(lake.get(key));
  } catch (const base::Error& error) {
    throw base::Error(error.fault(), fmt::format("{}: {}: bring it back from a backup", key, error.what()));
  }
  simdjson::dom::parser parser;
  simdjson::dom::array members;
  if (parser.parse(text)["members"].get(members) != simdjson::SUCCESS)
    throw base::Error(base::Fault::input, fmt::format("{} is no manifest of an import", key));
  Import import{key, user, {}};
  for (const auto member : members) {
    std::string_view name, sha256, format;
    if (member["format"].get(format) != simdjson::SUCCESS) continue;  // null: not read
    if (member["name"].get(name) != simdjson::SUCCESS || member["sha256"].get(sha256) != simdjson::SUCCESS) continue;
    import.members.push_back({std::string(name), lake::import_key(user, sha256), std::string(format)});
  }
  return import;
}

}  // namespace segue::load
