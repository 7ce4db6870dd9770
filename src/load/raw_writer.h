// Writes rows, one object at a time, into the raw tables of an open transaction.
#pragma once
#include <array>
#include <memory>
#include <string>
#include <unordered_map>

#include "formats/rows.h"
#include "lake/objects.h"
#include "load/report.h"
#include "music/names.h"
#include "music/rule.h"
#include "warehouse/connection.h"

namespace segue::load {

class RawWriter final : public formats::Sink {
 public:
  explicit RawWriter(warehouse::Connection& connection);

  // Begins an object: the rows that follow belong to it, and counts and rejects go into `report`. `answer` is the kind
  // of an answer of the Web API about the listener's lists or the catalogue, "" for other objects.
  void begin_object(ObjectReport& report, std::string_view answer = {});
  void end_object();
  void play(const formats::PlayRow& row) override;
  void track(const formats::TrackRow& row) override;
  void playlist(const formats::PlaylistRow& row) override;
  void playlist_item(const formats::PlaylistItemRow& row) override;
  void library_item(const formats::LibraryRow& row) override;
  void album(const formats::AlbumRow& row) override;
  void artist(const formats::ArtistRow& row) override;
  void reject(const formats::Reject& reject) override;
  void poll(int status, const std::optional<base::Instant>& server_date, base::Instant our_clock, std::int64_t items,
            const std::string& same_as);
  void answer(const lake::Envelope& envelope, std::int64_t items, const std::string& next);
  void rule(const music::RuleDecision& decision, base::Instant decided_at);
  // Records that the object is loaded, or refused as a whole. `landed` bounded its plays; `zone` converted its
  // wall-clock times ("" = it has none).
  void ledger(const ObjectReport& report, const std::string& sha256, std::optional<base::Instant> landed,
              const std::string& zone);
  // Writes all rows that are still buffered to the tables of the transaction.
  void flush();

 private:
  struct KnownTrack {
    music::TrackKeys keys;
    std::uint64_t written_for = 0;  // serial of the last object that has a row of `tracks` for it
  };
  KnownTrack& known(std::string_view spotify_id, std::string_view artist, std::string_view title,
                    std::string_view album);
  void name_track(KnownTrack& track, std::string_view source, const formats::TrackRow& row);
  void count(std::string_view source);
  std::string key_of_named(std::string_view name);

  using Table = std::unique_ptr<warehouse::RowWriter>;
  Table plays_, tracks_, track_artists_, playlists_, playlist_items_, library_, polls_, answers_, albums_, artists_,
      artist_genres_, rules_, ledger_;
  std::unordered_map<std::string, KnownTrack> known_;
  std::string lookup_;
  std::string playlist_key_;
  std::unordered_map<std::string, int> playlists_named_;  // playlists of this object by name
  ObjectReport* report_ = nullptr;
  std::string answer_;
  std::array<std::int64_t, 8> plays_by_source_{};
  std::uint64_t serial_ = 0;
};

}  // namespace segue::load
