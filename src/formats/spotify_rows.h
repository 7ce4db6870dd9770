// Rows of Spotify's two histories. A list may hold both, because people join files.
#pragma once
#include "formats/json_fields.h"

namespace segue::formats {

struct ExtendedRow {
  PlayRow play;
  std::string_view ts, track_uri, episode_uri, audiobook_uri;
  std::string_view episode, show, audiobook;
  std::optional<std::int64_t> offline_stamp;
};
// Reads a member. Returns false if it is no member of the extended history.
bool take_extended(ExtendedRow& row, std::string_view key, JsonValue value);
// Hands the row to the sink, or throws RowFault. `video`: the row is in a file of videos.
void finish_extended(ExtendedRow& row, bool video, Sink& sink);

struct AccountRow {
  std::string_view end;
  std::optional<std::int64_t> ms_played;
  std::string_view artist, title, show, episode, author, book;
  bool is_one = false;  // has `endTime` or `msPlayed`
};
void take_account(AccountRow& row, std::string_view key, JsonValue value);
void finish_account(const AccountRow& row, std::int64_t ordinal, Sink& sink);

}  // namespace segue::formats
