// Reads whole JSON documents in memory: refuses what is no JSON, or is another document than the format's.
#pragma once
#include <functional>
#include <string_view>

#include "formats/json_fields.h"

namespace segue::formats {

// Runs read(document) over the bytes. Every syntax fault becomes a refusal that names the place if it is known.
Outcome read_document(std::string_view bytes, const std::function<Counts(simdjson::ondemand::document&)>& read);

// Reads an object (`what` it is, for the refusal) whose member `key` is the list of rows.
using RowVisit = std::function<void(std::int64_t ordinal, JsonMembers row)>;
Outcome read_rows_of(std::string_view bytes, const char* what, std::string_view key, Sink& sink, const RowVisit& visit);

// Reads an object (`what` it is) whose member `playlists` is a list of objects. The visit adds the playlist's rows to
// `counts`.
using PlaylistVisit = std::function<void(JsonMembers playlist, Counts& counts)>;
Outcome read_playlists_of(std::string_view bytes, const char* what, const PlaylistVisit& visit);

// Returns whether nothing but white space is left.
bool is_at_end(simdjson::ondemand::document& document);

// Return the document as an array or an object. Throw SyntaxFault if it is something else, and say what.
JsonElements top_array(simdjson::ondemand::document& document, const char* what);
JsonMembers top_object(simdjson::ondemand::document& document, const char* what);

}  // namespace segue::formats
