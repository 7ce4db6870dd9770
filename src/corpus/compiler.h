// Compiles rows of other people's lists into one corpus. Lists are gathered by name; a list's rows are sorted by
// position, else by time, else they stay in the order they came. Memory holds the tracks (tracks.h), a number for each
// list (60 bytes), and the places of one run (places.h).
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "corpus/places.h"
#include "corpus/tracks.h"
#include "formats/rows.h"

namespace segue::corpus {

class Compiler final : public formats::Sink {
 public:
  static constexpr std::size_t kPlacesInMemory = 8'000'000;  // 192 MB, with sorting

  // Writes into `folder`, which exists and is empty.
  explicit Compiler(const std::filesystem::path& folder, std::size_t places_in_memory = kPlacesInMemory);

  // Says that rows of another file follow: names that mean a list of one file only begin anew.
  void next_file() { ++file_; }
  // Rows of lists keep their list. Plays become sessions of their listener (a dump has many listeners), cut at pauses
  // over 30 min. Of a listener only a number goes to disk.
  void list_item(const formats::ListRow& row) override;
  void play(const formats::PlayRow& row) override;
  void playlist(const formats::PlaylistRow& row) override;
  void playlist_item(const formats::PlaylistItemRow& row) override;
  void dropped_id() override { ++ids_dropped_; }
  void reject(const formats::Reject& reject) override;

  static constexpr std::size_t kRejectsKept = 10'000;
  // Returns the rejects since the last call. At most kRejectsKept are kept in all; further ones are only counted.
  std::vector<formats::Reject> take_rejects() { return std::exchange(rejects_, {}); }

  struct Written {
    std::int64_t lists = 0, tracks = 0, entries = 0;
    // Lists left out as noise: lists of one item, and lists of 10 or more places in which one recording fills more than
    // half or, if people made them (playlists, bags), that have fewer than 3 artists.
    std::int64_t lists_left_out = 0;
    std::int64_t ids_dropped = 0;
  };
  // Writes both files of the corpus durably. May be called once.
  Written finish();

 private:
  enum class Order : std::uint8_t { sequence, playlist, bag, history };
  std::uint32_t list_named(std::string_view kind, std::string_view name, Order order);
  void place(std::uint32_t list, std::int64_t order, const formats::TrackRow& track);
  bool is_noise(const Place* first, const Place* last);
  bool is_told(const std::vector<Place>& session, const Place& place) const;
  void take(const Place* first, const Place* last, CompiledWriter& writer, Written& written);

  std::filesystem::path folder_;
  Tracks tracks_;
  PlaceSorter places_;
  std::unordered_map<base::Hash128, std::uint32_t, base::EvenBits> by_name_;
  std::vector<Order> lists_;
  std::vector<formats::Reject> rejects_;
  std::vector<std::uint32_t> scratch_;
  std::string name_;
  std::uint32_t playlist_ = 0;
  std::int64_t playlists_ = 0, file_ = 0, ids_dropped_ = 0;
  std::size_t rejects_kept_ = 0;
};

}  // namespace segue::corpus
