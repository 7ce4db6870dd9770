#include "base/json_reader.h"

namespace segue::base {
namespace {

template <class T>
std::optional<T> value_if(const FoundJson& found) {
  T value{};
  return found.get(value) == simdjson::SUCCESS ? std::optional(value) : std::nullopt;
}

}  // namespace

std::string text_if(const FoundJson& found) {
  return std::string(text_view_if(found));
}

std::string_view text_view_if(const FoundJson& found) {
  return value_if<std::string_view>(found).value_or(std::string_view{});
}

std::optional<std::int64_t> integer_if(const FoundJson& found) {
  return value_if<std::int64_t>(found);
}

std::optional<double> real_if(const FoundJson& found) {
  return value_if<double>(found);
}

std::optional<bool> flag_if(const FoundJson& found) {
  return value_if<bool>(found);
}

std::vector<std::string> texts_if(const FoundJson& found) {
  std::vector<std::string> texts;
  simdjson::dom::array list;
  if (found.get(list) != simdjson::SUCCESS) return texts;
  for (const simdjson::dom::element element : list)
    if (std::string_view text; element.get(text) == simdjson::SUCCESS) texts.emplace_back(text);
  return texts;
}

}  // namespace segue::base
