// The step `poll`: keeps Spotify's newest 50 plays in the lake and, if the tables are free, loads them.
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
  std::optional<std::int64_t> new_plays;  // rows that no earlier page showed; not set: not loaded
  std::optional<base::Instant> certified_through;
  std::vector<formats::Reject> unread;  // rows of the page that cannot be read, or have an impossible time
  std::string reject_file;              // says why; "" if all can be read
};

// Polls once and never waits for the warehouse; `land_only` stops at the lake. A refused or illegible answer is in the
// lake and in the result, too: the caller shows the result and then throws by capture::require_page.
PollResult poll(Home& home, const std::string& user, bool land_only);

// Returns the configured users who have logged in with this client id, and those whose login has ended, so that their
// poll says so. Throws Error(login) if nobody has a valid login.
std::vector<std::string> users_to_poll(Home& home);

}  // namespace segue::pipeline
