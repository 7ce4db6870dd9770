#include "capture/poll.h"

#include <fmt/core.h>

#include <optional>

#include "base/error.h"
#include "base/hash.h"
#include "base/log.h"
#include "formats/formats.h"
#include "lake/keep.h"
#include "lake/object_key.h"
#include "lake/read_object.h"

namespace segue::capture {
namespace {

using lake::ObjectKind;
using Landed = std::pair<lake::Envelope, std::string>;

// Reads an object. Logs and returns nothing for one that is damaged or missing: it must not stop a poll.
std::optional<Landed> read(const lake::Lake& lake, const std::string& key) {
  try {
    return lake::read_object(lake, key);
  } catch (const base::Error& error) {
    if (error.fault() == base::Fault::upstream || error.fault() == base::Fault::usage) throw;
    spdlog::warn("{} is skipped: {}", key, error.what());
    return std::nullopt;
  }
}

// Returns the object that holds this body if the newest poll showed the same body and the object can be read, else "".
std::string equal_before(const lake::Lake& lake, const std::string& user, const std::string& sha256,
                         base::Instant now) {
  const auto newest = lake::newest(lake, user, ObjectKind::recently_played, now);
  const auto landed = newest ? read(lake, *newest) : std::nullopt;
  if (!landed || landed->first.sha256 != sha256 || landed->first.status != 200) return {};
  const std::string& page = landed->first.same_as.empty() ? *newest : landed->first.same_as;
  return page == *newest || read(lake, page) ? page : "";
}

class Unread final : public formats::Sink {
 public:
  void reject(const formats::Reject& reject) override { rows.push_back(reject); }
  std::vector<formats::Reject> rows;
};

struct PageRows {
  std::int64_t items = 0;
  std::vector<formats::Reject> unread;
};

// Counts the rows of a page. Returns nothing for bytes that are no page.
std::optional<PageRows> rows_of(std::string body) {
  Unread unread;
  const auto outcome = formats::parse(formats::Format::recently_played, "poll", formats::padded(body), unread);
  if (outcome.refusal) return std::nullopt;
  return PageRows{outcome.counts.rows, std::move(unread.rows)};
}

}  // namespace

Polled poll(lake::Lake& lake, const std::string& user, spotify::WebApi& api, const base::Clock& clock,
            std::chrono::minutes longest_hold) {
  Polled polled;
  const spotify::Call call{"GET", kRecentlyPlayed, ""};
  polled.reply = api.once(call);
  // A 429 that another listener got a moment ago holds back everybody: a short wait loses less than 20 minutes.
  if (polled.reply.is_held() && *polled.reply.held_until - clock.now() <= longest_hold) {
    clock.wait_until(*polled.reply.held_until);
    polled.reply = api.once(call);
  }
  if (polled.reply.is_held()) spotify::refuse(call, polled.reply);
  std::string body = std::move(polled.reply.body);
  lake::Envelope envelope;
  envelope.request = std::string("GET ") + kRecentlyPlayed;
  envelope.status = polled.reply.status;
  envelope.server_date = polled.reply.server_date;
  envelope.our_clock = clock.now();
  envelope.sha256 = base::sha256_hex(body);
  envelope.error = polled.reply.error;
  if (polled.reply.status == 200) envelope.same_as = equal_before(lake, user, envelope.sha256, envelope.our_clock);
  polled.object = lake::keep_answer(lake, user, ObjectKind::recently_played, envelope, body).key;
  polled.is_repeat = !envelope.same_as.empty();
  polled.page = polled.is_repeat ? envelope.same_as : polled.object;
  if (polled.reply.status != 200) return polled;
  auto rows = rows_of(std::move(body));
  polled.is_page = rows.has_value();
  if (!rows) return polled;
  polled.items = rows->items;
  polled.unread = std::move(rows->unread);
  return polled;
}

void require_page(const Polled& polled) {
  if (polled.reply.status != 200) spotify::refuse({"GET", kRecentlyPlayed, ""}, polled.reply);
  if (!polled.is_page)
    throw base::Error(
        base::Fault::upstream,
        fmt::format(
            "Spotify's answer is not a page of plays: the next poll asks again; the answer is kept in the lake as {}",
            polled.object));
}

std::optional<Page> newest_page(const lake::Lake& lake, const std::string& user, base::Instant now) {
  lake::Envelope then;
  then.our_clock = now - std::chrono::days{7};
  const auto polls = lake.list(lake::prefix_of(user, ObjectKind::recently_played),
                               lake::dated_key(user, ObjectKind::recently_played, then));
  std::optional<Page> newest;
  for (auto poll = polls.rbegin(); poll != polls.rend(); ++poll) {
    const auto landed = read(lake, poll->key);
    if (!landed || landed->first.status != 200) continue;
    const lake::Envelope& envelope = landed->first;
    const auto page = envelope.same_as.empty() ? landed : read(lake, envelope.same_as);
    const auto rows = page ? rows_of(page->second) : std::nullopt;  // an error page may come with status 200, too
    if (!rows) continue;
    const base::Instant came = envelope.server_date.value_or(envelope.our_clock);
    if (!newest || newest->came < came)
      newest = Page{came, rows->items, static_cast<std::int64_t>(rows->unread.size())};
    if (envelope.server_date) break;  // a page that the server dated ends the search
  }
  return newest;
}

std::optional<base::Instant> last_good_poll(const lake::Lake& lake, const std::string& user, base::Instant now) {
  const auto page = newest_page(lake, user, now);
  return page ? std::optional(page->came) : std::nullopt;
}

bool has_polled(const lake::Lake& lake, const std::string& user) {
  return !lake.list(lake::prefix_of(user, ObjectKind::recently_played)).empty();
}

}  // namespace segue::capture
