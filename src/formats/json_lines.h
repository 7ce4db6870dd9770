// Reads files with one JSON object a line.
#pragma once
#include <functional>
#include <memory>

#include "formats/json_fields.h"
#include "formats/lines.h"

namespace segue::formats {

// Visits each line's object with its place among the lines; a RowFault of the visit rejects the line.
using LineVisit = std::function<void(std::int64_t ordinal, JsonMembers object, Sink& sink)>;
std::unique_ptr<LineReader> json_lines(BrokenLines broken, LineVisit visit);

// Returns whether the first line is an object that itself has one of these members, with a value that is neither an
// object nor a list.
bool begins_with_row(std::string_view bytes, std::initializer_list<std::string_view> keys);

}  // namespace segue::formats
