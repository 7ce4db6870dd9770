#include "formats/json_fields.h"

#include <fmt/core.h>

#include <limits>

namespace segue::formats {
namespace {

[[noreturn]] void wrong_type(std::string_view field, const char* expected, JsonType type) {
  throw RowFault{std::string(field), fmt::format("{} is expected, this is {}", expected, name_of(type))};
}

// A number that is no int64: 3.5, 1e12.
std::optional<std::int64_t> number_cut(JsonValue value) {
  double real = 0;
  if (value.get_double().get(real) != simdjson::SUCCESS || !(real > -9e15 && real < 9e15)) return std::nullopt;
  return static_cast<std::int64_t>(real);
}

std::string_view without_mark(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  return bytes;
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

std::string_view text_of(JsonValue value, std::string_view field) {
  std::string_view text;
  const simdjson::error_code error = value.get_string().get(text);
  if (error == simdjson::SUCCESS) return text;
  const JsonType type = type_of(value);
  if (type == JsonType::null) return {};
  if (type != JsonType::string) wrong_type(field, "a text", type);
  throw RowFault{std::string(field), simdjson::error_message(error)};  // a broken escape
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

std::int64_t played_ms(const std::optional<std::int64_t>& ms, std::string_view field) {
  if (!ms) throw RowFault{std::string(field), "a number is expected, there is none"};
  if (*ms < 0) throw RowFault{std::string(field), "it is negative"};
  if (*ms > kLongestMs) throw RowFault{std::string(field), "it is longer than a week"};
  return *ms;
}

std::optional<std::int64_t> sane_length(const std::optional<std::int64_t>& ms) {
  return ms && *ms > 0 && *ms <= kLongestMs ? ms : std::nullopt;
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

Outcome read_document(std::string_view bytes, const std::function<Counts(simdjson::ondemand::document&)>& read) {
  bytes = without_mark(bytes);
  Outcome outcome;
  // One a thread: the pages of its buffers, six times the document, are not fetched anew for each member.
  thread_local simdjson::ondemand::parser parser;
  simdjson::ondemand::document document;
  const simdjson::error_code error =
      parser.iterate(bytes.data(), bytes.size(), bytes.size() + simdjson::SIMDJSON_PADDING).get(document);
  if (error != simdjson::SUCCESS) {
    // simdjson may name another fault first: bytes of UTF-16 hold control characters, too.
    if (std::string fault = encoding_fault(bytes); !fault.empty()) {
      outcome.refusal = Refusal{std::move(fault)};
      return outcome;
    }
  }
  if (error != simdjson::SUCCESS) {
    outcome.refusal = Refusal{fmt::format("no whole JSON: {}", simdjson::error_message(error))};
    return outcome;
  }
  try {
    outcome.counts = read(document);
    if (!is_at_end(document)) throw SyntaxFault("something stands after the end of the JSON");
  } catch (const SyntaxFault& fault) {
    std::size_t at = 0;
    const char* place = nullptr;
    if (document.current_location().get(place) == simdjson::SUCCESS)
      at = static_cast<std::size_t>(place - bytes.data());
    outcome.counts = {};
    if (std::string encoding = encoding_fault(bytes); !encoding.empty()) {
      outcome.refusal = Refusal{std::move(encoding)};
      return outcome;
    }
    outcome.refusal = Refusal{at > 0 ? fmt::format("{} (near byte {})", fault.what(), at) : std::string(fault.what())};
  }
  return outcome;
}

std::string encoding_fault(std::string_view bytes) {
  constexpr const char* kAdvice = "save it as UTF-8, or take the file out of the export again";
  const auto head = bytes.substr(0, 2);
  if (head == "\xFF\xFE" || head == "\xFE\xFF" || head.find('\0') != std::string_view::npos)
    return fmt::format("it is UTF-16, not UTF-8: {}", kAdvice);
  return simdjson::validate_utf8(bytes.data(), bytes.size()) ? "" : fmt::format("it is not UTF-8: {}", kAdvice);
}

bool is_at_end(simdjson::ondemand::document& document) {
  const char* place = nullptr;
  return document.current_location().get(place) == simdjson::OUT_OF_BOUNDS;
}

JsonArray top_array(simdjson::ondemand::document& document, const char* what) {
  JsonType type{};
  require(document.type().get(type));
  if (type != JsonType::array) throw SyntaxFault(fmt::format("{} is a list, this is {}", what, name_of(type)));
  JsonArray array;
  require(document.get_array().get(array));
  return array;
}

JsonObject top_object(simdjson::ondemand::document& document, const char* what) {
  JsonType type{};
  require(document.type().get(type));
  if (type != JsonType::object) throw SyntaxFault(fmt::format("{} is an object, this is {}", what, name_of(type)));
  JsonObject object;
  require(document.get_object().get(object));
  return object;
}

base::Instant instant_of(std::string_view text, std::string_view field) {
  if (text.empty()) throw RowFault{std::string(field), "a time is expected, there is none"};
  const auto instant = base::parse_iso8601(text);
  if (!instant)
    throw RowFault{std::string(field), fmt::format("\"{}\" is no time from 1970 to 9999", text.substr(0, 40))};
  return *instant;
}

}  // namespace segue::formats
