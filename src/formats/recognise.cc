// How recognition works: the first character separates lists, objects and tables; then keys, or the names in a header,
// decide. A word counts as a key only before a colon, and most keys only in the first rows, so that titles cannot
// mislead. The file's name comes last.
#include "formats/formats.h"

#include <algorithm>
#include <initializer_list>
#include <string>

#include "formats/encoding.h"
#include "formats/readers.h"

namespace segue::formats {
namespace {

bool holds(std::string_view text, std::string_view what) {
  return text.find(what) != std::string_view::npos;
}

std::string_view first_line_of(std::string_view text) {
  return text.substr(0, text.find_first_of("\r\n"));
}

// Returns so little of the head that the keys of the first rows decide, and not words inside later rows.
std::string_view first_rows(std::string_view head) {
  return head.substr(0, 4096);
}

// Returns whether `"key"` is there before a colon: a song may be called "listens", too.
bool has_key(std::string_view text, std::string_view key) {
  for (std::size_t at = text.find(key); at != std::string_view::npos; at = text.find(key, at + 1)) {
    const std::size_t end = at + key.size();
    if (at == 0 || text[at - 1] != '"' || end >= text.size() || text[end] != '"') continue;
    const std::size_t next = text.find_first_not_of(" \t\r\n", end + 1);
    if (next != std::string_view::npos && text[next] == ':') return true;
  }
  return false;
}

bool has_keys(std::string_view text, std::initializer_list<std::string_view> keys) {
  return std::all_of(keys.begin(), keys.end(), [&](std::string_view key) { return has_key(text, key); });
}

// The three formats of account data differ in name alone: each row is read by its own members.
std::optional<Format> spotify_history_format(std::string_view rows) {
  if (has_keys(rows, {"ms_played", "ts"})) return Format::spotify_extended;
  if (!has_keys(rows, {"endTime", "msPlayed"})) return std::nullopt;
  if (has_key(rows, "trackName")) return Format::spotify_account_music;
  if (has_key(rows, "audiobookName")) return Format::spotify_account_audiobook;
  if (has_key(rows, "podcastName")) return Format::spotify_account_podcast;
  return Format::spotify_account_music;
}

// Returns whether the rows are listens. ListenBrainz' hearts and pins name tracks as listens do, but no time of a play.
bool is_of_listens(std::string_view rows) {
  if (!has_key(rows, "track_metadata")) return false;
  const bool has_time = has_key(rows, "listened_at") || has_key(rows, "timestamp") || has_key(rows, "ts_since_epoch");
  return has_time || !(has_key(rows, "score") || has_key(rows, "pinned_until"));
}

std::optional<Format> array_format(std::string_view rows) {
  if (const auto history = spotify_history_format(rows)) return history;
  if (is_of_listens(rows)) return Format::listenbrainz_json;
  if (has_key(rows, "track") && (has_key(rows, "uts") || has_key(rows, "nowplaying"))) return Format::lastfm_pages;
  return std::nullopt;
}

std::optional<Format> object_format(std::string_view head) {
  const std::string_view rows = first_rows(head);
  const std::string_view first_line = first_line_of(head);
  // The first line is one listen, not an answer around listens.
  if (is_of_listens(first_line) && !has_key(first_line, "payload") && !has_key(first_line, "listens"))
    return Format::listenbrainz_lines;
  if (has_keys(rows, {"payload", "listens"})) return Format::listenbrainz_json;
  if (has_key(head, "played_at") && has_key(rows, "items")) return Format::recently_played;
  if (has_key(rows, "track") && (has_key(rows, "recenttracks") || has_key(rows, "lovedtracks")))
    return Format::lastfm_pages;
  if (has_key(rows, "scrobbles")) {
    if (has_key(rows, "maloja") || has_keys(rows, {"track", "artists", "title"})) return Format::maloja;
    if (has_keys(rows, {"track", "artist", "date"})) return Format::lastfmstats_json;
  }
  if (has_keys(head, {"track_uri", "playlists"})) return Format::playlist_slice;
  if (has_key(head, "tracks") &&
      (has_keys(head, {"snapshot_id", "original_name"}) || has_key(rows, "date_first_scraped")))
    return Format::playlist_archive;
  if (has_keys(rows, {"playlists", "items", "lastModifiedDate"})) return Format::spotify_playlists;
  if (has_key(rows, "tracks") && (has_key(head, "bannedTracks") || has_keys(rows, {"artist", "album", "track"})))
    return Format::spotify_library;
  return spotify_history_format(rows);  // one row a line
}

// Returns the format by the file's name, for content that says nothing, such as an empty history.
std::optional<Format> format_by_name(std::string_view name) {
  name = base_name(name);
  if (name.ends_with(".scrobbler.log")) return Format::scrobbler_log;
  if (!name.ends_with(".json")) return std::nullopt;
  if (name.starts_with("Streaming_History_") || name.starts_with("endsong") || name.starts_with("endvideo"))
    return Format::spotify_extended;
  if (name.starts_with("StreamingHistory_podcast")) return Format::spotify_account_podcast;
  if (name.starts_with("StreamingHistory_audiobook")) return Format::spotify_account_audiobook;
  if (name.starts_with("StreamingHistory")) return Format::spotify_account_music;
  if (name == "YourLibrary.json") return Format::spotify_library;
  if (name.starts_with("maloja_export_")) return Format::maloja;
  if (name.starts_with("Playlist") && name.size() <= 16) return Format::spotify_playlists;
  return std::nullopt;
}

bool is_tsv_header(std::string_view line) {
  return holds(line, "\t") && (line.starts_with("list\t") || holds(line, "\tlist\t") || line.ends_with("\tlist") ||
                               line.ends_with("\tlist\r"));
}

}  // namespace

std::string_view base_name(std::string_view member) {
  return member.substr(member.rfind('/') + 1);
}

std::optional<Format> recognise(std::string_view name, std::string_view head) {
  // A history in UTF-16 is recognised, too, so that its refusal names the encoding.
  if (is_utf16(head)) {
    return recognise(name, narrowed(head));
  }
  head = without_mark(head);
  const std::size_t start = head.find_first_not_of(" \t\r\n");
  std::optional<Format> found;
  if (start != std::string_view::npos) {
    const std::string_view text = head.substr(start);
    if (text[0] == '[')
      found = array_format(first_rows(text));
    else if (text[0] == '{')
      found = object_format(text);
    else if (is_tsv_header(first_line_of(text)))
      return Format::plain_tsv;
    else if (is_playlist_csv(first_line_of(text)))
      return Format::playlist_csv;
    else if (is_scrobbler_log(text))
      return Format::scrobbler_log;
    else if (is_plays_tsv(text))
      return Format::plays_tsv;
    else if (is_scrobble_csv(text))
      return Format::scrobble_csv;
  }
  // The name is the last resort: a history that is empty, broken or in a wrong encoding is refused with a reason, not
  // passed over.
  return found ? found : format_by_name(name);
}

}  // namespace segue::formats
