// The raw tables that this room fills row by row. Each has its columns in the table's order, which is the order in
// which the writers give their values; the warehouse compares the names with the table when a writer is opened. The
// migrations of room warehouse make the tables and say what each column means.
#pragma once
#include <array>
#include <memory>

#include "warehouse/connection.h"

namespace segue::load {

struct RawTable {
  const char* name;  // in schema segue_raw
  const char* columns;
};

inline std::unique_ptr<warehouse::RowWriter> rows_into(warehouse::Connection& connection, const RawTable& table) {
  return connection.rows_into(table.name, table.columns);
}

namespace raw {

inline constexpr RawTable kPlays{
    "plays",
    "user_id, object, ordinal, source, kind, time_basis, instant_ms, precision_ms, ts_ms, offline_start_ms, ms_played, "
    "duration_ms, uri, spotify_id, artist, title, album, track_key, title_key, reason_start, reason_end, shuffle, "
    "skipped, offline, incognito, platform, country, context_uri"};
inline constexpr RawTable kTracks{
    "tracks",
    "user_id, object, ordinal, source, track_key, recording_key, title_key, artist_key, album_key, version_class, uri, "
    "spotify_id, artist, artist_spotify_id, title, album, album_spotify_id, duration_ms, isrc, recording_mbid, "
    "explicit, track_number, disc_number, release_date"};
inline constexpr RawTable kTrackArtists{
    "track_artists", "user_id, object, ordinal, track_key, position, artist_key, artist, artist_spotify_id"};
inline constexpr RawTable kPlaylists{"playlists",
                                     "user_id, object, ordinal, source, playlist_key, name, description, modified_on"};
inline constexpr RawTable kPlaylistItems{"playlist_items",
                                         "user_id, object, ordinal, playlist_key, position, track_key, added_on"};
inline constexpr RawTable kLibrary{
    "library", "user_id, object, ordinal, source, item_kind, track_key, artist_key, album_key, uri, name"};
inline constexpr RawTable kPolls{"polls", "user_id, object, status, server_date_ms, our_clock_ms, items, same_as"};
inline constexpr RawTable kAnswers{
    "answers", "user_id, object, kind, subject, snapshot, page_offset, next_page, status, items, same_as, answered_ms"};
inline constexpr RawTable kAlbums{"albums",
                                  "user_id, object, ordinal, kind, spotify_id, album_key, artist_key, name, artist, "
                                  "artist_spotify_id, album_type, release_date, total_tracks, upc, label, image_url"};
inline constexpr RawTable kArtists{"artists",
                                   "user_id, object, ordinal, kind, spotify_id, artist_key, name, image_url"};
inline constexpr RawTable kArtistGenres{"artist_genres",
                                        "user_id, object, ordinal, place, spotify_id, artist_key, genre"};
inline constexpr RawTable kRules{
    "rules",
    "user_id, object, rule_id, action, kind, item_kind, subject, subject_track, subject_name, target, target_track, "
    "target_name, from_date, to_date, for_statistics, for_recommendations, why, decided_ms"};
inline constexpr RawTable kLoadLedger{
    "load_ledger", "object, user_id, sha256, loader_version, rows, rejected, refusal, landed_ms, wall_zone"};

// Computed whole at the end of each load.
inline constexpr RawTable kDates{"dates", "date, year, quarter, month, day, iso_year, iso_week, iso_weekday"};
inline constexpr RawTable kZoneOffsets{"zone_offsets", "user_id, from_ms, to_ms, offset_s"};
inline constexpr RawTable kCoverage{"coverage", "user_id, local_date, from_ms, to_ms, state, as_of_ms, in_export"};
inline constexpr RawTable kRetimings{"retimings", "user_id, track_key, instant_ms, kept_ms"};
inline constexpr RawTable kRecordingMerges{"recording_merges", "recording_key, merged_into"};
inline constexpr RawTable kTrackSplits{"track_splits", "track_key, recording_key"};
inline constexpr RawTable kArtistMerges{"artist_merges", "artist_key, merged_into, name"};
inline constexpr RawTable kAlbumMerges{"album_merges", "album_key, merged_into"};
inline constexpr RawTable kArtistCredits{"artist_credits", "credit_key, position, artist_key, artist"};
inline constexpr RawTable kTrackCredits{"track_credits", "track_key, position, artist_key, artist, role, is_whole"};

// Tables whose rows each belong to one object of the lake, beside the ledger.
inline constexpr std::array kOfObjects{kPlays, kTracks,  kTrackArtists, kPlaylists, kPlaylistItems, kLibrary,
                                       kPolls, kAnswers, kAlbums,       kArtists,   kArtistGenres,  kRules};
inline constexpr std::array kDerived{kDates,       kZoneOffsets,  kCoverage,    kRetimings,     kRecordingMerges,
                                     kTrackSplits, kArtistMerges, kAlbumMerges, kArtistCredits, kTrackCredits};

}  // namespace raw
}  // namespace segue::load
