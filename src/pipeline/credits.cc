#include "pipeline/credits.h"

#include <memory>
#include <unordered_map>

#include "music/credits.h"
#include "warehouse/music_reader.h"

namespace segue::pipeline {
namespace {

struct Evidence {
  music::KnownNames known;
  std::unordered_map<music::RecordingKey, std::vector<music::ArtistKey>> of_marts;
  ArtistsNow artists;
};

music::ArtistKey key_now(const ArtistsNow& artists, const music::ArtistKey& key) {
  const auto now = artists.find(key);
  return now == artists.end() ? key : now->second.key;
}

}  // namespace

recommend::CreditsOf credits_among(const std::vector<music::Candidate>& candidates, warehouse::Connection& published,
                                   const std::string& user, const ArtistsNow& artists) {
  // Shared, because the function is copied and a copy of the evidence would be large.
  const auto evidence = std::make_shared<Evidence>(
      Evidence{warehouse::known_names(published), warehouse::candidate_credits(published, user), artists});
  for (const music::Candidate& one : candidates) {
    if (one.origin != "corpus") continue;
    music::note_credit(evidence->known, one.recording.artist, 1);
    music::note_title(evidence->known, one.recording.title);
  }
  return [evidence](const music::Recording& song) {
    std::vector<music::ArtistKey> keys;
    if (const auto found = evidence->of_marts.find(song.key); found != evidence->of_marts.end()) keys = found->second;
    for (const auto& one : music::credited_artists(song.artist, song.title, evidence->known))
      keys.push_back(key_now(evidence->artists, one.key));
    return keys;
  };
}

}  // namespace segue::pipeline
