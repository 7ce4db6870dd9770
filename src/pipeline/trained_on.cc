// models/trained_on has a digest of the lists that the model in use was trained on. Equal digests make a training
// needless.
#include <fmt/core.h>

#include <map>

#include "base/file.h"
#include "base/hash.h"
#include "pipeline/train.h"
#include "warehouse/music_reader.h"

namespace segue::pipeline {
namespace {

class ListsDigest {
 public:
  // A list's name does not matter, but where it begins does.
  void place(const warehouse::ListPlace& place) {
    const bool begins = place.list != list_;
    list_ = place.list;
    add({begins ? "list" : "", place.recording_key, place.artist_key, place.album_key, place.track_key});
  }
  void add(std::initializer_list<std::string_view> parts) { digest_.add(base::key_hash(parts)); }
  std::string digits() { return digest_.hex_digits(); }

 private:
  base::Sha256 digest_;
  std::string list_;
};

// Returns the line of models/trained_on: the model's file name, a blank, the digest.
std::string line_of(const std::string& model, const std::string& digest) {
  return fmt::format("{} {}\n", model, digest);
}

}  // namespace

std::string digest_of(const TrainInput& input) {
  ListsDigest digest;
  const auto add = [&](const warehouse::ListPlace& place) { digest.place(place); };
  warehouse::each_session_play(*input.published, api_plays(input), add);
  digest.add({"playlists"});
  warehouse::each_playlist_place(*input.published, api_plays(input), add);
  const auto merges = warehouse::recording_merges(*input.published);
  for (const auto& [from, into] : std::map(merges.begin(), merges.end())) digest.add({"merge", from.value, into.value});
  const auto artists = warehouse::artist_merges(*input.published);
  for (const auto& [from, now] : std::map(artists.begin(), artists.end()))
    digest.add({"artist", from.value, now.key.value, now.name});
  for (const auto& one : input.registrations) digest.add({"corpus", one.name, one.sha256});
  return digest.digits();
}

bool was_trained_on(const std::filesystem::path& models, const std::string& digest) {
  for (const char* name : {"current", "trained_on"})
    if (!std::filesystem::exists(models / name)) return false;
  std::string model = base::read_file(models / "current");
  while (!model.empty() && model.back() == '\n') model.pop_back();
  return std::filesystem::exists(models / model) && base::read_file(models / "trained_on") == line_of(model, digest);
}

void note_trained_on(const std::filesystem::path& models, const std::string& model, const std::string& digest) {
  base::write_file_durably(models / "trained_on", line_of(model, digest));
}

}  // namespace segue::pipeline
