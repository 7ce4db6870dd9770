// Reads the members of a JSON row: a wrong type is a fault of that row, a syntax fault ends the document.
#pragma once
#include <simdjson.h>

#include <cstdint>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "formats/encoding.h"
#include "formats/formats.h"

namespace segue::formats {

// The parser reads forward only, so an object is a pass over its members and an array one over its elements.
using JsonValue = simdjson::ondemand::value;
using JsonMembers = simdjson::ondemand::object;
using JsonElements = simdjson::ondemand::array;
using JsonType = simdjson::ondemand::json_type;

// Thrown inside this room only: the rest of the document cannot be read.
class SyntaxFault : public std::runtime_error {
 public:
  explicit SyntaxFault(const std::string& what) : std::runtime_error(what) {}
};

// The document is sound but holds something else than plays; the refusal names no place in it.
class OtherMatter : public SyntaxFault {
 public:
  using SyntaxFault::SyntaxFault;
};

// Returns what is wrong with the JSON, as a sentence.
std::string sentence_of(simdjson::error_code error);

// Throws SyntaxFault for any error. A caller that accepts several types checks the type first.
inline void require(simdjson::error_code error) {
  if (error != simdjson::SUCCESS) throw SyntaxFault(sentence_of(error));
}

// Each reads null as not said, and throws RowFault if the member has another type.
std::string_view text_of(JsonValue value, std::string_view field);
std::optional<std::int64_t> whole_number_of(JsonValue value, std::string_view field);  // 3.0 is whole, 3.5 is cut
std::optional<bool> flag_of(JsonValue value, std::string_view field);                  // 0 and 1 count
// For members that no play may be lost for: each reads another type, or a number out of range, as not said.
std::string_view text_if(JsonValue value);
std::optional<std::int64_t> whole_number_if(JsonValue value);
std::optional<std::int32_t> small_number_if(JsonValue value);
std::optional<bool> flag_if(JsonValue value);
bool is_null(JsonValue value);
JsonType type_of(JsonValue value);
const char* name_of(JsonType type);
// Throws RowFault if the value is no object.
JsonMembers object_of(JsonValue value, std::string_view field);
// Throws SyntaxFault, which begins with `what`, if the value is no list.
JsonElements list_of(JsonValue value, std::string_view what);

// Returns a key as a view of the document; only a key with an escape is unescaped. The search for its end quote is
// safe: the parser refuses a document with an open string before it gives out anything.
inline std::string_view key_of(simdjson::simdjson_result<simdjson::ondemand::field>& field) {
  simdjson::ondemand::raw_json_string raw;
  require(field.key().get(raw));
  std::string_view key(raw.raw(), static_cast<std::size_t>(std::strchr(raw.raw(), '"') - raw.raw()));
  if (key.find('\\') != std::string_view::npos) require(field.unescaped_key().get(key));
  return key;
}

// Visits each member of an object as visit(key, value).
template <class Visit>
void each_member(JsonMembers object, Visit visit) {
  for (auto field : object) {
    const std::string_view key = key_of(field);
    JsonValue value;
    require(field.value().get(value));
    visit(key, value);
  }
}

// The same for a value of any type: a value that is no object has no members.
template <class Visit>
void members_of(JsonValue value, const Visit& visit) {
  if (type_of(value) != JsonType::object) return;
  JsonMembers object;
  require(value.get_object().get(object));
  each_member(object, visit);
}

// Visits each object of an array with its place. Rejects rows that are no object and rows whose visit throws RowFault.
// Returns the counts of the array.
template <class Visit>
Counts each_row(JsonElements array, std::int64_t first_ordinal, Sink& sink, const Visit& visit) {
  Counts counts;
  for (auto element : array) {
    const std::int64_t ordinal = first_ordinal + counts.rows++;
    JsonValue value;
    require(element.get(value));
    try {
      const JsonType type = type_of(value);
      if (type != JsonType::object)
        throw RowFault{"", std::string("an object is expected, but this is ") + name_of(type)};
      JsonMembers object;
      require(value.get_object().get(object));
      visit(ordinal, object);
    } catch (RowFault& fault) {
      ++counts.rejected;
      sink.reject({ordinal, std::move(fault.field), std::move(fault.reason)});
    }
  }
  return counts;
}

// Returns the milliseconds played. Throws RowFault if they are missing, negative or beyond kLongestMs.
std::int64_t played_ms(const std::optional<std::int64_t>& ms, std::string_view field);
// Return a length in milliseconds from which something can be computed; nothing for zero, negative and absurd lengths.
std::optional<std::int64_t> sane_length(const std::optional<std::int64_t>& ms);
std::optional<std::int64_t> sane_seconds(const std::optional<std::int64_t>& seconds);

// Sets the play's time from ISO 8601; a time without seconds gets its minute's 30th second. Throws RowFault naming the
// field and the expected `shape`.
void set_time(PlayRow& play, std::string_view text, std::string_view field, const char* shape = "2023-05-01T10:00:00Z");

}  // namespace segue::formats
