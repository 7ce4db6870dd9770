// Bounds the time of a play: not before its source existed, not after its object landed.
#pragma once
#include <date/tz.h>

#include "base/time.h"
#include "formats/rows.h"

namespace segue::load {

// The earliest time of Spotify's plays: it opened to the public on 7 October 2008.
inline constexpr base::Instant kSpotifyBegan{std::chrono::sys_days{std::chrono::year{2008} / 10 / 7}};
// The earliest time of all other plays. Audioscrobbler, now Last.fm, began in this month, and ListenBrainz refuses
// older listens (its EarliestListen, 1033430400).
inline constexpr base::Instant kScrobblesBegan{std::chrono::sys_days{std::chrono::year{2002} / 10 / 1}};
// A play may be this much later than its landing, because clocks of devices are wrong by hours and zones.
inline constexpr std::chrono::days kLater{1};

enum class LandedBy { import, load, page };

struct Landing {
  base::Instant at;
  LandedBy by = LandedBy::import;  // load: the manifest states no time, so `at` is the clock of the load
};

// Passes rows on to another sink. play() converts wall-clock times by `zone`, drops a start that is outside the bounds,
// and throws RowFault for a play that is: the reader then counts and reports the row as rejected.
class WithinBounds final : public formats::Sink {
 public:
  WithinBounds(formats::Sink& to, const Landing& landing, const date::time_zone& zone)
      : to_(to), landing_(landing), zone_(zone) {}

  void play(const formats::PlayRow& row) override;
  void track(const formats::TrackRow& row) override { to_.track(row); }
  void playlist(const formats::PlaylistRow& row) override { to_.playlist(row); }
  void playlist_item(const formats::PlaylistItemRow& row) override { to_.playlist_item(row); }
  void library_item(const formats::LibraryRow& row) override { to_.library_item(row); }
  void list_item(const formats::ListRow& row) override { to_.list_item(row); }
  void album(const formats::AlbumRow& row) override { to_.album(row); }
  void artist(const formats::ArtistRow& row) override { to_.artist(row); }
  void dropped_id() override { to_.dropped_id(); }
  void reject(const formats::Reject& reject) override { to_.reject(reject); }

  // Returns whether a row had a wall-clock time.
  bool has_used_zone() const { return has_used_zone_; }

 private:
  bool holds(base::Instant at, base::Instant began) const { return at >= began && at <= landing_.at + kLater; }
  void require(base::Instant at, base::Instant began, std::string_view time_field) const;

  formats::Sink& to_;
  const Landing landing_;
  const date::time_zone& zone_;
  bool has_used_zone_ = false;
};

}  // namespace segue::load
