// The step `poll`: the newest 50 plays that Spotify shows, kept in the lake and, where the tables are free, loaded.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "capture/poll.h"
#include "pipeline/home.h"

namespace segue::pipeline {

struct PollResult {
  std::string user;
  capture::Polled page;
  bool deferred = false;                  // another segue holds the tables: the next load takes the page in
  std::optional<std::int64_t> new_plays;  // rows of this page that no page before it showed; nothing: not loaded
  std::optional<base::Instant> certified_through;
  std::vector<formats::Reject> unread;  // rows of the page that are no plays, those of an impossible time among them
  std::string reject_file;              // says why they cannot be read; "" when all can
};

// Never waits for the warehouse. Returns a refused or illegible answer, too, which lies in the lake: the caller shows
// the result and then throws by capture::require_page. `land_only`: stops at the lake.
PollResult poll(Home& home, const std::string& user, bool land_only);

// Each user of the configuration who has logged in with this client id, and each whose login no longer holds, so that
// a poll says so. Throws Error(login) when no login holds.
std::vector<std::string> users_to_poll(Home& home);

}  // namespace segue::pipeline
