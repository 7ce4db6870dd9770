// One JSON object a line.
#pragma once
#include <functional>
#include <memory>

#include "formats/json_fields.h"
#include "formats/lines.h"

namespace segue::formats {

// Visits each line's object with its place among the lines; a RowFault of the visit rejects the line.
using LineVisit = std::function<void(std::int64_t ordinal, JsonObject object, Sink& sink)>;
std::unique_ptr<LineReader> json_lines(BrokenLines broken, LineVisit visit);

// The first line is an object that has one of these members itself, not inside another one, and of a single value.
bool begins_with_row(std::string_view bytes, std::initializer_list<std::string_view> keys);

}  // namespace segue::formats
