// How it works: bulk writers of all raw tables stay open over the objects of a transaction. Every key is computed here,
// once for each distinct set of names: `known_` keeps keys from object to object, because exports name the same tracks
// again and again. `serial_` numbers the objects, so that each gets at most one row of `tracks` per track.
#include "load/raw_writer.h"

#include "base/hash.h"
#include "formats/api_answers.h"
#include "load/raw_tables.h"
#include "rules/rule_json.h"

namespace segue::load {
namespace {

// The cache of keys is emptied beyond this many entries, some 200 MB.
constexpr std::size_t kKnownMost = 1'000'000;

std::optional<std::int64_t> ms_of(const std::optional<base::Instant>& instant) {
  return instant ? std::optional(base::to_ms(*instant)) : std::nullopt;
}

bool is_track(const formats::PlayRow& row) {
  return row.kind == music::Kind::music || row.kind == music::Kind::local;
}

constexpr std::string_view text_of(formats::LibraryKind kind) {
  switch (kind) {
    case formats::LibraryKind::track:
      return "track";
    case formats::LibraryKind::album:
      return "album";
    case formats::LibraryKind::artist:
      return "artist";
    case formats::LibraryKind::banned_track:
      return "banned_track";
    case formats::LibraryKind::banned_artist:
      return "banned_artist";
  }
  return "track";
}

}  // namespace

RawWriter::RawWriter(warehouse::Connection& connection)
    : plays_(rows_into(connection, raw::kPlays)),
      tracks_(rows_into(connection, raw::kTracks)),
      track_artists_(rows_into(connection, raw::kTrackArtists)),
      playlists_(rows_into(connection, raw::kPlaylists)),
      playlist_items_(rows_into(connection, raw::kPlaylistItems)),
      library_(rows_into(connection, raw::kLibrary)),
      polls_(rows_into(connection, raw::kPolls)),
      answers_(rows_into(connection, raw::kAnswers)),
      albums_(rows_into(connection, raw::kAlbums)),
      artists_(rows_into(connection, raw::kArtists)),
      artist_genres_(rows_into(connection, raw::kArtistGenres)),
      rules_(rows_into(connection, raw::kRules)),
      ledger_(rows_into(connection, raw::kLoadLedger)) {}

void RawWriter::begin_object(ObjectReport& report, std::string_view answer) {
  report_ = &report;
  answer_ = answer;
  playlists_named_.clear();
  ++serial_;
  // Only between objects: emptied within one, it would forget which tracks the object has rows for.
  if (known_.size() > kKnownMost) known_.clear();
}

void RawWriter::end_object() {
  for (std::size_t i = 0; i < plays_by_source_.size(); ++i)
    if (plays_by_source_[i] > 0)
      report_->sources[std::string(music::text_of(static_cast<music::Source>(i)))] += plays_by_source_[i];
  plays_by_source_ = {};
}

RawWriter::KnownTrack& RawWriter::known(std::string_view spotify_id, std::string_view artist, std::string_view title,
                                        std::string_view album) {
  lookup_.assign(spotify_id);
  // The separator keeps "ab", "c" apart from "a", "bc".
  for (const auto part : {artist, title, album}) lookup_.append("\x1f").append(part);
  const auto found = known_.find(lookup_);
  if (found != known_.end()) return found->second;
  return known_.emplace(lookup_, KnownTrack{music::keys_of({artist, title, album, spotify_id}), 0}).first->second;
}

void RawWriter::name_track(KnownTrack& track, std::string_view source, const formats::TrackRow& row) {
  if (track.written_for == serial_) return;
  track.written_for = serial_;
  const music::TrackKeys& keys = track.keys;
  tracks_->text(report_->user).text(report_->object).bigint(row.ordinal).text(source);
  tracks_->text(keys.track_key.value).text(keys.recording_key.value).text_or_null(keys.title_key);
  tracks_->text_or_null(keys.artist_key.value);
  tracks_->text_or_null(keys.album_key.value)
      .text(keys.version_class)
      .text_or_null(row.uri)
      .text_or_null(row.spotify_id);
  tracks_->text_or_null(row.artist).text_or_null(row.artist_spotify_id).text_or_null(row.title).text_or_null(row.album);
  tracks_->text_or_null(row.album_spotify_id).bigint(row.duration_ms).text_or_null(row.isrc);
  tracks_->text_or_null(row.recording_mbid).boolean(row.is_explicit).integer(row.track_number);
  tracks_->integer(row.disc_number).text_or_null(row.release_date).end_row();
  std::int64_t position = 0;
  for (const formats::NamedArtist& artist : row.artists) {
    track_artists_->text(report_->user).text(report_->object).bigint(row.ordinal).text(keys.track_key.value);
    track_artists_->bigint(++position).text_or_null(music::artist_key_of(artist.name).value);
    track_artists_->text_or_null(artist.name).text_or_null(artist.spotify_id).end_row();
  }
}

void RawWriter::count(std::string_view source) {
  ++report_->sources[std::string(source)];
}

void RawWriter::play(const formats::PlayRow& row) {
  const std::string_view source = music::text_of(row.source);
  KnownTrack& track = known(row.spotify_id, row.artist, row.title, row.album);
  plays_->text(report_->user).text(report_->object).bigint(row.ordinal).text(source).text(music::text_of(row.kind));
  plays_->text(music::text_of(row.basis)).bigint(base::to_ms(row.instant)).integer(row.precision_ms);
  plays_->bigint(ms_of(row.ts)).bigint(ms_of(row.offline_start)).bigint(row.ms_played).bigint(row.duration_ms);
  plays_->text_or_null(row.uri).text_or_null(row.spotify_id).text_or_null(row.artist).text_or_null(row.title);
  plays_->text_or_null(row.album).text(track.keys.track_key.value).text_or_null(track.keys.title_key);
  plays_->text_or_null(row.reason_start).text_or_null(row.reason_end).boolean(row.shuffle).boolean(row.skipped);
  plays_->boolean(row.offline).boolean(row.incognito).text_or_null(row.platform).text_or_null(row.country);
  plays_->text_or_null(row.context_uri).end_row();
  ++plays_by_source_[static_cast<std::size_t>(row.source)];
  if (is_track(row)) name_track(track, source, row);
}

void RawWriter::track(const formats::TrackRow& row) {
  name_track(known(row.spotify_id, row.artist, row.title, row.album), "catalogue", row);
  count("catalogue");
}

// Returns a key for a playlist without an id. A second playlist of the same name in an object stays a playlist of its
// own: its number is part of the key.
std::string RawWriter::key_of_named(std::string_view name) {
  const int copy = ++playlists_named_[std::string(name)];
  return copy == 1 ? base::key_hash({"playlist", name}) : base::key_hash({"playlist", name, std::to_string(copy)});
}

void RawWriter::playlist(const formats::PlaylistRow& row) {
  playlist_key_ = row.id.empty() ? key_of_named(row.name) : std::string(row.id);
  playlists_->text(report_->user).text(report_->object).bigint(row.ordinal).text(row.id.empty() ? "account" : "api");
  playlists_->text(playlist_key_).text_or_null(row.name).text_or_null(row.description).text_or_null(row.modified_on);
  playlists_->end_row();
  if (!answer_.empty()) count("playlist");
}

void RawWriter::playlist_item(const formats::PlaylistItemRow& row) {
  const formats::TrackRow& item = row.track;
  KnownTrack& track = known(item.spotify_id, item.artist, item.title, item.album);
  playlist_items_->text(report_->user).text(report_->object).bigint(item.ordinal);
  playlist_items_->text(row.playlist.empty() ? std::string_view(playlist_key_) : row.playlist);
  playlist_items_->bigint(row.position).text(track.keys.track_key.value).text_or_null(row.added_on).end_row();
  name_track(track, answer_.empty() ? "playlist" : "catalogue", item);
  count("playlist");
}

void RawWriter::library_item(const formats::LibraryRow& row) {
  const formats::TrackRow& item = row.track;
  const bool names_track = row.kind == formats::LibraryKind::track || row.kind == formats::LibraryKind::banned_track;
  KnownTrack& track = known(item.spotify_id, item.artist, item.title, item.album);
  const std::string_view name = names_track                               ? item.title
                                : row.kind == formats::LibraryKind::album ? item.album
                                                                          : item.artist;
  library_->text(report_->user).text(report_->object).bigint(item.ordinal);
  library_->text(answer_.empty() ? "account" : "api").text(text_of(row.kind));
  library_->text_or_null(names_track ? std::string_view(track.keys.track_key.value) : std::string_view{});
  library_->text_or_null(track.keys.artist_key.value).text_or_null(track.keys.album_key.value).text_or_null(item.uri);
  library_->text_or_null(name).end_row();
  if (names_track) name_track(track, answer_.empty() ? "library" : "catalogue", item);
  count("library");
}

void RawWriter::album(const formats::AlbumRow& row) {
  const music::TrackKeys keys = music::keys_of({row.artist, {}, row.name, {}});
  albums_->text(report_->user).text(report_->object).bigint(row.ordinal).text(answer_).text(row.spotify_id);
  albums_->text_or_null(keys.album_key.value)
      .text_or_null(keys.artist_key.value)
      .text_or_null(row.name)
      .text_or_null(row.artist);
  albums_->text_or_null(row.artist_spotify_id).text_or_null(row.type).text_or_null(row.release_date);
  albums_->integer(row.total_tracks).text_or_null(row.upc).text_or_null(row.label).text_or_null(row.image_url);
  albums_->end_row();
  if (answer_ == formats::text_of(formats::Answer::artist_albums)) count("catalogue");
}

void RawWriter::artist(const formats::ArtistRow& row) {
  const music::TrackKeys keys = music::keys_of({row.name, {}, {}, {}});
  artists_->text(report_->user).text(report_->object).bigint(row.ordinal).text(answer_).text(row.spotify_id);
  artists_->text_or_null(keys.artist_key.value).text_or_null(row.name).text_or_null(row.image_url).end_row();
  for (std::size_t i = 0; i < row.genres.size(); ++i) {
    artist_genres_->text(report_->user).text(report_->object).bigint(row.ordinal);
    artist_genres_->bigint(static_cast<std::int64_t>(i)).text(row.spotify_id).text_or_null(keys.artist_key.value);
    artist_genres_->text(row.genres[i]).end_row();
  }
  if (answer_ != formats::text_of(formats::Answer::followed_artists)) count("catalogue");
}

void RawWriter::answer(const lake::Envelope& envelope, std::int64_t items, const std::string& next) {
  answers_->text(report_->user).text(report_->object).text(answer_).text_or_null(envelope.subject);
  answers_->text_or_null(envelope.snapshot).bigint(envelope.offset).text_or_null(next).integer(envelope.status);
  answers_->bigint(items).text_or_null(envelope.same_as);
  answers_->bigint(base::to_ms(envelope.server_date.value_or(envelope.our_clock))).end_row();
}

void RawWriter::rule(const music::RuleDecision& decision, base::Instant decided_at) {
  const bool adds = std::holds_alternative<music::Rule>(decision);
  const music::Rule rule = adds ? std::get<music::Rule>(decision) : music::Rule{};
  const music::RuleUndone undone = adds ? music::RuleUndone{} : std::get<music::RuleUndone>(decision);
  const auto day = [](const std::optional<std::chrono::sys_days>& at) {
    return at ? std::optional(static_cast<std::int32_t>(at->time_since_epoch().count())) : std::nullopt;
  };
  const bool excludes = adds && rule.kind == music::RuleKind::exclude;
  rules_->text(report_->user).text(report_->object).text(adds ? rule.id : undone.id);
  rules_->text(adds ? "add" : "undo");
  rules_->text_or_null(adds ? rules::text_of(rule.kind) : std::string_view{});
  const bool says_item = excludes || rule.item == music::RuleItem::artist;
  rules_->text_or_null(says_item ? rules::text_of(rule.item) : std::string_view{});
  for (const music::RuleSubject* one : {&rule.subject, &rule.target})
    rules_->text_or_null(one->key).text_or_null(one->track.value).text_or_null(one->name);
  rules_->integer(day(rule.from)).integer(day(rule.to));
  if (excludes)
    rules_->boolean(rule.statistics).boolean(rule.recommendations);
  else
    rules_->null().null();
  rules_->text_or_null(adds ? rule.why : undone.why).bigint(base::to_ms(decided_at)).end_row();
  count("rule");
}

void RawWriter::reject(const formats::Reject& reject) {
  if (report_->rejects.size() < kRejectsKept) report_->rejects.push_back(reject);
}

void RawWriter::poll(int status, const std::optional<base::Instant>& server_date, base::Instant our_clock,
                     std::int64_t items, const std::string& same_as) {
  polls_->text(report_->user).text(report_->object).integer(status).bigint(ms_of(server_date));
  polls_->bigint(base::to_ms(our_clock)).bigint(items).text_or_null(same_as).end_row();
}

void RawWriter::ledger(const ObjectReport& report, const std::string& sha256, std::optional<base::Instant> landed,
                       const std::string& zone) {
  ledger_->text(report.object).text(report.user).text(sha256).integer(kLoaderVersion).bigint(report.rows);
  ledger_->bigint(report.rejected).text_or_null(report.refusal).bigint(ms_of(landed)).text_or_null(zone).end_row();
}

void RawWriter::flush() {
  for (auto* writer : {&plays_, &tracks_, &track_artists_, &playlists_, &playlist_items_, &library_, &polls_, &answers_,
                       &albums_, &artists_, &artist_genres_, &rules_, &ledger_})
    (*writer)->flush();
}

}  // namespace segue::load
