// How it works: each line is a document of its own, so a broken line costs only itself, unless the format wants the
// whole file refused. A line with half a character is parsed from a mended copy.
#include "formats/json_lines.h"

#include <fmt/core.h>

#include <algorithm>

#include "formats/encoding.h"
#include "formats/json_document.h"

namespace segue::formats {
namespace {

// Visits the object of a line. Throws SyntaxFault for a line that is no JSON, RowFault for one that is no object or
// whose visit throws it.
void read_object(simdjson::ondemand::parser& parser, std::string_view line,
                 const std::function<void(JsonMembers)>& visit) {
  auto whole = with_whole_characters(line);
  if (whole) line = padded(*whole);
  simdjson::ondemand::document document;
  const std::size_t readable = line.size() + simdjson::SIMDJSON_PADDING;
  if (const auto error = parser.iterate(line.data(), line.size(), readable).get(document); error != simdjson::SUCCESS) {
    for (const std::string& fault : {encoding_fault(line), zero_byte_fault(line)})
      if (!fault.empty()) throw SyntaxFault(fault);
    throw SyntaxFault(sentence_of(error));
  }
  JsonType type{};
  require(document.type().get(type));
  if (type != JsonType::object) throw RowFault{"", std::string("an object is expected, but this is ") + name_of(type)};
  JsonMembers object;
  require(document.get_object().get(object));
  visit(object);
  if (!is_at_end(document)) throw SyntaxFault("there is text after the object of this line");
}

class JsonLines final : public LineReader {
 public:
  JsonLines(BrokenLines broken, LineVisit visit) : broken_(broken), visit_(std::move(visit)) {}

 private:
  std::optional<Refusal> read(std::int64_t ordinal, std::string_view line, Sink& sink) override {
    if (ordinal == 0) line = without_mark(line);
    if (line.find_first_not_of(" \t") == std::string_view::npos) return std::nullopt;
    ++counts_.rows;
    try {
      read_object(parser_, line, [&](JsonMembers object) { visit_(ordinal, object, sink); });
    } catch (RowFault& fault) {
      reject(ordinal, std::move(fault.field), std::move(fault.reason), sink);
    } catch (const SyntaxFault& fault) {
      if (broken_ == BrokenLines::refuse_all) return Refusal{fmt::format("line {}: {}", ordinal + 1, fault.what())};
      reject(ordinal, "", fault.what(), sink);
    }
    return std::nullopt;
  }
  BrokenLines broken_;
  LineVisit visit_;
  simdjson::ondemand::parser parser_;
};

}  // namespace

std::unique_ptr<LineReader> json_lines(BrokenLines broken, LineVisit visit) {
  return std::make_unique<JsonLines>(broken, std::move(visit));
}

bool begins_with_row(std::string_view bytes, std::initializer_list<std::string_view> keys) {
  const std::size_t start = bytes.find_first_not_of("\xEF\xBB\xBF \t\r\n");
  if (start == std::string_view::npos || bytes[start] != '{') return false;
  const std::string_view rest = bytes.substr(start);
  std::string line(rest.substr(0, rest.find_first_of("\r\n")));
  simdjson::ondemand::parser parser;
  bool found = false;
  try {
    read_object(parser, padded(line), [&](JsonMembers object) {
      each_member(object, [&](std::string_view key, JsonValue value) {
        const JsonType type = type_of(value);
        const bool is_single = type != JsonType::object && type != JsonType::array;
        found = found || (is_single && std::find(keys.begin(), keys.end(), key) != keys.end());
      });
    });
  } catch (const RowFault&) {
    return false;
  } catch (const SyntaxFault&) {
    return false;
  }
  return found;
}

}  // namespace segue::formats
