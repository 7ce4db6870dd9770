#include <fmt/core.h>

#include "base/error.h"
#include "base/json.h"
#include "capture/poll.h"
#include "cli/load_if_free.h"
#include "cli/load_result.h"
#include "cli/output.h"
#include "cli/spotify_session.h"
#include "load/load.h"
#include "load/proven.h"

namespace segue::cli {
namespace {

struct Flags {
  bool land_only = false, all = false;
  int every_minutes = 0;  // 0: once
  std::string until;
};

struct Loaded {
  bool deferred = false;                  // a build holds the lock: the next load takes the page in
  std::optional<std::int64_t> new_plays;  // rows of this page that no page before showed; nothing where not loaded
  std::optional<base::Instant> certified_through;
  std::vector<formats::Reject> unread;  // rows of the page that are no plays, those of an impossible time among them
};

// Capture never waits for the warehouse.
Loaded load_now(Context& context, const std::string& user, const capture::Polled& polled) {
  Loaded loaded;
  loaded.unread = polled.unread;
  load::Options options = context.load_options();
  options.recent_only = true;
  const auto report = load_if_free(context, options, [&](warehouse::Connection& connection) {
    loaded.new_plays = load::plays_first_shown(connection, polled.object);
    loaded.certified_through = load::certified_through(connection, user);
  });
  loaded.deferred = !report;
  if (!report) return loaded;
  for (const load::ObjectReport& object : report->objects)
    if (object.object == polled.page && object.refusal.empty()) loaded.unread = object.rejects;
  return loaded;
}

Loaded not_loaded(const capture::Polled& polled) {
  Loaded loaded;
  loaded.unread = polled.unread;
  return loaded;
}

// What cannot be read is written down, and said: the page stays in the lake, for a segue that reads it.
std::string write_unread(Context& context, const capture::Polled& polled, const Loaded& loaded) {
  load::ObjectReport page;
  page.name = polled.page;
  page.rejects = loaded.unread;
  LoadResult result;
  write_rejects(result, {page}, context.config().rejects());
  return result.reject_file;
}

void report(Context& context, const std::string& user, const capture::Polled& polled, const Loaded& loaded) {
  const std::string reject_file = write_unread(context, polled, loaded);
  if (context.json) {
    base::JsonObject json;
    json.text("user", user).number("status", polled.reply.status).number("items", polled.items);
    loaded.new_plays ? json.number("new", *loaded.new_plays) : json.null("new");
    loaded.certified_through ? json.text("certified_through", base::to_iso8601(*loaded.certified_through))
                             : json.null("certified_through");
    json.flag("deferred", loaded.deferred).text("object", polled.object).number("unread", loaded.unread.size());
    reject_file.empty() ? json.null("reject_file") : json.text("reject_file", reject_file);
    print(json.str() + "\n");
    return;
  }
  if (!polled.is_page) return;
  const std::string whose = user == context.config().user ? "" : user + ": ";
  print(fmt::format(
      "{}{} plays on the page, {}{}\n", whose, polled.items,
      loaded.new_plays ? fmt::format("{} of them new", *loaded.new_plays) : "kept in the lake, not loaded yet",
      loaded.deferred ? " (another segue is building)" : ""));
  if (!loaded.unread.empty())
    print(fmt::format("{}{} of {} rows could not be read: see {}\n", whose, loaded.unread.size(), polled.items,
                      reject_file));
}

void poll_one(Context& context, const std::string& user, bool land_only) {
  SpotifySession session(context, user);
  const capture::Polled polled = capture::poll(context.lake(), user, session.api(), context.clock());
  const Loaded loaded = land_only ? not_loaded(polled) : load_now(context, user, polled);
  report(context, user, polled, loaded);
  capture::require_page(polled);
}

// Why a login that was made holds no more: Spotify ended it, or what is kept of it cannot be opened. "" for any other.
std::string end_of_login(const spotify::TokenKeeper& keeper, const std::string& user) {
  try {
    const auto ended = keeper.ended();
    return ended ? spotify::said_of(*ended, user) : "";
  } catch (const base::Error& error) {
    if (error.fault() != base::Fault::login) throw;
    return fmt::format("{}: {}", user, error.what());
  }
}

// Every user of the configuration that has logged in with this client id, those whose login holds no more among them,
// so that it is said; at least one login that holds, or Error(login).
std::vector<std::string> signed_in_users(Context& context) {
  std::vector<std::string> users;
  std::string ended;
  bool holds = false;
  for (const std::string& user : context.config().users()) {
    SpotifySession session(context, user);
    const std::string end = end_of_login(session.keeper(), user);
    const bool is_live = end.empty() && session.keeper().consent().has_value();
    holds = holds || is_live;
    if (is_live || !end.empty()) users.push_back(user);
    if (!end.empty()) ended += (ended.empty() ? "" : "; ") + end;
  }
  if (!holds) throw base::Error(base::Fault::login, ended.empty() ? "nobody has logged in: run `segue login`" : ended);
  return users;
}

// Whatever fails for one listener stops neither the others nor the next round; the last failure.
std::optional<base::Error> round(Context& context, const Flags& flags) {
  std::optional<base::Error> failed;
  for (const std::string& user : flags.all ? signed_in_users(context) : std::vector{context.user()}) {
    try {
      context.step("poll", user, [&] { poll_one(context, user, flags.land_only); });
    } catch (const base::Error& error) {
      if (flags.all || flags.every_minutes > 0) fmt::print(stderr, "segue: {}: {}\n", user, error.what());
      failed = error;
    }
  }
  return failed;
}

void keep_polling(Context& context, const Flags& flags) {
  const auto until = base::parse_iso8601(flags.until);
  if (!flags.until.empty() && !until)
    throw base::Error(base::Fault::usage, fmt::format("--until {}: a time such as 2026-12-31T18:00:00Z", flags.until));
  const base::Clock& clock = context.clock();
  for (base::Instant next = clock.now(); !until || next < *until;) {
    clock.wait_until(next);
    next = clock.now() + std::chrono::minutes{flags.every_minutes};
    round(context, flags);
  }
}

void run(Context& context, const Flags& flags) {
  if (flags.every_minutes > 0) return keep_polling(context, flags);
  if (!flags.until.empty()) throw base::Error(base::Fault::usage, "--until goes with --every");
  const auto failed = round(context, flags);
  if (failed && !flags.all) throw *failed;
  if (failed) context.exit_code = static_cast<int>(failed->fault());
}

}  // namespace

void add_poll(CLI::App& app, Context& context) {
  auto flags = std::make_shared<Flags>();
  auto* command = app.add_subcommand("poll", "keep the newest 50 plays that Spotify shows");
  command->add_flag("--land-only", flags->land_only, "stop at the lake");
  command->add_flag("--all", flags->all, "every user that has logged in, one after the other");
  command->add_option("--every", flags->every_minutes, "go on, every so many minutes; no failure ends it")
      ->type_name("MINUTES")
      ->check(CLI::Range(1, 1440));
  command->add_option("--until", flags->until, "the time at which --every ends")->type_name("TIME");
  command->callback([&context, flags] { run(context, *flags); });
}

}  // namespace segue::cli
