#include "formats/formats.h"

#include <simdjson.h>

#include <algorithm>
#include <array>

#include "formats/readers.h"

namespace segue::formats {
namespace {

bool holds(std::string_view text, std::string_view what) {
  return text.find(what) != std::string_view::npos;
}

std::string_view base_name(std::string_view name) {
  return name.substr(name.rfind('/') + 1);
}

// The first object of the head, so that one row's keys decide and not words inside later rows.
std::string_view first_rows(std::string_view head) {
  return head.substr(0, 4096);
}

std::optional<Format> array_format(std::string_view rows) {
  if (holds(rows, "\"ms_played\"") && holds(rows, "\"ts\"")) return Format::spotify_extended;
  if (holds(rows, "\"endTime\"") && holds(rows, "\"msPlayed\"")) {
    if (holds(rows, "\"audiobookName\"")) return Format::spotify_account_audiobook;
    if (holds(rows, "\"podcastName\"")) return Format::spotify_account_podcast;
    return Format::spotify_account_music;
  }
  if (holds(rows, "\"track_metadata\"")) return Format::listenbrainz_json;
  return std::nullopt;
}

std::optional<Format> object_format(std::string_view head) {
  const std::string_view rows = first_rows(head);
  const std::string_view first_line = head.substr(0, head.find('\n'));
  // One listen on a line of its own, the object closed before the line ends.
  if (holds(first_line, "\"track_metadata\"") && !holds(first_line, "\"payload\"") && !holds(first_line, "\"listens\""))
    return Format::listenbrainz_lines;
  if (holds(rows, "\"payload\"") && holds(rows, "\"listens\"")) return Format::listenbrainz_json;
  if (holds(head, "\"played_at\"") && holds(rows, "\"items\"")) return Format::recently_played;
  if (holds(head, "\"track_uri\"") && holds(head, "\"playlists\"")) return Format::playlist_slice;
  if (holds(rows, "\"playlists\"") && holds(rows, "\"items\"") && holds(rows, "\"lastModifiedDate\"")) return Format::spotify_playlists;
  if (holds(rows, "\"tracks\"") && (holds(head, "\"bannedTracks\"") || (holds(rows, "\"artist\"") && holds(rows, "\"album\"") && holds(rows, "\"track\""))))
    return Format::spotify_library;
  return std::nullopt;
}

// An empty history says nothing by its content; its name does.
std::optional<Format> format_by_name(std::string_view name) {
  name = base_name(name);
  if (!name.ends_with(".json")) return std::nullopt;
  if (name.starts_with("Streaming_History_") || name.starts_with("endsong") || name.starts_with("endvideo"))
    return Format::spotify_extended;
  if (name.starts_with("StreamingHistory_podcast")) return Format::spotify_account_podcast;
  if (name.starts_with("StreamingHistory_audiobook")) return Format::spotify_account_audiobook;
  if (name.starts_with("StreamingHistory")) return Format::spotify_account_music;
  if (name == "YourLibrary.json") return Format::spotify_library;
  if (name.starts_with("Playlist") && name.size() <= 16) return Format::spotify_playlists;
  return std::nullopt;
}

bool is_tsv_header(std::string_view line) {
  return holds(line, "\t") && (line.starts_with("list\t") || holds(line, "\tlist\t") || line.ends_with("\tlist") ||
                               line.ends_with("\tlist\r"));
}

}  // namespace

std::string_view text_of(Format format) {
  switch (format) {
    case Format::spotify_extended: return "spotify_extended";
    case Format::spotify_account_music: return "spotify_account_music";
    case Format::spotify_account_podcast: return "spotify_account_podcast";
    case Format::spotify_account_audiobook: return "spotify_account_audiobook";
    case Format::spotify_library: return "spotify_library";
    case Format::spotify_playlists: return "spotify_playlists";
    case Format::listenbrainz_lines: return "listenbrainz_lines";
    case Format::listenbrainz_json: return "listenbrainz_json";
    case Format::playlist_slice: return "playlist_slice";
    case Format::plain_tsv: return "plain_tsv";
    case Format::recently_played: return "recently_played";
  }
  return "unknown";
}

std::optional<Format> recognise(std::string_view name, std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  const std::size_t start = head.find_first_not_of(" \t\r\n");
  std::optional<Format> found;
  if (start != std::string_view::npos) {
    const std::string_view text = head.substr(start);
    if (text[0] == '[') found = array_format(first_rows(text));
    else if (text[0] == '{') found = object_format(text);
    else if (is_tsv_header(text.substr(0, text.find('\n')))) return Format::plain_tsv;
  }
  // By name as the last resort: an empty history, one in a wrong encoding, a broken one is refused with a reason, not passed over.
  return found ? found : format_by_name(name);
}

Outcome parse(Format format, std::string_view name, std::string_view bytes, Sink& sink) {
  switch (format) {
    case Format::spotify_extended: return read_spotify_extended(base_name(name), bytes, sink);
    case Format::spotify_account_music:
    case Format::spotify_account_podcast:
    case Format::spotify_account_audiobook: return read_spotify_account_history(format, bytes, sink);
    case Format::spotify_library: return read_spotify_library(bytes, sink);
    case Format::spotify_playlists: return read_spotify_playlists(bytes, sink);
    case Format::listenbrainz_lines: return read_listenbrainz_lines(bytes, sink);
    case Format::listenbrainz_json: return read_listenbrainz_json(bytes, sink);
    case Format::playlist_slice: return read_playlist_slice(bytes, sink);
    case Format::plain_tsv: return read_plain_tsv(bytes, sink);
    case Format::recently_played: return read_recently_played(bytes, sink);
  }
  return {};
}

std::string_view padded(std::string& bytes) {
  if (bytes.capacity() < bytes.size() + simdjson::SIMDJSON_PADDING) bytes.reserve(bytes.size() + simdjson::SIMDJSON_PADDING);
  return bytes;
}

}  // namespace segue::formats
