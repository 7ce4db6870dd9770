// Makes some plays odd: retimed, late, dated in the future, or local.
#include "simulator/listeners.h"

namespace segue::simulator {

using base::Instant;
using base::Millis;
using std::chrono::minutes;

// Returns `wanted`, or the next millisecond that no play of this listener shows, so that no two plays share (uri,
// played_at).
Instant History::free_date(Instant wanted) {
  while (!dates_.insert(base::to_ms(wanted)).second) wanted += Millis(1);
  return wanted;
}

// One draw per play: 1 % is retimed, 1 % arrives up to three days late, 0.1 % comes from a device whose clock is ahead,
// and 0.1 % becomes a local file (0.5 % of what the list shows). Offline plays are neither late nor ahead, because they
// reach export and list by their sync, with Spotify's time.
void History::make_odd(std::size_t n) {
  auto& play = plays_[n];
  auto rng = Rng::of(taste_.seed, "oddity", n);
  double draw = rng.unit();
  bool retimed = draw < 0.01;
  bool late = draw >= 0.01 && draw < 0.02 && !play.offline;
  bool ahead = draw >= 0.02 && draw < 0.021 && !play.offline;
  if (draw >= 0.021 && draw < 0.022 && play.item == Item::track) {
    play.item = Item::local;
    play.index = rng.below(3);
    play.context = ContextKind::none;
  }
  play.local_listed = play.item == Item::local;
  if (late) play.listed = play.settled = play.end + minutes(rng.between(60, 72 * 60));
  if (ahead) play.dated += Millis(rng.between(3'600'000, 108'000'000));
  play.dated = play.first_dated = free_date(play.dated);
  if (!retimed) return;
  auto off = Millis(rng.between(1000, 25'000));
  play.first_dated = free_date(rng.chance(0.5) ? play.dated + off : play.dated - off);
  play.settled = play.listed + minutes(rng.between(60, 360));
}

}  // namespace segue::simulator
