// Rows of one object at a time into the raw tables of one open transaction.
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

  // Rows that follow belong to this object; counts and rejects go into `report`. `answer`: its kind, where it is one of
  // the Web API's about the listener's lists or the catalogue.
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
  // The object is loaded, or refused as a whole. `landed`: what bounds its plays; `zone`: by which wall-clock readings
  // in it became instants, "" where none did.
  void ledger(const ObjectReport& report, const std::string& sha256, std::optional<base::Instant> landed,
              const std::string& zone);
  // All rows are in the tables of the transaction.
  void flush();

 private:
  struct KnownTrack {
    music::TrackKeys keys;
    std::uint64_t written_for = 0;  // serial of the object that last got a row of `tracks`
  };
  KnownTrack& known(std::string_view spotify_id, std::string_view artist, std::string_view title,
                    std::string_view album);
  void name_track(KnownTrack& track, std::string_view source, const formats::TrackRow& row);
  void count(std::string_view source);
  std::string key_of_named(std::string_view name);

  using Table = std::unique_ptr<warehouse::RowWriter>;
  Table plays_, tracks_, playlists_, playlist_items_, library_, polls_, answers_, albums_, artists_, artist_genres_,
      rules_, ledger_;
  std::unordered_map<std::string, KnownTrack> known_;
  std::string lookup_;
  std::string playlist_key_;
  std::unordered_map<std::string, int> playlists_named_;  // in this object
  ObjectReport* report_ = nullptr;
  std::string answer_;
  std::array<std::int64_t, 8> plays_by_source_{};
  std::uint64_t serial_ = 0;
};

}  // namespace segue::load
