// How it works: ids and track keys are looked up in the marts; names are folded to keys. A name that means several
// recordings, tracks or playlists is refused with a list of them, because a rule must mean exactly one.
#include "rules/subjects.h"

#include <fmt/core.h>

#include <map>

#include "base/error.h"
#include "music/names.h"
#include "warehouse/rule_reader.h"

namespace segue::rules {
namespace {

using base::Error;
using base::Fault;
using music::RuleSubject;
using warehouse::NamedTrack;

[[noreturn]] void refuse(const std::string& why) {
  throw Error(Fault::usage, why);
}

bool is_address(const std::string& text) {
  return text.starts_with("spotify:") || text.find("://") != std::string::npos;
}

bool is_key(const std::string& text) {
  return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::string name_of(const NamedTrack& track) {
  return fmt::format("{} - {}", track.recording.artist, track.recording.title);
}

RuleSubject subject_of(const NamedTrack& track) {
  return {.key = track.named_recording_key.value, .track = track.key, .name = name_of(track)};
}

struct Names {
  std::string artist, title;
  music::TrackKeys keys;
};

Names names_in(const std::string& text) {
  const std::size_t dash = text.find(" - ");
  Names names{text.substr(0, dash), dash == std::string::npos ? "" : text.substr(dash + 3), {}};
  names.keys = music::keys_of({names.artist, names.title, "", ""});
  if (names.keys.title_key.empty())
    refuse(fmt::format("\"{}\" names no song: write \"Artist - Title\", or the track's address or URI", text));
  return names;
}

// Returns the artist's tracks with this title, edition noise ignored. A renamed artist is found under the current name.
std::vector<NamedTrack> tracks_named(warehouse::Connection& connection, Names names) {
  const auto now = warehouse::artist_now(connection, names.keys.artist_key);
  if (now.key != names.keys.artist_key) names.keys = music::keys_of({now.name, names.title, "", ""});
  auto tracks = warehouse::tracks_of_artist(connection, names.keys.artist_key);
  std::erase_if(tracks, [&](const NamedTrack& track) {
    const auto keys = music::keys_of({track.recording.artist, track.recording.title, "", ""});
    return keys.title_key != names.keys.title_key || keys.version_class != names.keys.version_class;
  });
  return tracks;
}

template <class Key>
std::string uris_of(const std::map<Key, NamedTrack>& tracks) {
  std::string list;
  for (const auto& [key, track] : tracks) {
    const music::SpotifyId& id = track.recording.spotify_id;
    list += fmt::format("\n  {}  {}", id.empty() ? track.key.value : "spotify:track:" + id.value, name_of(track));
  }
  return list;
}

}  // namespace

warehouse::Connection& RuleSubjects::marts(const std::string& text, const std::string& instead) const {
  if (published_ == nullptr)
    refuse(
        fmt::format("{}: no warehouse is published, so segue cannot look this up: run `segue transform` first, or {}",
                    text, instead));
  return *published_;
}

RuleSubject RuleSubjects::song(const std::string& text) const {
  const auto id = music::spotify_track_id(text);
  if (id || is_key(text)) {
    const std::string instead = "write \"Artist - Title\"";
    const auto track = warehouse::track_named(marts(text, instead), music::TrackKey(id.value_or(text)));
    if (!track) refuse(fmt::format("the warehouse does not know the track {}: {}", text, instead));
    return subject_of(*track);
  }
  if (is_address(text)) refuse(fmt::format("{} is not a track's address: one looks like spotify:track:…", text));
  const Names names = names_in(text);
  const music::RecordingKey& plain_key = names.keys.recording_key;
  RuleSubject plain{.key = plain_key.value, .track = {}, .name = fmt::format("{} - {}", names.artist, names.title)};
  if (published_ == nullptr) return plain;
  std::map<music::RecordingKey, NamedTrack> by_recording;
  for (const auto& track : tracks_named(*published_, names)) by_recording.try_emplace(track.named_recording_key, track);
  if (by_recording.empty() || by_recording.contains(plain_key)) return plain;
  if (by_recording.size() > 1)
    refuse(fmt::format("\"{}\" is the name of several recordings; give one of these:{}", text, uris_of(by_recording)));
  return {.key = by_recording.begin()->first.value, .track = {}, .name = plain.name};
}

RuleSubject RuleSubjects::track(const std::string& text) const {
  if (music::spotify_track_id(text) || is_key(text) || is_address(text)) return song(text);
  const Names names = names_in(text);
  std::map<music::TrackKey, NamedTrack> tracks;
  for (const auto& one : tracks_named(marts(text, "name the track later"), names)) tracks.try_emplace(one.key, one);
  if (tracks.empty()) refuse(fmt::format("the warehouse does not know \"{}\": nothing can be split off", text));
  if (tracks.size() > 1)
    refuse(fmt::format("\"{}\" is the name of several tracks; give one of these:{}", text, uris_of(tracks)));
  return subject_of(tracks.begin()->second);
}

RuleSubject RuleSubjects::artist(const std::string& text) const {
  if (const auto id = music::spotify_id_in(text, "artist")) {
    const std::string instead = "write the artist's name";
    const auto known = warehouse::artist_with_id(marts(text, instead), *id);
    if (!known) refuse(fmt::format("the warehouse does not know the artist {}: {}", text, instead));
    return {.key = known->key.value, .track = {}, .name = known->name};
  }
  if (is_address(text)) refuse(fmt::format("{} is not an artist's address: one looks like spotify:artist:…", text));
  const auto keys = music::keys_of({text, "", "", ""});
  if (keys.artist_key.empty()) refuse(fmt::format("\"{}\" is not an artist's name", text));
  return {.key = keys.artist_key.value, .track = {}, .name = text};
}

RuleSubject RuleSubjects::playlist(const std::string& text) const {
  const auto id = music::spotify_id_in(text, "playlist");
  if (!id && is_address(text))
    refuse(fmt::format("{} is not a playlist's address: one looks like spotify:playlist:…", text));
  const std::vector<warehouse::NamedPlaylist> known =
      published_ == nullptr ? std::vector<warehouse::NamedPlaylist>{} : warehouse::playlists_of(*published_, user_);
  for (const auto& one : known)
    if (one.key == id.value_or(text)) return {.key = one.key, .track = {}, .name = one.name};
  if (id) return {.key = *id, .track = {}, .name = *id};
  std::vector<warehouse::NamedPlaylist> found;
  for (const auto& one : known)
    if (music::fold(one.name) == music::fold(text)) found.push_back(one);
  if (found.size() == 1) return {.key = found.front().key, .track = {}, .name = found.front().name};
  std::string list;
  for (const auto& one : found.empty() ? known : found) list += fmt::format("\n  {}  {}", one.key, one.name);
  if (found.empty())
    refuse(fmt::format("{} has no playlist \"{}\" in the warehouse{}{}", user_, text,
                       known.empty() ? ": give its address or URI" : "; there are:", list));
  refuse(fmt::format("several playlists are called \"{}\"; give the key of one:{}", text, list));
}

RuleSubject RuleSubjects::of(music::RuleItem item, const std::string& text) const {
  switch (item) {
    case music::RuleItem::artist:
      return artist(text);
    case music::RuleItem::track:
      return song(text);
    case music::RuleItem::playlist:
      return playlist(text);
    case music::RuleItem::window:
      break;
  }
  return {};
}

}  // namespace segue::rules
