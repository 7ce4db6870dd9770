#include <fmt/core.h>

#include "base/error.h"
#include "base/json.h"
#include "capture/poll.h"
#include "cli/output.h"
#include "cli/spotify_session.h"
#include "load/load.h"

namespace segue::cli {
namespace {

struct Loaded {
  bool deferred = false;                  // a build holds the lock: the next load takes the page in
  std::optional<std::int64_t> new_plays;  // rows of this page that no page before showed; nothing where not loaded
};

// Tries the lock once: capture never waits for the warehouse.
Loaded load_now(Context& context, const std::string& object) {
  Loaded loaded;
  const auto held = base::FileLock::try_take(context.files().lock());
  if (!held) {
    loaded.deferred = true;
    return loaded;
  }
  warehouse::WorkFile work(context.files(), *held);
  load::load_new(context.lake(), work, context.load_options());
  {
    warehouse::Connection connection(work.database());
    loaded.new_plays = load::plays_first_shown(connection, object);
  }
  work.close();
  return loaded;
}

void report(Context& context, const capture::Polled& polled, const Loaded& loaded) {
  if (context.json) {
    base::JsonObject json;
    json.text("user", context.user()).number("status", polled.reply.status).number("items", polled.items);
    loaded.new_plays ? json.number("new", *loaded.new_plays) : json.null("new");
    // Which span is certified is the business of coverage, which is not built yet: never a guess.
    print(json.null("certified_through").flag("deferred", loaded.deferred).text("object", polled.object).str() + "\n");
    return;
  }
  if (!polled.is_page) return;
  print(fmt::format(
      "{} plays on the page, {}{}\n", polled.items,
      loaded.new_plays ? fmt::format("{} of them new", *loaded.new_plays) : "kept in the lake, not loaded yet",
      loaded.deferred ? " (another segue is building)" : ""));
}

void run(Context& context, bool land_only) {
  SpotifySession session(context);
  const capture::Polled polled = capture::poll(context.lake(), context.user(), session.api(), context.clock());
  const Loaded loaded = land_only ? Loaded{} : load_now(context, polled.object);
  report(context, polled, loaded);
  if (polled.reply.status != 200) spotify::refuse({"GET", capture::kRecentlyPlayed, ""}, polled.reply);
  if (!polled.is_page)
    throw base::Error(base::Fault::upstream,
                      fmt::format("Spotify answered with something that is no page; it is kept as {}", polled.object));
}

}  // namespace

void add_poll(CLI::App& app, Context& context) {
  auto land_only = std::make_shared<bool>(false);
  auto* command = app.add_subcommand("poll", "keep the newest 50 plays that Spotify shows");
  command->add_flag("--land-only", *land_only, "stop at the lake");
  command->callback([&context, land_only] { context.step("poll", [&] { run(context, *land_only); }); });
}

}  // namespace segue::cli
