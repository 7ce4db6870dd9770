// How it works: the recordings of the marts are added first and settled, since the listener's merges and splits decide
// about them. Rows of corpora follow: each may join a recording of the marts or of another corpus, but none joins two
// of the marts' recordings with each other.
#include "pipeline/joined.h"

#include "corpus/compiled.h"
#include "corpus/join.h"
#include "pipeline/renamed.h"
#include "warehouse/music_reader.h"

namespace segue::pipeline {

music::RecordingMerges keys_of_now(warehouse::Connection& published, const std::filesystem::path& corpora,
                                   const std::vector<corpus::Registration>& registrations) {
  auto keys = warehouse::recording_merges(published);
  const ArtistsNow artists = warehouse::artist_merges(published);
  music::RecordingMerges renamed;
  corpus::Join join;
  for (const auto& one : warehouse::all_recordings(published))
    join.add({.recording_key = one.key.value, .spotify_id = one.spotify_id.value});
  for (const auto& [from, to] : keys) join.add({.recording_key = to.value});
  join.settle();
  // A key that a rule merged away means its target, whatever a corpus says.
  const auto merged = [&](const music::RecordingKey& key) { return std::string_view(music::key_now(keys, key).value); };
  for (const auto& one : registrations) {
    const auto folder = corpus::folder_of(corpora, one);
    if (!corpus::is_compiled(folder)) continue;
    corpus::each_track(folder, [&](const corpus::CorpusTrack& row) {
      corpus::CorpusTrack track = row;
      if (rename_artist(track, artists))
        for (const auto& [was, is] :
             {std::pair(row.name_key, track.name_key), std::pair(row.recording.key, track.recording.key)})
          if (was != is && !keys.contains(was)) renamed.emplace(was, is);
      corpus::Join::Row names = corpus::join_row(track);
      names.recording_key = merged(track.name_key);
      const auto by_name = join.add(names);
      if (track.recording.key != track.name_key)
        join.same(by_name, join.add({.recording_key = merged(track.recording.key)}));
    });
  }
  join.finish();
  for (auto& [from, to] : join.changed()) keys.try_emplace(from, std::move(to));
  // A key under an artist's old name leads to the current key of the song under the new name.
  for (const auto& [was, is] : renamed)
    if (const music::RecordingKey now = music::key_now(keys, is); now != was) keys.try_emplace(was, now);
  return keys;
}

}  // namespace segue::pipeline
