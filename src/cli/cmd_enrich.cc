#include <fmt/core.h>

#include "base/error.h"
#include "base/json.h"
#include "capture/enrich.h"
#include "capture/enrich_plan.h"
#include "cli/load_if_free.h"
#include "cli/output.h"
#include "cli/spotify_session.h"
#include "load/catalogue.h"
#include "load/load.h"
#include "spotify/quota.h"

namespace segue::cli {
namespace {

struct Flags {
  std::int64_t calls = 0;  // 0: what a day's metadata may take
  bool dry_run = false;
  bool land_only = false;
};

// One at a time: two would ask for the same things.
base::FileLock only_one(Context& context) {
  auto held = base::FileLock::try_take(context.config().home / "enrich.lock");
  if (!held) throw base::Error(base::Fault::usage, "another `segue enrich` runs: let it end");
  return std::move(*held);
}

// Waits for the work file, takes in what lies in the lake unloaded and reads what is known: the published warehouse
// would be as old as the last build, and what it lacks would be asked for again.
music::Catalogue known(Context& context) {
  const base::FileLock held = context.take_lock();
  const auto work = context.warehouse().open(held);
  load::load_new(context.lake(), *work, context.load_options());
  music::Catalogue catalogue = load::catalogue(*work->connect(), context.user());
  work->close();
  return catalogue;
}

int calls_a_day(Context& context) {
  return spotify::caps_of(context.config().quota_daily).metadata;
}

std::int64_t days_for(Context& context, std::int64_t calls) {
  const std::int64_t daily = std::max(calls_a_day(context), 1);
  return (calls + daily - 1) / daily;
}

void report(Context& context, const capture::Enriched& made, bool dry_run, bool deferred) {
  const std::int64_t days = days_for(context, made.calls_left);
  if (context.json) {
    base::JsonArray left_out;
    for (const auto& list : made.left_out) left_out.text(list);
    base::JsonObject json;
    json.text("user", context.user()).number("calls", made.calls).number("tracks", made.tracks);
    json.number("albums", made.albums).number("artists", made.artists).number("pages", made.pages);
    json.number("missing_tracks", made.missing_tracks).number("missing", made.missing).number("failed", made.failed);
    json.number("calls_left", made.calls_left).number("days_left", days);
    made.held_until ? json.text("held_until", base::to_iso8601(*made.held_until)) : json.null("held_until");
    print(json.raw("left_out", left_out.str()).flag("dry_run", dry_run).flag("deferred", deferred).str() + "\n");
    return;
  }
  if (!dry_run) {
    print(fmt::format("{} calls: {} tracks, {} albums, {} artists, {} pages of lists", made.calls, made.tracks,
                      made.albums, made.artists, made.pages));
    print(fmt::format("{}{}{}\n", made.missing > 0 ? fmt::format("; {} that Spotify does not have", made.missing) : "",
                      made.failed > 0 ? fmt::format("; {} failed", made.failed) : "",
                      deferred ? "; in the lake, not loaded yet: another segue is building" : ""));
  }
  for (const auto& list : made.left_out) print(fmt::format("Left out: {}\n", list));
  print(made.calls_left == 0
            ? std::string("Nothing more to ask for.\n")
            : fmt::format("{} calls are left, about {} {} at {} calls a day.\n", with_commas(made.calls_left), days,
                          days == 1 ? "day" : "days", calls_a_day(context)));
}

// What would be asked first.
void show_plan(Context& context, const std::vector<capture::PlannedCall>& calls) {
  if (context.json) return;
  Table table({{"what", 14}, {"id", 24}, {"plays", 9, true}});
  for (std::size_t i = 0; i < std::min<std::size_t>(calls.size(), 20); ++i)
    table.row({std::string(formats::text_of(calls[i].kind)), calls[i].id, with_commas(calls[i].covers)});
  if (!calls.empty()) print(table.str());
}

void dry_run(Context& context) {
  const auto calls = capture::plan(known(context), context.clock().now());
  show_plan(context, calls);
  capture::Enriched none;
  none.calls_left = static_cast<std::int64_t>(calls.size());
  report(context, none, true, false);
}

void run(Context& context, const Flags& flags) {
  const base::FileLock alone = only_one(context);
  if (flags.dry_run) return dry_run(context);
  SpotifySession session(context, context.user());
  session.keeper().access_token();  // without a login nothing is worth beginning
  music::Catalogue catalogue = known(context);
  const auto consent = session.keeper().consent();
  const capture::EnrichLimits limits{flags.calls > 0 ? flags.calls : calls_a_day(context),
                                     consent ? consent->scope : std::string{}};
  const auto made = capture::enrich(
      context.lake(), context.user(), session.api(), context.clock(), limits, catalogue,
      [&](const capture::Enriched& so_far) {
        progress(fmt::format("{} of {} calls: {} tracks, {} albums, {} artists, {} pages of lists", so_far.calls,
                             limits.calls, so_far.tracks, so_far.albums, so_far.artists, so_far.pages));
      });
  end_progress();
  const bool deferred = !flags.land_only && !load_if_free(context, context.load_options());
  report(context, made, false, deferred);
  if (made.refusal) spotify::refuse(made.refusal->first, made.refusal->second);
  if (made.held_until)
    throw base::Error(
        base::Fault::upstream,
        fmt::format("quota holds calls back, not before {}: run it again then, it goes on where it stopped",
                    base::to_iso8601(*made.held_until)));
}

}  // namespace

void add_enrich(CLI::App& app, Context& context) {
  auto flags = std::make_shared<Flags>();
  auto* command = app.add_subcommand("enrich", "what Spotify knows of your tracks, albums, artists");
  command->add_option("--calls", flags->calls, "the most calls (default: a day's share)")
      ->check(CLI::Range(1, 100'000));
  command->add_flag("--dry-run", flags->dry_run, "say what would be asked for, ask nothing");
  command->add_flag("--land-only", flags->land_only, "stop at the lake");
  command->callback([&context, flags] { context.step("enrich", [&] { run(context, *flags); }); });
}

}  // namespace segue::cli
