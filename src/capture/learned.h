// Adds to a catalogue what answers say, as they come.
#pragma once
#include <string>
#include <unordered_map>

#include "formats/api_answers.h"
#include "music/catalogue.h"

namespace segue::capture {

class Learned final : public formats::Sink {
 public:
  // The catalogue outlives the object.
  explicit Learned(music::Catalogue& catalogue);

  // Reads the body and adds what it says to the catalogue. Returns what formats::read_answer returns.
  formats::AnswerRead take(formats::Answer kind, const std::string& body, const std::string& subject,
                           std::int64_t offset);

  void track(const formats::TrackRow& row) override { learn(row); }
  void library_item(const formats::LibraryRow& row) override;
  void playlist_item(const formats::PlaylistItemRow& row) override { learn_wanted(row.track); }
  void album(const formats::AlbumRow& row) override;
  void artist(const formats::ArtistRow& row) override { catalogue_.artists.emplace(row.spotify_id); }
  void reject(const formats::Reject&) override {}

 private:
  void learn(const formats::TrackRow& row);
  void learn_wanted(const formats::TrackRow& row);

  music::Catalogue& catalogue_;
  std::unordered_map<std::string, std::size_t> by_id_;
  std::unordered_multimap<music::AlbumKey, std::size_t> without_album_;
  formats::Answer kind_ = formats::Answer::track;
  std::string subject_;
};

}  // namespace segue::capture
