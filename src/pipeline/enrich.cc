#include "pipeline/enrich.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/error.h"
#include "load/catalogue.h"
#include "pipeline/load.h"
#include "pipeline/spotify_session.h"

namespace segue::pipeline {
namespace {

// Lets one `enrich` run at a time: two would ask for the same things.
base::FileLock only_one(const Home& home) {
  auto held = base::FileLock::try_take(home.config().home / "enrich.lock");
  if (!held) throw base::Error(base::Fault::usage, "another `segue enrich` is running: wait until it has ended");
  return std::move(*held);
}

// Waits for the lock, loads what is new in the lake, and returns what the raw tables know. The published warehouse
// would not do: it is as old as the last build, so later answers would be asked for again.
music::Catalogue known_things(Home& home) {
  const base::FileLock held = home.take_lock();
  const auto work = home.warehouse().open(held);
  load::load_new(home.lake(), *work, home.load_options());
  music::Catalogue catalogue = load::catalogue(*work->connect(), home.user());
  work->close();
  return catalogue;
}

std::int64_t days_for(const Home& home, std::int64_t calls) {
  const std::int64_t daily = std::max(enrich_calls_a_day(home), 1);
  return (calls + daily - 1) / daily;
}

}  // namespace

int enrich_calls_a_day(const Home& home) {
  return spotify::caps_of(home.config().quota_daily).metadata;
}

EnrichPlan enrich_plan(Home& home) {
  const base::FileLock alone = only_one(home);
  EnrichPlan plan{capture::plan(known_things(home), home.clock().now()), 0};
  plan.days_left = days_for(home, static_cast<std::int64_t>(plan.calls.size()));
  return plan;
}

EnrichResult enrich(Home& home, const EnrichFlags& flags) {
  const base::FileLock alone = only_one(home);
  SpotifySession session(home, home.user());
  session.keeper().access_token();  // throws without a login, before any work
  music::Catalogue catalogue = known_things(home);
  const auto consent = session.keeper().consent();
  const capture::EnrichLimits limits{flags.calls > 0 ? flags.calls : enrich_calls_a_day(home),
                                     consent ? consent->scope : std::string{}};
  EnrichResult result;
  result.made = capture::enrich(
      home.lake(), home.user(), session.api(), home.clock(), limits, catalogue, [&](const capture::Enriched& so_far) {
        home.observer().progress(fmt::format("{} of {} calls: {} tracks, {} albums, {} artists, {} pages of lists",
                                             so_far.calls, limits.calls, so_far.tracks, so_far.albums, so_far.artists,
                                             so_far.pages));
      });
  home.observer().progress_ended();
  result.deferred = !flags.land_only && !load_if_free(home, home.load_options());
  result.days_left = days_for(home, result.made.calls_left);
  return result;
}

void require_done(const EnrichResult& result) {
  if (result.made.refusal) spotify::refuse(result.made.refusal->first, result.made.refusal->second);
  if (result.made.held_until)
    throw base::Error(
        base::Fault::upstream,
        fmt::format("the quota holds calls back until {}: run `segue enrich` again then; it goes on where it stopped",
                    base::to_iso8601(*result.made.held_until)));
}

}  // namespace segue::pipeline
