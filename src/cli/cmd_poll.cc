#include <fmt/core.h>

#include "base/error.h"
#include "base/json.h"
#include "cli/context.h"
#include "cli/output.h"
#include "pipeline/poll.h"

namespace segue::cli {
namespace {

struct Flags {
  bool land_only = false, all = false;
  int every_minutes = 0;  // 0: once
  std::string until;
};

void report(Context& context, const pipeline::PollResult& result) {
  const capture::Polled& polled = result.page;
  if (context.json) {
    base::JsonObject json;
    json.text("user", result.user).number("status", polled.reply.status).number("items", polled.items);
    result.new_plays ? json.number("new", *result.new_plays) : json.null("new");
    result.certified_through ? json.text("certified_through", base::to_iso8601(*result.certified_through))
                             : json.null("certified_through");
    json.flag("deferred", result.deferred).text("object", polled.object).number("unread", result.unread.size());
    result.reject_file.empty() ? json.null("reject_file") : json.text("reject_file", result.reject_file);
    print(json.str() + "\n");
    return;
  }
  if (!polled.is_page) return;
  const std::string whose = result.user == context.user() ? "" : result.user + ": ";
  print(fmt::format(
      "{}{} plays on the page, {}{}\n", whose, polled.items,
      result.new_plays ? fmt::format("{} of them new", *result.new_plays) : "kept in the lake, not loaded yet",
      result.deferred ? " (another segue is building)" : ""));
  if (!result.unread.empty())
    print(fmt::format("{}{} of {} rows could not be read: see {}\n", whose, result.unread.size(), polled.items,
                      result.reject_file));
}

void poll_one(Context& context, const std::string& user, bool land_only) {
  const auto result = pipeline::poll(context.home(), user, land_only);
  report(context, result);
  capture::require_page(result.page);
}

// Polls each listener once and returns the last failure. A failure stops neither the other listeners nor the next
// round.
std::optional<base::Error> round(Context& context, const Flags& flags) {
  std::optional<base::Error> failed;
  for (const std::string& user : flags.all ? pipeline::users_to_poll(context.home()) : std::vector{context.user()}) {
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
    throw base::Error(base::Fault::usage,
                      fmt::format("--until {}: write a time such as 2026-12-31T18:00:00Z", flags.until));
  const base::Clock& clock = context.home().clock();
  for (base::Instant next = clock.now(); !until || next < *until;) {
    clock.wait_until(next);
    // The next round is timed from the start of this one.
    next = clock.now() + std::chrono::minutes{flags.every_minutes};
    round(context, flags);
  }
}

void run(Context& context, const Flags& flags) {
  if (flags.every_minutes > 0) return keep_polling(context, flags);
  if (!flags.until.empty()) throw base::Error(base::Fault::usage, "--until is only for --every");
  const auto failed = round(context, flags);
  // With --all each failure was shown in its round.
  if (failed && !flags.all) throw *failed;
  if (failed) context.exit_code = static_cast<int>(failed->fault());
}

}  // namespace

void add_poll(CLI::App& app, Context& context) {
  auto flags = std::make_shared<Flags>();
  auto* command = app.add_subcommand("poll", "fetch the newest 50 plays and keep them");
  command->add_flag("--land-only", flags->land_only, "keep the page in the lake, load nothing");
  command->add_flag("--all", flags->all, "poll every user who has logged in");
  command->add_option("--every", flags->every_minutes, "poll every N minutes; no failure ends it")
      ->type_name("MINUTES")
      ->check(CLI::Range(1, 1440));
  command->add_option("--until", flags->until, "end --every at this time")->type_name("TIME");
  command->callback([&context, flags] { run(context, *flags); });
}

}  // namespace segue::cli
