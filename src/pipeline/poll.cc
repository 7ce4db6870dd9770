#include "pipeline/poll.h"

#include <fmt/core.h>

#include "base/error.h"
#include "load/proven.h"
#include "pipeline/load.h"
#include "pipeline/spotify_session.h"

namespace segue::pipeline {
namespace {

void load_page(Home& home, PollResult& result) {
  load::Options options = home.load_options();
  options.recent_only = true;
  const auto report = load_if_free(home, options, [&](warehouse::Connection& connection) {
    result.new_plays = load::plays_first_shown(connection, result.page.object);
    result.certified_through = load::certified_through(connection, result.user);
  });
  result.deferred = !report;
  if (!report) return;
  for (const load::ObjectReport& object : report->objects)
    if (object.object == result.page.page && object.refusal.empty()) result.unread = object.rejects;
}

// Writes the unreadable rows to a file of rejects. The page stays in the lake, for a segue that can read them.
std::string write_unread(Home& home, const PollResult& result) {
  load::ObjectReport page;
  page.name = result.page.page;
  page.rejects = result.unread;
  return write_rejects({page}, home.config().rejects());
}

// Returns why a former login is no longer valid: Spotify ended it, or its file cannot be opened. "" if there is no such
// reason.
std::string end_of_login(const spotify::TokenKeeper& keeper, const std::string& user) {
  try {
    const auto ended = keeper.ended();
    return ended ? spotify::said_of(*ended, user) : "";
  } catch (const base::Error& error) {
    if (error.fault() != base::Fault::login) throw;
    return fmt::format("{}: {}", user, error.what());
  }
}

}  // namespace

PollResult poll(Home& home, const std::string& user, bool land_only) {
  SpotifySession session(home, user);
  PollResult result;
  result.user = user;
  result.page = capture::poll(home.lake(), user, session.api(), home.clock());
  result.unread = result.page.unread;
  if (!land_only) load_page(home, result);
  result.reject_file = write_unread(home, result);
  return result;
}

std::vector<std::string> users_to_poll(Home& home) {
  std::vector<std::string> users;
  std::string ended;
  bool holds = false;
  for (const std::string& user : home.config().users()) {
    SpotifySession session(home, user);
    const std::string end = end_of_login(session.keeper(), user);
    const bool is_live = end.empty() && session.keeper().consent().has_value();
    holds = holds || is_live;
    if (is_live || !end.empty()) users.push_back(user);
    if (!end.empty()) ended += (ended.empty() ? "" : "; ") + end;
  }
  if (!holds) throw base::Error(base::Fault::login, ended.empty() ? "nobody has logged in: run `segue login`" : ended);
  return users;
}

}  // namespace segue::pipeline
