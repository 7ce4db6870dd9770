#include "formats/formats.h"

#include <simdjson.h>

#include <array>
#include <concepts>

#include "formats/lines.h"
#include "formats/readers.h"

namespace segue::formats {
namespace {

using Read = Outcome (*)(Format format, std::string_view name, std::string_view bytes, Sink& sink);
using MakeLines = std::unique_ptr<LineReader> (*)();

// Who reads a format: `import`, `corpus add`, or both.
enum class ReadBy { import, corpora, both };

struct FormatEntry {
  Format format;
  std::string_view name;
  ReadBy read_by;
  Read read;
  MakeLines lines = nullptr;  // for files of a corpus whose rows are lines
};

// Gives every reader the same parameters; some need no format, some no name.
template <auto reader>
Outcome by(Format format, std::string_view name, std::string_view bytes, Sink& sink) {
  if constexpr (std::invocable<decltype(reader), std::string_view, Sink&>)
    return reader(bytes, sink);
  else if constexpr (std::invocable<decltype(reader), std::string_view, std::string_view, Sink&>)
    return reader(base_name(name), bytes, sink);
  else
    return reader(format, base_name(name), bytes, sink);
}

std::unique_ptr<LineReader> dump_lines() {
  return listen_lines(BrokenLines::reject_line);
}

// One row for each format, in the order of the enumeration.
constexpr std::array kFormats{
    FormatEntry{Format::spotify_extended, "spotify_extended", ReadBy::import, by<read_spotify_history>},
    FormatEntry{Format::spotify_account_music, "spotify_account_music", ReadBy::import, by<read_spotify_history>},
    FormatEntry{Format::spotify_account_podcast, "spotify_account_podcast", ReadBy::import, by<read_spotify_history>},
    FormatEntry{Format::spotify_account_audiobook, "spotify_account_audiobook", ReadBy::import,
                by<read_spotify_history>},
    FormatEntry{Format::spotify_library, "spotify_library", ReadBy::import, by<read_spotify_library>},
    FormatEntry{Format::spotify_playlists, "spotify_playlists", ReadBy::both, by<read_spotify_playlists>},
    FormatEntry{Format::listenbrainz_lines, "listenbrainz_lines", ReadBy::both, by<read_listenbrainz_lines>,
                dump_lines},
    FormatEntry{Format::listenbrainz_json, "listenbrainz_json", ReadBy::both, by<read_listenbrainz_json>},
    FormatEntry{Format::playlist_slice, "playlist_slice", ReadBy::corpora, by<read_playlist_slice>},
    FormatEntry{Format::playlist_archive, "playlist_archive", ReadBy::corpora, by<read_playlist_archive>},
    FormatEntry{Format::playlist_csv, "playlist_csv", ReadBy::corpora, by<read_playlist_csv>, playlist_csv_lines},
    FormatEntry{Format::plain_tsv, "plain_tsv", ReadBy::corpora, by<read_plain_tsv>, tsv_lines},
    FormatEntry{Format::plays_tsv, "plays_tsv", ReadBy::import, by<read_plays_tsv>},
    FormatEntry{Format::scrobble_csv, "scrobble_csv", ReadBy::import, by<read_scrobble_csv>},
    FormatEntry{Format::scrobbler_log, "scrobbler_log", ReadBy::import, by<read_scrobbler_log>},
    FormatEntry{Format::lastfm_pages, "lastfm_pages", ReadBy::import, by<read_lastfm_pages>},
    FormatEntry{Format::lastfmstats_json, "lastfmstats_json", ReadBy::import, by<read_lastfmstats_json>},
    FormatEntry{Format::maloja, "maloja", ReadBy::import, by<read_maloja>},
    FormatEntry{Format::recently_played, "recently_played", ReadBy::import, by<read_recently_played>},
};

constexpr bool is_complete() {
  for (std::size_t i = 0; i < kFormats.size(); ++i)
    if (kFormats[i].format != static_cast<Format>(i)) return false;
  return kFormats.back().format == kLastFormat;
}
static_assert(is_complete(), "a format has no row, or its row is at another place than in the enumeration");

constexpr const FormatEntry& entry_of(Format format) {
  return kFormats[static_cast<std::size_t>(format)];
}

}  // namespace

std::string_view text_of(Format format) {
  return entry_of(format).name;
}

bool is_only_for_corpora(Format format) {
  return entry_of(format).read_by == ReadBy::corpora;
}

bool holds_lists(Format format) {
  return entry_of(format).read_by != ReadBy::import;
}

std::unique_ptr<LineReader> line_reader(Format format) {
  const MakeLines lines = entry_of(format).lines;
  return lines == nullptr ? nullptr : lines();
}

Outcome parse(Format format, std::string_view name, std::string_view bytes, Sink& sink) {
  return entry_of(format).read(format, name, bytes, sink);
}

std::string_view padded(std::string& bytes) {
  if (bytes.capacity() < bytes.size() + simdjson::SIMDJSON_PADDING)
    bytes.reserve(bytes.size() + simdjson::SIMDJSON_PADDING);
  return bytes;
}

}  // namespace segue::formats
