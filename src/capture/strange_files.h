// Recognises files that are no history that segue reads, and says what they are and how their plays still come in.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace segue::capture {

// Returns "is a 7z archive: unpack it and import the folder" or "is Apple Music's play history: …"; nothing for a file
// that it does not recognise. `name` is a path, `head` are the first bytes, unpacked.
std::optional<std::string> what_it_is(std::string_view name, std::string_view head);

// Returns "is empty" or "begins with 3000 zero bytes: …" if the head holds nothing else; else nothing.
std::optional<std::string> what_was_lost(std::string_view head);

// Returns whether a zip is a document or a program (xlsx, docx, epub, jar …), which holds nobody's export.
bool is_document_zip(std::string_view name, std::string_view head);

// Returns whether the name or the first bytes are like those of exports that segue reads: if such a file is not read,
// the person must learn of it.
bool sounds_like_history(std::string_view name, std::string_view head);

// Returns whether a folder (or zip) on the way to this member holds the data of a child's account inside a parent's
// export: "Spotify Kids Account Data_1/…". The member's own name does not count.
bool is_below_a_childs_folder(std::string_view name);
// Returns whether one part of a path names such a folder.
bool is_a_childs_folder(std::string_view part);

}  // namespace segue::capture
