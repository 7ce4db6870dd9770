// Asks for the newest 50 plays, without a cursor. The answer is durable in the lake before anything reads it.
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
  std::string object;                        // its key in the lake
  spotify::Reply reply;                      // the reply without its body
  std::string page;                          // the object that holds the body: an older one if this body repeats it
  std::int64_t items = 0;                    // items on the page, unreadable ones included
  std::vector<formats::Reject> unread = {};  // rows of the page that cannot be read, and why
  bool is_repeat = false;                    // the body equals that of the poll before and is not stored again
  bool is_page = false;                      // status 200 and legible
};

inline constexpr const char* kRecentlyPlayed = "/v1/me/player/recently-played?limit=50";

// A poll that is held back for no longer than this waits and then asks, unless its caller gives another limit.
inline constexpr std::chrono::minutes kShortHold{2};

// Lands whatever comes, failures too. Waits if the call is held back for at most `longest_hold`. Throws like
// TokenKeeper if there is no token, and Error(upstream) if the call is still held back: then nothing was asked.
Polled poll(lake::Lake& lake, const std::string& user, spotify::WebApi& api, const base::Clock& clock,
            std::chrono::minutes longest_hold = kShortHold);

// Throws if the poll showed no page: like spotify::refuse if Spotify refused, else Error(upstream) naming the object.
// The answer is in the lake all the same.
void require_page(const Polled& polled);

// A page in the lake.
struct Page {
  base::Instant came;  // by the server's clock, or by ours if the server gave no time
  std::int64_t items = 0;
  std::int64_t unread = 0;  // items that cannot be read
};
// Returns the newest page of the seven days before `now`, or nothing if none came.
std::optional<Page> newest_page(const lake::Lake& lake, const std::string& user, base::Instant now);
// Returns when that page came.
std::optional<base::Instant> last_good_poll(const lake::Lake& lake, const std::string& user, base::Instant now);

// Returns whether the lake holds any poll of the listener, answered or not.
bool has_polled(const lake::Lake& lake, const std::string& user);

}  // namespace segue::capture
