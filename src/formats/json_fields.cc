#include "formats/json_fields.h"

#include <fmt/core.h>

#include <limits>

namespace segue::formats {
namespace {

[[noreturn]] void wrong_type(std::string_view field, const char* expected, JsonType type) {
  throw RowFault{std::string(field), fmt::format("{} is expected, but this is {}", expected, name_of(type))};
}

// Cuts a number that is no int64 (3.5, 1e12) to a whole one. Returns nothing if it is out of range.
std::optional<std::int64_t> number_cut(JsonValue value) {
  double real = 0;
  if (value.get_double().get(real) != simdjson::SUCCESS || !(real > -9e15 && real < 9e15)) return std::nullopt;
  return static_cast<std::int64_t>(real);
}

}  // namespace

const char* name_of(JsonType type) {
  switch (type) {
    case JsonType::array:
      return "a list";
    case JsonType::object:
      return "an object";
    case JsonType::number:
      return "a number";
    case JsonType::string:
      return "a text";
    case JsonType::boolean:
      return "true or false";
    case JsonType::null:
      return "null";
  }
  return "something else";
}

JsonType type_of(JsonValue value) {
  JsonType type{};
  require(value.type().get(type));
  return type;
}

bool is_null(JsonValue value) {
  return type_of(value) == JsonType::null;
}

JsonMembers object_of(JsonValue value, std::string_view field) {
  if (type_of(value) != JsonType::object) throw RowFault{std::string(field), "an object is expected"};
  JsonMembers object;
  require(value.get_object().get(object));
  return object;
}

JsonElements list_of(JsonValue value, std::string_view what) {
  JsonElements list;
  if (value.get_array().get(list) != simdjson::SUCCESS) throw SyntaxFault(fmt::format("{} is not a list", what));
  return list;
}

std::string_view text_of(JsonValue value, std::string_view field) {
  std::string_view text;
  const simdjson::error_code error = value.get_string().get(text);
  if (error == simdjson::SUCCESS) return text;
  const JsonType type = type_of(value);
  if (type == JsonType::null) return {};
  if (type != JsonType::string) wrong_type(field, "a text", type);
  std::string_view raw = value.raw_json_token();
  raw = raw.substr(0, raw.find_last_of('"'));
  throw RowFault{std::string(field), fmt::format("\"{}\" in a text is not an escape of JSON", bad_escape(raw))};
}

std::optional<std::int64_t> whole_number_of(JsonValue value, std::string_view field) {
  std::int64_t number = 0;
  if (value.get_int64().get(number) == simdjson::SUCCESS) return number;
  const JsonType type = type_of(value);
  if (type == JsonType::null) return std::nullopt;
  if (type != JsonType::number) wrong_type(field, "a number", type);
  const auto cut = number_cut(value);
  if (!cut) throw RowFault{std::string(field), "the number is out of range"};
  return cut;
}

std::string_view text_if(JsonValue value) {
  std::string_view text;
  if (type_of(value) != JsonType::string || value.get_string().get(text) != simdjson::SUCCESS) return {};
  return text;
}

std::optional<std::int64_t> whole_number_if(JsonValue value) {
  std::int64_t number = 0;
  if (value.get_int64().get(number) == simdjson::SUCCESS) return number;
  return type_of(value) == JsonType::number ? number_cut(value) : std::nullopt;
}

std::optional<std::int32_t> small_number_if(JsonValue value) {
  const auto number = whole_number_if(value);
  if (!number || *number < 0 || *number > std::numeric_limits<std::int32_t>::max()) return std::nullopt;
  return static_cast<std::int32_t>(*number);
}

std::optional<bool> flag_if(JsonValue value) {
  bool flag = false;
  return value.get_bool().get(flag) == simdjson::SUCCESS ? std::optional(flag) : std::nullopt;
}

std::int64_t played_ms(const std::optional<std::int64_t>& ms, std::string_view field) {
  if (!ms) throw RowFault{std::string(field), "a number is expected, but there is none"};
  if (*ms < 0) throw RowFault{std::string(field), "it is negative"};
  if (*ms > kLongestMs) throw RowFault{std::string(field), "it is longer than a week"};
  return *ms;
}

std::optional<std::int64_t> sane_length(const std::optional<std::int64_t>& ms) {
  return ms && *ms > 0 && *ms <= kLongestMs ? ms : std::nullopt;
}

std::optional<std::int64_t> sane_seconds(const std::optional<std::int64_t>& seconds) {
  return seconds && *seconds > 0 && *seconds <= kLongestMs / 1000 ? std::optional(*seconds * 1000) : std::nullopt;
}

std::optional<bool> flag_of(JsonValue value, std::string_view field) {
  bool flag = false;
  if (value.get_bool().get(flag) == simdjson::SUCCESS) return flag;
  const JsonType type = type_of(value);
  if (type == JsonType::null) return std::nullopt;
  std::int64_t number = 0;
  if (type == JsonType::number && value.get_int64().get(number) == simdjson::SUCCESS && (number == 0 || number == 1))
    return number == 1;
  wrong_type(field, "true or false", type);
}

std::string sentence_of(simdjson::error_code error) {
  switch (error) {
    case simdjson::EMPTY:
      return "nothing is in it";
    case simdjson::INCOMPLETE_ARRAY_OR_OBJECT:
      return "it ends too early: a bracket is not closed; download it again";
    case simdjson::UNCLOSED_STRING:
      return "it ends inside a text, or a quote is missing; download it again";
    case simdjson::UNESCAPED_CHARS:
      return "a text contains a bare line end or another bare control character; take the file out of the export again";
    case simdjson::STRING_ERROR:
      return "a text contains an escape that JSON does not know";
    case simdjson::TAPE_ERROR:
      return "a comma, a colon or a bracket is missing or in a wrong place; take the file out of the export again";
    case simdjson::T_ATOM_ERROR:
    case simdjson::F_ATOM_ERROR:
    case simdjson::N_ATOM_ERROR:
      return "a word is neither true nor false nor null; take the file out of the export again";
    case simdjson::NUMBER_ERROR:
      return "a number is not written as a JSON number; take the file out of the export again";
    case simdjson::DEPTH_ERROR:
      return "its lists are nested too deeply";
    case simdjson::CAPACITY:
      return "it is larger than can be read at once";
    case simdjson::UTF8_ERROR:
      return "it is not UTF-8";
    case simdjson::INCORRECT_TYPE:
      return "a value has another type than is expected there";
    case simdjson::TRAILING_CONTENT:
      return "there is text after the end of the JSON";
    default:
      return "it is not JSON";
  }
}

void set_time(PlayRow& play, std::string_view text, std::string_view field, const char* shape) {
  if (text.empty()) throw RowFault{std::string(field), "a time is expected, but there is none"};
  using Verdict = base::WrittenTime::Verdict;
  constexpr std::int32_t kMinuteMs = 60'000;
  const base::WrittenTime written = base::read_written_time(text);
  const auto wrong = [&](const std::string& why) {
    return RowFault{std::string(field), fmt::format("\"{}\" is not a time {}", text.substr(0, 40), why)};
  };
  switch (written.verdict) {
    case Verdict::instant:
      break;
    case Verdict::no_time:
      throw wrong(fmt::format("such as {}", shape));
    case Verdict::no_such_time:
      throw wrong(fmt::format("such as {}: there is no such day or hour", shape));
    case Verdict::other_years:
      throw wrong("from 1970 to 9999");
  }
  play.instant = written.has_seconds ? written.at : written.at + base::Millis{kMinuteMs / 2};
  play.precision_ms = written.has_seconds ? 1000 : kMinuteMs;
  play.time_field = field;
}

}  // namespace segue::formats
