#include "base/toml_reader.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>

#include "base/error.h"

namespace segue::base {

void TomlReader::text(const char* key, std::string& into) {
  if (const toml::node* node = take(key)) {
    const auto value = node->value_exact<std::string>();
    if (!value) fail(key, "a text in quotes");
    into = *value;
  }
}

void TomlReader::whole_number(const char* key, int least, int most, int& into) {
  if (const toml::node* node = take(key)) {
    const auto value = node->value_exact<std::int64_t>();
    if (!value || *value < least || *value > most) fail(key, fmt::format("a whole number from {} to {}", least, most));
    into = static_cast<int>(*value);
  }
}

void TomlReader::share(const char* key, double& into) {
  if (const toml::node* node = take(key)) {
    const auto value = node->value<double>();
    if (!value || *value < 0 || *value > 1) fail(key, "a number from 0 to 1");
    into = *value;
  }
}

void TomlReader::flag(const char* key, bool& into) {
  if (const toml::node* node = take(key)) {
    const auto value = node->value_exact<bool>();
    if (!value) fail(key, "true or false");
    into = *value;
  }
}

const toml::table* TomlReader::table(const char* key) {
  const toml::node* node = take(key);
  if (node == nullptr) return nullptr;
  if (!node->is_table()) fail(key, "a table");
  return node->as_table();
}

void TomlReader::inside(const char* key, const std::function<void(TomlReader&)>& read) {
  const toml::table* found = table(key);
  if (found == nullptr) return;
  TomlReader reader(*found, fmt::format("{} [{}]", where_, key));
  read(reader);
  reader.refuse_the_rest();
}

void TomlReader::refuse_the_rest() const {
  for (const auto& [key, node] : table_)
    if (std::find(known_.begin(), known_.end(), key.str()) == known_.end())
      throw Error(Fault::usage, fmt::format("{}: no setting is called \"{}\"", where_, key.str()));
}

const toml::node* TomlReader::take(const char* key) {
  known_.emplace_back(key);
  return table_.get(key);
}

void TomlReader::fail(const char* key, std::string_view what) const {
  throw Error(Fault::usage, fmt::format("{}: {} must be {}", where_, key, what));
}

}  // namespace segue::base
