// How plays are made: each day has its own random stream, made from the listener's seed and the date. It draws
// sessions; a session draws a source (album, playlist, artist, saved songs or the taste) and then its plays. free_from_
// is the earliest time at which the next play may start, so plays never overlap.
#include "simulator/listeners.h"

#include <fmt/core.h>

#include <algorithm>

namespace segue::simulator {
namespace {

using base::Instant;
using base::Millis;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// Weight of each hour of the UTC day for the start of a session.
const std::vector<double> weekday_hours{1, 0, 0, 0, 0, 1, 4, 7, 6, 4, 3, 3, 4, 4, 3, 3, 5, 7, 8, 8, 9, 8, 5, 3};
const std::vector<double> weekend_hours{3, 2, 1, 0, 0, 0, 1, 2, 3, 5, 6, 6, 6, 5, 5, 5, 5, 6, 7, 8, 8, 8, 7, 5};
constexpr std::size_t rotation_size = 40;

Taste make_taste(const Catalogue& catalogue, Rng& rng, std::uint64_t seed) {
  Taste taste;
  taste.seed = seed;
  for (auto& weight : taste.scenes) weight = 0.004;
  auto first = rng.below(scene_count);
  auto second = (first + 1 + rng.below(scene_count - 1)) % scene_count;
  auto third = (std::max(first, second) + 1) % scene_count;
  if (third == std::min(first, second)) third = (third + 1) % scene_count;
  taste.scenes[first] += 0.55;
  taste.scenes[second] += 0.27;
  taste.scenes[third] += 0.13;
  double sum = 0;
  for (double weight : taste.scenes) sum += weight;
  for (auto& weight : taste.scenes) weight /= sum;
  for (const auto& artist : catalogue.artists()) {
    bool loved = taste.scenes[artist.scene] > 0.05;
    bool known = rng.chance(loved ? 0.6 : 0.15);
    taste.artists.push_back(known ? artist.weight * (0.2 + 1.6 * rng.unit()) : 0.0);
  }
  return taste;
}

Millis span(double length_s) {
  return Millis(static_cast<std::int64_t>(length_s * 1000));
}

}  // namespace

Listener make_listener(const Catalogue& catalogue, std::uint64_t seed, std::size_t number) {
  auto rng = Rng::of(seed, "listener", number);
  Listener listener;
  listener.id = number == 0 ? "demo" : fmt::format("listener-{}", number);
  listener.account_id = rng.base62(22);
  listener.name = number == 0 ? "Demo Listener" : person_name(rng);
  listener.taste = make_taste(catalogue, rng, rng.next());
  return listener;
}

std::size_t pick_track(const Catalogue& catalogue, const Taste& taste, Rng& rng, std::size_t scene,
                       std::size_t circle) {
  const auto& artists = catalogue.scene(scene);
  std::vector<double> weights;
  for (auto artist : artists) {
    weights.push_back(taste.artists[artist] * (catalogue.artists()[artist].circle == circle ? 6.0 : 1.0) + 1e-9);
  }
  const auto& tracks = catalogue.artists()[artists[rng.weighted(weights)]].tracks;
  weights.clear();
  for (auto track : tracks) weights.push_back(taste.knows(track) ? catalogue.tracks()[track].weight : 1e-6);
  return tracks[rng.weighted(weights)];
}

// One session: the source of the music and how it is heard.
struct History::Session {
  explicit Session(Rng& stream) : rng(stream) {}
  Rng& rng;
  std::size_t scene = 0, circle = 0;
  ContextKind context = ContextKind::none;
  std::size_t context_index = 0;
  std::vector<std::size_t> queue;  // tracks of the album or playlist; empty = each track is picked when it is played
  std::size_t place = 0;
  bool shuffle = false, offline = false, incognito = false, podcast = false;
  std::size_t begin = 0;  // its first play
  std::string_view reason_start = "clickrow";
};

History::History(const Catalogue& catalogue, const Taste& taste, std::vector<std::vector<std::size_t>> playlists,
                 Instant first_day, const Habits& habits)
    : catalogue_(catalogue),
      taste_(taste),
      playlists_(std::move(playlists)),
      habits_(habits),
      next_day_(std::chrono::floor<days>(first_day)),
      free_from_(next_day_) {}

std::span<const Play> History::up_to(Instant until) {
  // A day's last session may run into the next day, so a day is complete only once the next day is made.
  while (next_day_ <= until + days(1)) add_day();
  auto end =
      std::upper_bound(plays_.begin(), plays_.end(), until, [](Instant at, const Play& play) { return at < play.end; });
  return {plays_.begin(), end};
}

std::span<const std::uint32_t> History::arrived(Instant until) {
  up_to(until);
  auto later = [this](Instant at, std::uint32_t n) { return at < plays_[n].listed; };
  return {arrivals_.begin(), std::upper_bound(arrivals_.begin(), arrivals_.end(), until, later)};
}

int History::sessions_of_a_day(Rng& rng) const {
  constexpr double idle = 0.06;  // share of days without a session
  if (rng.chance(idle)) return 0;
  if (habits_.sessions_a_day <= 0) return rng.between(1, 4);
  // From half to one and a half of the mean; the fraction is rounded at random.
  double wanted = habits_.sessions_a_day / (1 - idle) * (0.5 + rng.unit());
  return static_cast<int>(wanted + rng.unit());
}

void History::add_day() {
  auto rng = Rng::of(taste_.seed, "day", static_cast<std::uint64_t>(base::to_ms(next_day_)));
  auto weekday = std::chrono::weekday(std::chrono::floor<days>(next_day_)).iso_encoding();
  const auto& by_hour = weekday >= 6 ? weekend_hours : weekday_hours;
  std::vector<Instant> starts;
  for (int left = sessions_of_a_day(rng); left > 0; --left) {
    starts.push_back(next_day_ + hours(rng.weighted(by_hour)) + span(rng.unit() * 3600));
  }
  std::sort(starts.begin(), starts.end());
  for (auto start : starts) add_session(rng, std::max(start, free_from_));
  next_day_ += days(1);
}

void History::add_session(Rng& rng, Instant start) {
  Session session(rng);
  session.scene = rng.weighted({taste_.scenes.begin(), taste_.scenes.end()});
  session.circle = rng.below(3);
  session.offline = rng.chance(0.03);
  session.incognito = rng.chance(0.03);
  session.podcast = rng.chance(0.06);
  session.begin = plays_.size();
  if (rng.chance(0.2)) session.reason_start = "appload";
  choose_source(session);
  free_from_ = start;
  int length = session.podcast ? rng.between(1, 2) : rng.between(3, 22);
  for (int i = 0; i < length; ++i) add_play(session, i + 1 == length);
  // Offline plays reach Spotify together, when the device is online again.
  auto synced = free_from_ + minutes(rng.between(5, 600));
  for (std::size_t i = session.begin; i < plays_.size(); ++i) {
    if (session.offline) plays_[i].listed = synced;
  }
  settle(session.begin);
  free_from_ += minutes(rng.between(31, 90));
}

// Sets what lists show of the plays from `begin` on. Called when everything else about them is decided.
void History::settle(std::size_t begin) {
  for (auto n = begin; n < plays_.size(); ++n) {
    auto& play = plays_[n];
    play.dated = play.first_dated = play.end;
    play.settled = play.listed;
    if (habits_.oddities) make_odd(n);
    if (!listable(play)) continue;
    auto later = [this](Instant at, std::uint32_t other) { return at < plays_[other].listed; };
    arrivals_.insert(std::upper_bound(arrivals_.begin(), arrivals_.end(), play.listed, later),
                     static_cast<std::uint32_t>(n));
  }
}

void History::choose_source(Session& session) {
  auto& rng = session.rng;
  double draw = rng.unit();
  auto seed_track = pick_track(catalogue_, taste_, rng, session.scene, session.circle);
  if (draw < 0.2) {
    session.context = ContextKind::album;
    session.context_index = catalogue_.tracks()[seed_track].album;
    session.queue = catalogue_.albums()[session.context_index].tracks;
  } else if (draw < 0.45 && !playlists_.empty()) {
    session.context = ContextKind::playlist;
    session.context_index = rng.below(playlists_.size());
    session.queue = playlists_[session.context_index];
    session.shuffle = rng.chance(0.7);
    session.place = rng.below(session.queue.size());
    if (session.shuffle) {
      for (std::size_t i = session.queue.size(); i > 1; --i)
        std::swap(session.queue[i - 1], session.queue[rng.below(i)]);
    }
  } else if (draw < 0.6) {
    session.context = ContextKind::artist;
    session.context_index = catalogue_.tracks()[seed_track].artist;
    session.queue = catalogue_.artists()[session.context_index].tracks;
    session.shuffle = true;
    session.place = rng.below(session.queue.size());
  } else if (draw < 0.85) {
    session.context = ContextKind::collection;
    session.shuffle = true;
  }
}

std::size_t History::next_track(Session& session) {
  auto& rng = session.rng;
  if (!session.queue.empty()) return session.queue[session.place++ % session.queue.size()];
  if (rng.chance(0.02)) return rng.below(catalogue_.tracks().size());  // somebody else's song
  const auto& recent = rotation_[session.scene];
  if (!recent.empty() && rng.chance(0.2)) return rng.pick(recent);
  return pick_track(catalogue_, taste_, rng, session.scene, session.circle);
}

void History::remember(std::size_t scene, std::size_t track) {
  auto& recent = rotation_[scene];
  std::erase(recent, track);
  recent.push_back(track);
  if (recent.size() > rotation_size) recent.erase(recent.begin());
}

void History::add_play(Session& session, bool last) {
  auto& rng = session.rng;
  Play play;
  play.shuffle = session.shuffle;
  play.offline = session.offline;
  play.incognito = session.incognito;
  play.context = session.context;
  play.context_index = session.context_index;
  play.reason_start = session.reason_start;
  std::int64_t length = 0;
  bool again = !last && plays_.size() > session.begin && plays_.back().item == Item::track && rng.chance(0.02);
  if (session.podcast || rng.chance(0.004)) {
    play.item = session.podcast ? Item::podcast : Item::local;
    play.index = rng.below(play.item == Item::podcast ? 60 : 3);
    play.context = ContextKind::none;
    length = play.item == Item::podcast ? rng.between(900'000, 4'200'000) : 200'000;
  } else {
    play.index = again ? plays_.back().index : next_track(session);
    const auto& track = catalogue_.tracks()[play.index];
    length = track.duration_ms;
    remember(catalogue_.artists()[track.artist].scene, play.index);
  }
  double known = play.item == Item::track && taste_.artists[catalogue_.tracks()[play.index].artist] > 0 ? 0.09 : 0.3;
  bool cut = last && rng.chance(0.5);
  play.skipped = !cut && rng.chance(play.item == Item::track ? known : 0.05);
  play.ms_played = length;
  // A skip is mostly early, a stop can be anywhere.
  double share = rng.unit();
  if (play.skipped) play.ms_played = static_cast<std::int64_t>(static_cast<double>(length) * share * share * 0.9);
  if (cut) play.ms_played = static_cast<std::int64_t>(static_cast<double>(length) * share);
  play.reason_end = play.skipped ? (rng.chance(0.9) ? "fwdbtn" : "backbtn") : "trackdone";
  if (cut) play.reason_end = rng.chance(0.7) ? "endplay" : rng.chance(0.5) ? "logout" : "unexpected-exit";
  auto pause = rng.chance(0.03) ? span(5 + rng.unit() * 240) : Millis(0);
  play.start = free_from_;
  play.end = play.start + Millis(play.ms_played) + pause;
  play.listed = play.end + (rng.chance(0.01) ? span(600 + rng.unit() * 9000) : span(2 + rng.unit() * 60));
  free_from_ = play.end + Millis(rng.between(20, 1500));
  session.reason_start = play.skipped ? play.reason_end : "trackdone";
  plays_.push_back(play);
}

}  // namespace segue::simulator
