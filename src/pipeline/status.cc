#include "pipeline/status.h"

#include <map>

#include "base/disk_fault.h"
#include "base/error.h"
#include "capture/poll.h"
#include "pipeline/spotify_session.h"
#include "spotify/consent.h"
#include "spotify/scopes.h"
#include "warehouse/statistics.h"

namespace segue::pipeline {
namespace {

constexpr int kRunsShown = 10;

// Reads what is kept of a login with this client id. A login that cannot be read does not stop the report.
void look_at_login(Home& home, Health& health) {
  if (home.config().client_id.empty()) return;
  try {
    SpotifySession session(home, health.user);
    if (const auto consent = session.keeper().consent()) {
      health.consent_ends = spotify::consent_end(consent->authorised_at);
      health.account = consent->account;
      health.missing_scopes = spotify::missing_scopes(session.app().scopes, consent->scope);
    }
    health.ended = session.keeper().ended();
    if (health.ended) health.account = health.ended->account;
  } catch (const base::Error& error) {
    health.login_fault = error.what();
  } catch (const std::filesystem::filesystem_error& error) {
    health.login_fault = base::disk_fault(error).what();
  }
}

void look_at_polls(Home& home, Health& health, base::Instant now) {
  if (const auto page = capture::newest_page(home.lake(), health.user, now)) {
    health.last_good_poll = page->came;
    health.page_items = page->items;
    health.page_unread = page->unread;
  }
  health.has_polled = health.last_good_poll || capture::has_polled(home.lake(), health.user);
}

// Returns everybody who has plays or is configured, by name.
std::vector<Health> everybody(Home& home) {
  std::map<std::string, Health> all;
  for (const std::string& user : home.config().users()) all[user].user = user;
  if (home.warehouse().is_published()) {
    const auto published = home.warehouse().read();
    for (auto& span : warehouse::user_spans(*published)) {
      Health& health = all[span.user];
      health.user = span.user;
      health.plays = span.plays;
      health.first = span.first;
      health.last = span.last;
    }
    for (auto& coverage : warehouse::user_coverage(*published)) {
      Health& health = all[coverage.user];
      health.user = coverage.user;
      health.coverage = std::move(coverage);
    }
  }
  std::vector<Health> out;
  const base::Instant now = home.clock().now();
  for (auto& [user, health] : all) {
    look_at_login(home, health);
    look_at_polls(home, health, now);
    out.push_back(std::move(health));
  }
  return out;
}

}  // namespace

Status status(Home& home, std::optional<base::Instant> gaps_after) {
  home.only_look();
  Status status;
  status.people = everybody(home);
  for (const Health& health : status.people)
    for (auto& one : due(health, home.clock().now(), gaps_after)) status.due.push_back(std::move(one));
  status.runs = home.state().runs(kRunsShown);
  status.uses = home.quota().uses();
  status.builds = home.state().builds();
  return status;
}

}  // namespace segue::pipeline
