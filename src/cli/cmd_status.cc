#include <fmt/core.h>

#include "base/json.h"
#include "cli/output.h"
#include "cli/spotify_session.h"
#include "spotify/consent.h"
#include "warehouse/published.h"
#include "warehouse/statistics.h"

namespace segue::cli {
namespace {

constexpr int kRunsShown = 10;

struct UserLine {
  warehouse::UserSpan span;
  std::optional<base::Instant> token_expires;
};

// The consent of this client id, if there is one that opens.
std::optional<base::Instant> token_expires(Context& context, const std::string& user) {
  if (context.config().client_id.empty() || user != context.user()) return std::nullopt;
  SpotifySession session(context);
  const auto consent = session.keeper().consent();
  return consent ? std::optional(spotify::consent_end(consent->authorised_at)) : std::nullopt;
}

std::vector<UserLine> users(Context& context) {
  std::vector<UserLine> lines;
  if (std::filesystem::exists(context.files().published())) {
    warehouse::Published published(context.files());
    for (auto& span : warehouse::user_spans(published.connection())) lines.push_back({std::move(span), {}});
  }
  const bool has_own =
      std::any_of(lines.begin(), lines.end(), [&](const UserLine& line) { return line.span.user == context.user(); });
  if (!has_own) lines.push_back({{context.user(), 0, "", ""}, {}});
  for (UserLine& line : lines) line.token_expires = token_expires(context, line.span.user);
  return lines;
}

base::JsonObject& text_or_null(base::JsonObject& json, std::string_view name, const std::string& value) {
  return value.empty() ? json.null(name) : json.text(name, value);
}

std::string to_json(const std::vector<UserLine>& users, const std::vector<state::Run>& runs,
                    const std::vector<state::Build>& builds) {
  base::JsonArray user_lines, run_lines, build_lines;
  for (const auto& [span, expires] : users) {
    base::JsonObject json;
    json.text("user", span.user).number("plays", span.plays);
    text_or_null(json, "first", span.first);
    text_or_null(json, "last", span.last);
    json.null("gaps");  // coverage is not built yet: unknown, never "none"
    user_lines.raw(text_or_null(json, "token_expires", expires ? base::to_iso8601(*expires) : "").str());
  }
  for (const auto& run : runs) {
    base::JsonObject json;
    json.text("step", run.step).text("user", run.user).text("started", base::to_iso8601(run.started));
    text_or_null(json, "ended", run.ended ? base::to_iso8601(*run.ended) : "");
    run.ended ? json.number("exit", run.exit_code) : json.null("exit");
    run_lines.raw(json.text("note", run.note).str());
  }
  for (const auto& build : builds)
    build_lines.raw(base::JsonObject{}.number("build", build.number).text("at", base::to_iso8601(build.passed)).str());
  return base::JsonObject{}
             .raw("users", user_lines.str())
             .raw("runs", run_lines.str())
             .raw("builds_passed", build_lines.str())
             .str() +
         "\n";
}

std::string to_text(const std::vector<UserLine>& users, const std::vector<state::Run>& runs) {
  Table people({{"user", 16}, {"plays", 11, true}, {"first (UTC)", 20}, {"last (UTC)", 20}});
  std::string consents;
  for (const auto& [span, expires] : users) {
    people.row({span.user, with_commas(span.plays), span.first, span.last});
    if (expires)
      consents += fmt::format("Spotify ends the consent of {} on {}.\n", span.user, base::to_iso_date(*expires));
  }
  Table steps({{"latest runs", 12}, {"started (UTC)", 20}, {"seconds", 8, true}, {"exit", 4, true}, {"note", 28}});
  for (const auto& run : runs) {
    const std::string seconds =
        run.ended ? fmt::format("{:.1f}", static_cast<double>((*run.ended - run.started).count()) / 1000) : "";
    const std::string note = run.ended ? run.note : "has not ended, or was killed";
    steps.row({run.step, base::to_iso8601(run.started).substr(0, 19), seconds,
               run.ended ? std::to_string(run.exit_code) : "", note});
  }
  return people.str() + consents + "\n" + steps.str();
}

}  // namespace

void add_status(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand("status", "whose plays, the consent's end, the latest runs");
  command->callback([&context] {
    const auto lines = users(context);
    const auto runs = context.state().runs(kRunsShown);
    print(context.json ? to_json(lines, runs, context.state().builds()) : to_text(lines, runs));
  });
}

}  // namespace segue::cli
