// A small writer of JSON for `--json` results, envelopes and reports. JSON is read with simdjson.
#pragma once
#include <concepts>
#include <string>
#include <string_view>

namespace segue::base {

// Returns `text` escaped and between double quotes; bytes that are not UTF-8 become U+FFFD.
std::string json_quoted(std::string_view text);
// Returns the shortest text that reads back as the same double; "null" for NaN and infinities.
std::string json_number(double value);

// Builds {"a":1,…}; members have the order of the calls.
class JsonObject {
 public:
  JsonObject& text(std::string_view name, std::string_view value) { return raw(name, json_quoted(value)); }
  template <std::integral T>
  JsonObject& number(std::string_view name, T value) {
    return raw(name, std::to_string(value));
  }
  JsonObject& number(std::string_view name, double value) { return raw(name, json_number(value)); }
  JsonObject& flag(std::string_view name, bool value) { return raw(name, value ? "true" : "false"); }
  JsonObject& null(std::string_view name) { return raw(name, "null"); }
  // Writes `json` unchanged.
  JsonObject& raw(std::string_view name, std::string_view json);
  std::string str() const { return "{" + body_ + "}"; }

 private:
  std::string body_;
};

class JsonArray {
 public:
  JsonArray& text(std::string_view value) { return raw(json_quoted(value)); }
  JsonArray& raw(std::string_view json);
  std::string str() const { return "[" + body_ + "]"; }

 private:
  std::string body_;
};

}  // namespace segue::base
