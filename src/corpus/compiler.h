// Rows of other people's lists → one compiled corpus. Lists are gathered by name; inside a list rows go by position,
// else by time, else in the order they came.
#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "corpus/compiled.h"
#include "formats/rows.h"

namespace segue::corpus {

class Compiler final : public formats::Sink {
 public:
  // List rows are lists already; plays of a listener's history (ListenBrainz) become sessions: no pause over 30 min.
  void list_item(const formats::ListRow& row) override;
  void play(const formats::PlayRow& row) override;
  void playlist(const formats::PlaylistRow& row) override;
  void playlist_item(const formats::PlaylistItemRow& row) override;
  void reject(const formats::Reject& reject) override { rejects_.push_back(reject); }

  const std::vector<formats::Reject>& rejects() const { return rejects_; }
  // Noise kept out: lists in which one recording fills more than half of 10 or more places, and lists of one item.
  std::int64_t lists_left_out() const { return left_out_; }
  Compiled finish();

 private:
  struct Place {
    std::int64_t order;
    std::uint32_t track;
  };
  std::uint32_t track_index(const formats::TrackRow& row);
  void add(const std::string& list, std::int64_t order, std::uint32_t track);
  bool is_noise(const std::vector<Place>& list) const;

  std::vector<CorpusTrack> tracks_;
  std::unordered_map<std::string, std::uint32_t> by_wording_;
  std::unordered_map<std::string, std::size_t> by_list_;
  std::vector<std::vector<Place>> lists_;
  std::vector<formats::Reject> rejects_;
  std::string wording_, playlist_;
  std::int64_t left_out_ = 0;
};

}  // namespace segue::corpus
