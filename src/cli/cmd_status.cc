#include <fmt/core.h>

#include "base/error.h"
#include "base/json.h"
#include "cli/calendar.h"
#include "cli/context.h"
#include "cli/import_result.h"
#include "cli/output.h"
#include "pipeline/status.h"
#include "spotify/scopes.h"

namespace segue::cli {
namespace {

using pipeline::Health;
using pipeline::Status;

constexpr std::size_t kGapsShown = 10;

struct Flags {
  bool check = false, days = false;
  std::string gaps_after;
};

base::JsonObject& text_or_null(base::JsonObject& json, std::string_view name, const std::string& value) {
  return value.empty() ? json.null(name) : json.text(name, value);
}
base::JsonObject& instant_or_null(base::JsonObject& json, std::string_view name, std::optional<base::Instant> value) {
  return value ? json.text(name, base::to_iso8601(*value)) : json.null(name);
}

// Writes null if no warehouse with coverage is published: coverage is then unknown, not "none".
void add_coverage(base::JsonObject& json, const std::optional<warehouse::UserCoverage>& coverage) {
  if (!coverage) {
    json.null("gaps").null("coverage");
    return;
  }
  base::JsonArray gaps;
  for (const auto& gap : coverage->gaps)
    gaps.raw(base::JsonObject{}.text("from", base::to_iso8601(gap.from)).text("to", base::to_iso8601(gap.to)).str());
  json.raw("gaps", gaps.str());
  base::JsonObject spans;
  spans.number("certified_ms", coverage->certified_ms).number("linked_ms", coverage->linked_ms);
  spans.number("confirmed_ms", coverage->confirmed_ms).number("open_ms", coverage->open_ms);
  spans.number("unproven_ms", coverage->unproven_ms).number("unpaired_plays", coverage->unpaired_plays);
  json.raw("coverage", instant_or_null(spans, "certified_through", coverage->certified_through).str());
}

base::JsonObject& add_login(base::JsonObject& json, const Health& health) {
  text_or_null(json, "account", health.account.id);
  text_or_null(json, "account_id", health.account.account_id);
  text_or_null(json, "account_name", health.account.name);
  base::JsonArray missing;
  for (const std::string& scope : health.missing_scopes) missing.raw(base::json_quoted(scope));
  json.raw("missing_scopes", missing.str());
  instant_or_null(json, "login_ended", health.ended ? std::optional(health.ended->at) : std::nullopt);
  return text_or_null(json, "login_ended_because", health.ended ? health.ended->why : "");
}

std::string to_json(const Status& status) {
  base::JsonArray user_lines, due_lines, run_lines, build_lines;
  for (const Health& health : status.people) {
    base::JsonObject json;
    json.text("user", health.user).number("plays", health.plays);
    text_or_null(json, "first", health.first);
    text_or_null(json, "last", health.last);
    add_coverage(json, health.coverage);
    instant_or_null(json, "last_good_poll", health.last_good_poll);
    json.number("unread", health.page_unread);
    instant_or_null(json, "token_expires", health.consent_ends);
    user_lines.raw(add_login(json, health).str());
  }
  for (const auto& one : status.due) due_lines.raw(base::json_quoted(one));
  for (const auto& run : status.runs) {
    base::JsonObject json;
    json.text("step", run.step).text("user", run.user).text("started", base::to_iso8601(run.started));
    instant_or_null(json, "ended", run.ended);
    run.ended ? json.number("exit", run.exit_code) : json.null("exit");
    run_lines.raw(json.text("note", run.note).str());
  }
  for (const auto& build : status.builds)
    build_lines.raw(base::JsonObject{}.number("build", build.number).text("at", base::to_iso8601(build.passed)).str());
  return base::JsonObject{}
             .raw("users", user_lines.str())
             .raw("due", due_lines.str())
             .raw("quota", spotify::to_json(status.uses))
             .raw("runs", run_lines.str())
             .raw("builds_passed", build_lines.str())
             .str() +
         "\n";
}

std::string percent(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? "" : fmt::format("{:.1f} %", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

std::string coverage_text(const std::vector<Health>& people) {
  Table table({{"proven (share of time)", 22},
               {"certified", 9, true},
               {"linked", 8, true},
               {"by export", 9, true},
               {"open", 8, true},
               {"unproven", 9, true}});
  std::string gaps;
  bool any = false;
  for (const Health& health : people) {
    if (!health.coverage) continue;
    any = true;
    const auto& c = *health.coverage;
    const auto whole = c.certified_ms + c.linked_ms + c.confirmed_ms + c.open_ms + c.unproven_ms;
    table.row({health.user, percent(c.certified_ms, whole), percent(c.linked_ms, whole), percent(c.confirmed_ms, whole),
               percent(c.open_ms, whole), percent(c.unproven_ms, whole)});
    if (c.certified_through)
      gaps += fmt::format("{}: certified through {} UTC.\n", health.user, base::to_minute(*c.certified_through));
    if (c.unpaired_plays > 0)
      gaps +=
          fmt::format("{}: {} plays of the API are not in the export of their day.\n", health.user, c.unpaired_plays);
    for (std::size_t i = c.gaps.size() > kGapsShown ? c.gaps.size() - kGapsShown : 0; i < c.gaps.size(); ++i)
      gaps += fmt::format("{}: gap from {} to {} UTC.\n", health.user, base::to_minute(c.gaps[i].from),
                          base::to_minute(c.gaps[i].to));
    if (c.gaps.size() > kGapsShown)
      gaps += fmt::format("{}: {} gaps in all, the newest shown.\n", health.user, c.gaps.size());
  }
  return any ? "\n" + table.str() + gaps : "";
}

std::string consents_text(const std::vector<Health>& people, base::Instant now) {
  std::string text;
  for (const Health& health : people) {
    if (health.last_good_poll)
      text +=
          fmt::format("{}: the newest page came at {} UTC.\n", health.user, base::to_minute(*health.last_good_poll));
    if (health.account.is_known()) text += fmt::format("{}: {}.\n", health.user, spotify::shown(health.account));
    for (const std::string& scope : health.missing_scopes)
      text += fmt::format("{}: the consent lacks {}: run {} and agree to all.\n", health.user,
                          spotify::with_its_use(scope), spotify::login_command(health.user));
    if (health.consent_ends)
      text += fmt::format("{}: Spotify ends the consent on {}, in {} days.\n", health.user,
                          base::to_iso_date(*health.consent_ends),
                          std::chrono::floor<std::chrono::days>(*health.consent_ends - now).count());
  }
  return text;
}

std::string quota_text(const std::vector<spotify::FamilyUse>& uses) {
  if (uses.empty()) return "";
  Table table({{"calls to Spotify", 22}, {"24 h", 6, true}, {"cap", 6, true}, {"held until (UTC)", 18}});
  for (const auto& use : uses)
    table.row({std::string(spotify::name_of(use.family)), std::to_string(use.calls_24h),
               use.cap ? std::to_string(*use.cap) : "-", use.held_until ? base::to_minute(*use.held_until) : ""});
  return "\n" + table.str();
}

std::string runs_text(const std::vector<state::Run>& runs) {
  Table steps({{"latest runs", 12}, {"started (UTC)", 20}, {"seconds", 8, true}, {"exit", 4, true}, {"note", kWhole}});
  for (const auto& run : runs) {
    const std::string seconds =
        run.ended ? fmt::format("{:.1f}", static_cast<double>((*run.ended - run.started).count()) / 1000) : "";
    const std::string note = run.ended ? run.note : "it has not ended, or it was killed";
    steps.row({run.step, base::to_iso8601(run.started).substr(0, 19), seconds,
               run.ended ? std::to_string(run.exit_code) : "", note});
  }
  return "\n" + steps.str();
}

std::string to_text(const Status& status, Context& context) {
  Table table({{"user", 16}, {"plays", 11, true}, {"first (UTC)", 20}, {"last (UTC)", 20}});
  for (const Health& health : status.people)
    table.row({health.user, with_commas(health.plays), health.first, health.last});
  std::string text =
      table.str() + consents_text(status.people, context.home().clock().now()) + coverage_text(status.people);
  text += quota_text(status.uses) + runs_text(status.runs);
  if (!status.due.empty()) text += "\n";
  for (const auto& one : status.due) text += "! " + one + "\n";
  return text + zone_hint(context.config(), context.user());
}

std::string days_json(const std::vector<warehouse::CoverageDay>& days) {
  base::JsonArray lines;
  for (const auto& day : days) {
    base::JsonObject json;
    json.text("user", day.user).text("date", day.date).text("state", day.state);
    lines.raw(instant_or_null(json, "as_of", day.as_of).str());
  }
  return base::JsonObject{}.raw("days", lines.str()).str() + "\n";
}

void show_days(Context& context) {
  const auto published = context.home().warehouse().read();
  const auto days = warehouse::coverage_days(*published);
  print(context.json ? days_json(days) : calendar(days));
}

void run(Context& context, const Flags& flags) {
  if (flags.days) return show_days(context);
  const auto after =
      base::parse_iso8601(flags.gaps_after.size() == 10 ? flags.gaps_after + "T00:00:00Z" : flags.gaps_after);
  if (!flags.gaps_after.empty() && !after)
    throw base::Error(base::Fault::usage,
                      fmt::format("--gaps-after {}: write a date such as 2026-12-31", flags.gaps_after));
  const Status status = pipeline::status(context.home(), after);
  if (context.json)
    print(to_json(status));
  else if (!flags.check)
    print(to_text(status, context));
  else
    for (const auto& one : status.due) print(one + "\n");
  if (flags.check && !status.due.empty()) context.exit_code = static_cast<int>(base::Fault::due);
}

}  // namespace

void add_status(CLI::App& app, Context& context) {
  auto flags = std::make_shared<Flags>();
  auto* command = app.add_subcommand("status", "show plays, proof, gaps, consent, quota and runs");
  command->add_flag("--check", flags->check, "for monitors: show what is due; exit 6 if anything");
  command->add_flag("--days", flags->days, "show what is proven, day by day");
  command->add_option("--gaps-after", flags->gaps_after, "do not report gaps that end before this date")
      ->type_name("DATE");
  command->callback([&context, flags] { run(context, *flags); });
}

}  // namespace segue::cli
