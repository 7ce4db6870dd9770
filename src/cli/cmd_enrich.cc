#include <fmt/core.h>

#include <algorithm>

#include "base/json.h"
#include "cli/context.h"
#include "cli/output.h"
#include "pipeline/enrich.h"

namespace segue::cli {
namespace {

struct Flags {
  pipeline::EnrichFlags enrich;
  bool dry_run = false;
};

void report(Context& context, const pipeline::EnrichResult& result, bool dry_run) {
  const capture::Enriched& made = result.made;
  const std::int64_t days = result.days_left;
  if (context.json) {
    base::JsonArray left_out;
    for (const auto& list : made.left_out) left_out.text(list);
    base::JsonObject json;
    json.text("user", context.user()).number("calls", made.calls).number("tracks", made.tracks);
    json.number("albums", made.albums).number("artists", made.artists).number("pages", made.pages);
    json.number("missing_tracks", made.missing_tracks).number("missing", made.missing).number("failed", made.failed);
    json.number("calls_left", made.calls_left).number("days_left", days);
    made.held_until ? json.text("held_until", base::to_iso8601(*made.held_until)) : json.null("held_until");
    print(json.raw("left_out", left_out.str()).flag("dry_run", dry_run).flag("deferred", result.deferred).str() + "\n");
    return;
  }
  if (!dry_run) {
    print(fmt::format("{} calls: {} tracks, {} albums, {} artists, {} pages of lists", made.calls, made.tracks,
                      made.albums, made.artists, made.pages));
    print(fmt::format("{}{}{}\n", made.missing > 0 ? fmt::format("; {} that Spotify does not have", made.missing) : "",
                      made.failed > 0 ? fmt::format("; {} failed", made.failed) : "",
                      result.deferred ? "; in the lake, not loaded yet: another segue is building" : ""));
  }
  for (const auto& list : made.left_out) print(fmt::format("Left out: {}\n", list));
  print(made.calls_left == 0
            ? std::string("Nothing more to ask for.\n")
            : fmt::format("{} calls are left, about {} {} at {} calls a day.\n", with_commas(made.calls_left), days,
                          days == 1 ? "day" : "days", pipeline::enrich_calls_a_day(context.home())));
}

// Shows the calls that would be made first.
void show_plan(Context& context, const std::vector<capture::PlannedCall>& calls) {
  if (context.json) return;
  Table table({{"what", 14}, {"id", 24}, {"plays", 9, true}});
  for (std::size_t i = 0; i < std::min<std::size_t>(calls.size(), 20); ++i)
    table.row({std::string(formats::text_of(calls[i].kind)), calls[i].id, with_commas(calls[i].covers)});
  if (!calls.empty()) print(table.str());
}

void dry_run(Context& context) {
  const auto plan = pipeline::enrich_plan(context.home());
  show_plan(context, plan.calls);
  pipeline::EnrichResult none;
  none.made.calls_left = static_cast<std::int64_t>(plan.calls.size());
  none.days_left = plan.days_left;
  report(context, none, true);
}

void run(Context& context, const Flags& flags) {
  if (flags.dry_run) return dry_run(context);
  const auto result = pipeline::enrich(context.home(), flags.enrich);
  report(context, result, false);
  pipeline::require_done(result);
}

}  // namespace

void add_enrich(CLI::App& app, Context& context) {
  auto flags = std::make_shared<Flags>();
  auto* command = app.add_subcommand("enrich", "fetch data on your tracks, albums and artists");
  command->add_option("--calls", flags->enrich.calls, "make at most N calls (default: a day's share)")
      ->check(CLI::Range(1, 100'000));
  command->add_flag("--dry-run", flags->dry_run, "show which calls would be made; make none");
  command->add_flag("--land-only", flags->enrich.land_only, "keep the answers in the lake, load nothing");
  command->callback([&context, flags] { context.step("enrich", [&] { run(context, *flags); }); });
}

}  // namespace segue::cli
