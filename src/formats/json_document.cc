// How it works: simdjson's on-demand parser checks the syntax as it goes, so a document can fail after rows have gone
// to the sink. Faults are therefore thrown: a RowFault rejects its row, a SyntaxFault makes the outcome a refusal, and
// the caller of parse() then drops the rows.
#include "formats/json_document.h"

#include "formats/encoding.h"

#include <fmt/core.h>

namespace segue::formats {
namespace {

// Returns the fault of encoding or zero bytes, else `otherwise`: the parser names only what such a fault leads to.
std::string fault_of(std::string_view bytes, std::string otherwise) {
  for (std::string fault : {encoding_fault(bytes), zero_byte_fault(bytes)})
    if (!fault.empty()) return fault;
  return otherwise;
}

// Returns the fault of text after the document: `cat` puts lists one after another.
std::string what_follows(std::string_view json) {
  const std::size_t start = json.find_first_not_of(" \t\r\n");
  const bool is_list = start != std::string_view::npos && json[start] == '[';
  return fmt::format("there is text after the end of the JSON{}",
                     is_list ? "; if it is another list, `jq -s add FILE > list.json` makes one list of both" : "");
}

Outcome read_whole(std::string_view bytes, const std::function<Counts(simdjson::ondemand::document&)>& read) {
  const auto refused = [](std::string why) { return Outcome{{}, Refusal{std::move(why)}}; };
  // One parser a thread: its buffers, six times the document, are not fetched anew for each member.
  thread_local simdjson::ondemand::parser parser;
  simdjson::ondemand::document document;
  const simdjson::error_code error =
      parser.iterate(bytes.data(), bytes.size(), bytes.size() + simdjson::SIMDJSON_PADDING).get(document);
  if (error != simdjson::SUCCESS) {
    const std::size_t at = error == simdjson::UNESCAPED_CHARS ? bare_control_at(bytes) : std::string_view::npos;
    const std::string place = at == std::string_view::npos ? "" : fmt::format(" (near byte {})", at);
    return refused(fault_of(bytes, fmt::format("it cannot be read as JSON: {}{}", sentence_of(error), place)));
  }
  try {
    const Counts counts = read(document);
    if (!is_at_end(document)) throw SyntaxFault(what_follows(bytes));
    return {counts, std::nullopt};
  } catch (const OtherMatter& matter) {
    return refused(matter.what());
  } catch (const SyntaxFault& fault) {
    std::size_t at = 0;
    const char* place = nullptr;
    if (document.current_location().get(place) == simdjson::SUCCESS)
      at = static_cast<std::size_t>(place - bytes.data());
    return refused(
        fault_of(bytes, at > 0 ? fmt::format("{} (near byte {})", fault.what(), at) : std::string(fault.what())));
  }
}

}  // namespace

Outcome read_document(std::string_view bytes, const std::function<Counts(simdjson::ondemand::document&)>& read) {
  bytes = without_mark(bytes);
  if (auto whole = with_whole_characters(bytes)) return read_whole(padded(*whole), read);
  return read_whole(bytes, read);
}

Outcome read_rows_of(std::string_view bytes, const char* what, std::string_view key, Sink& sink,
                     const RowVisit& visit) {
  return read_document(bytes, [&](simdjson::ondemand::document& document) {
    Counts counts;
    bool has_rows = false;
    each_member(top_object(document, what), [&](std::string_view name, JsonValue value) {
      if (name != key) return;
      const JsonElements rows = list_of(value, fmt::format("`{}`", key));
      has_rows = true;
      counts += each_row(rows, counts.rows, sink, visit);
    });
    if (!has_rows) throw SyntaxFault(fmt::format("`{}` is expected, but there is none", key));
    return counts;
  });
}

Outcome read_playlists_of(std::string_view bytes, const char* what, const PlaylistVisit& visit) {
  return read_document(bytes, [&](simdjson::ondemand::document& document) {
    Counts counts;
    each_member(top_object(document, what), [&](std::string_view key, JsonValue value) {
      if (key != "playlists") return;
      for (auto element : list_of(value, "`playlists`")) {
        JsonMembers playlist;
        if (element.get_object().get(playlist) != simdjson::SUCCESS) throw SyntaxFault("a playlist is not an object");
        visit(playlist, counts);
      }
    });
    return counts;
  });
}

bool is_at_end(simdjson::ondemand::document& document) {
  const char* place = nullptr;
  return document.current_location().get(place) == simdjson::OUT_OF_BOUNDS;
}

JsonElements top_array(simdjson::ondemand::document& document, const char* what) {
  JsonType type{};
  require(document.type().get(type));
  if (type != JsonType::array) throw SyntaxFault(fmt::format("{} is a list, but this is {}", what, name_of(type)));
  JsonElements array;
  require(document.get_array().get(array));
  return array;
}

JsonMembers top_object(simdjson::ondemand::document& document, const char* what) {
  JsonType type{};
  require(document.type().get(type));
  if (type != JsonType::object) throw SyntaxFault(fmt::format("{} is an object, but this is {}", what, name_of(type)));
  JsonMembers object;
  require(document.get_object().get(object));
  return object;
}

}  // namespace segue::formats
