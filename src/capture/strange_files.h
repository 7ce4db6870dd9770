// Files that are no history that segue reads: what they are, and how their plays come in all the same.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace segue::capture {

// "is a 7z archive: unpack it and import the folder", "is Apple Music's play history: …"; nothing for bytes that say
// nothing. `name`: a path, `head`: the first bytes, unpacked.
std::optional<std::string> what_it_is(std::string_view name, std::string_view head);

// "is empty", "begins with 3000 zero bytes: …", where nothing else stands in the head; nothing for any other.
std::optional<std::string> what_was_lost(std::string_view head);

// A zip that is a document or a program (xlsx, docx, epub, jar …): nobody's export lies in it.
bool is_document_zip(std::string_view name, std::string_view head);

// A name or first bytes as those of exports that segue reads: when such a file is lost, somebody must hear of it.
bool sounds_like_history(std::string_view name, std::string_view head);

// Whether a folder (or zip) on the way to this member holds the data of a child's account inside a parent's export:
// "Spotify Kids Account Data_1/…". The member's own name says nothing.
bool is_below_a_childs_folder(std::string_view name);
bool is_a_childs_folder(std::string_view part);

}  // namespace segue::capture
