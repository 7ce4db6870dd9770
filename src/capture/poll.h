// The newest 50 plays, asked for without a cursor, durable in the lake before anybody reads them.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "formats/rows.h"
#include "lake/lake.h"
#include "spotify/web_api.h"

namespace segue::capture {

struct Polled {
  std::string object;      // its key in the lake
  spotify::Reply reply;    // what came, its body left out
  std::string page;        // the object that holds the body: an older one where this body is its repeat
  std::int64_t items = 0;  // on the page, with those that cannot be read
  std::vector<formats::Reject> unread = {};  // rows of the page that cannot be read, and why
  bool is_repeat = false;                    // the body equals the poll's before it and was left out
  bool is_page = false;                      // status 200 and legible
};

inline constexpr const char* kRecentlyPlayed = "/v1/me/player/recently-played?limit=50";

// A poll held back by quota for no longer than this waits, and asks then; unless its caller has another patience.
inline constexpr std::chrono::minutes kShortHold{2};

// Lands whatever comes, failures too. Throws as TokenKeeper does when no token can be had, and
// Error(upstream) while Spotify's last refusal holds: then nothing was asked.
Polled poll(lake::Lake& lake, const std::string& user, spotify::WebApi& api, const base::Clock& clock,
            std::chrono::minutes longest_hold = kShortHold);

// Throws for a poll that showed no page, as spotify::refuse does where Spotify refused, Error(upstream) naming the
// object else. What came lies in the lake all the same.
void require_page(const Polled& polled);

// A page of the lake.
struct Page {
  base::Instant came;  // by the server's clock, by ours where it said none
  std::int64_t items = 0;
  std::int64_t unread = 0;  // items that cannot be read
};
// The newest of the last seven days before `now`; nothing when none came.
std::optional<Page> newest_page(const lake::Lake& lake, const std::string& user, base::Instant now);
// When it came.
std::optional<base::Instant> last_good_poll(const lake::Lake& lake, const std::string& user, base::Instant now);

// Whether the lake holds any poll of theirs, answered or not.
bool has_polled(const lake::Lake& lake, const std::string& user);

}  // namespace segue::capture
