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
  // List rows are lists already; plays become sessions of their listener (a dump holds many): no pause over 30 min.
  void list_item(const formats::ListRow& row) override;
  void play(const formats::PlayRow& row) override;
  void playlist(const formats::PlaylistRow& row) override;
  void playlist_item(const formats::PlaylistItemRow& row) override;
  void reject(const formats::Reject& reject) override { rejects_.push_back(reject); }

  const std::vector<formats::Reject>& rejects() const { return rejects_; }
  // Noise kept out: lists and sessions in which one recording fills more than half of 10 or more places, and those of
  // one item.
  std::int64_t lists_left_out() const { return left_out_; }
  Compiled finish();

 private:
  struct Place {
    std::int64_t order;
    std::uint32_t track;
  };
  using Places = std::vector<Place>;
  struct List {
    Places places;
    bool is_history = false;  // of one listener: cut into sessions
  };
  std::uint32_t track_index(const formats::TrackRow& row);
  List& list_named(const std::string& name);
  bool is_noise(const Place* first, const Place* last) const;
  void take(Compiled& compiled, const Place* first, const Place* last);

  std::vector<CorpusTrack> tracks_;
  std::unordered_map<std::string, std::uint32_t> by_wording_;
  std::unordered_map<std::string, std::size_t> by_list_;
  std::vector<List> lists_;
  std::vector<formats::Reject> rejects_;
  std::string wording_, playlist_;
  std::int64_t left_out_ = 0, playlists_ = 0;
};

}  // namespace segue::corpus
