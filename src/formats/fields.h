// Tables that say which member of a row takes the value of which key of a JSON object. The type of the member decides
// how the value is read. A row that holds a PlayRow as `play`, or a TrackRow as `track`, may name their members, too.
#pragma once
#include <iterator>
#include <type_traits>
#include <utility>

#include "formats/json_fields.h"

namespace segue::formats {

template <class Row>
struct RowField {
  std::string_view key;
  void (*take)(Row& row, std::string_view key, JsonValue value);
};

// Hands a member to the first field of the table that has its key. Returns false if there is none. The table is a
// template argument, so that the compiler makes a chain of comparisons and calls of it: a loop over the table reads a
// row a tenth slower.
template <const auto& fields, class Row>
bool take_field(Row& row, std::string_view key, JsonValue value) {
  return [&]<std::size_t... at>(std::index_sequence<at...>) {
    return ((key == fields[at].key && (fields[at].take(row, key, value), true)) || ...);
  }(std::make_index_sequence<std::size(fields)>());
}

inline void read_strictly(std::string_view& into, std::string_view key, JsonValue value) {
  into = text_of(value, key);
}
inline void read_strictly(std::optional<std::int64_t>& into, std::string_view key, JsonValue value) {
  into = whole_number_of(value, key);
}

inline void read_leniently(std::string_view& into, JsonValue value) {
  into = text_if(value);
}
inline void read_leniently(std::optional<std::int64_t>& into, JsonValue value) {
  into = whole_number_if(value);
}
inline void read_leniently(std::optional<std::int32_t>& into, JsonValue value) {
  into = small_number_if(value);
}
inline void read_leniently(std::optional<bool>& into, JsonValue value) {
  into = flag_if(value);
}
inline void read_leniently(bool& into, JsonValue value) {
  into = flag_if(value).value_or(false);
}

template <class Row, class Place, class Holder>
Place& place_in(Row& row, Place Holder::* place) {
  if constexpr (std::is_same_v<Row, Holder>)
    return row.*place;
  else if constexpr (requires { row.play; })
    return row.play.*place;
  else
    return row.track.*place;
}

// The functions that a table names beside its keys. strict() rejects the row for a value of another type; lenient()
// reads such a value as not said.
template <auto place, class Row>
void strict(Row& row, std::string_view key, JsonValue value) {
  read_strictly(place_in(row, place), key, value);
}
template <auto place, class Row>
void lenient(Row& row, std::string_view, JsonValue value) {
  read_leniently(place_in(row, place), value);
}
// Reads milliseconds; drops a length from which nothing can be computed (see sane_length).
template <auto place, class Row>
void length(Row& row, std::string_view, JsonValue value) {
  place_in(row, place) = sane_length(whole_number_if(value));
}
// Reads the members of an object by a table of its own; a value of another type has no members.
template <const auto& fields, class Row>
void inside(Row& row, std::string_view, JsonValue value) {
  members_of(value, [&](std::string_view key, JsonValue member) { take_field<fields>(row, key, member); });
}

}  // namespace segue::formats
