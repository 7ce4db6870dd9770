// Reads values of a parsed JSON document (simdjson's DOM). Each function takes the result of a look-up, such as
// `root["owner"]["id"]`, and treats a value that is absent, null or of another type as not said.
#pragma once
#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace segue::base {

// A value of a document, or why there is none.
using FoundJson = simdjson::simdjson_result<simdjson::dom::element>;

// Return "" for a text that is not said. The view is valid as long as the parser keeps the document.
std::string text_if(const FoundJson& found);
std::string_view text_view_if(const FoundJson& found);

std::optional<std::int64_t> integer_if(const FoundJson& found);  // 3.0 is no integer
std::optional<double> real_if(const FoundJson& found);           // 3 is a real number, too
std::optional<bool> flag_if(const FoundJson& found);

// Returns the texts of a list, without elements of other types; nothing for a value that is no list.
std::vector<std::string> texts_if(const FoundJson& found);

}  // namespace segue::base
