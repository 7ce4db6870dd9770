#include "capture/poll.h"

#include <fmt/core.h>

#include <optional>

#include "base/error.h"
#include "base/hash.h"
#include "formats/formats.h"
#include "lake/objects.h"

namespace segue::capture {
namespace {

// The object that holds this body, when the newest poll showed the same one.
std::string equal_before(const lake::Lake& lake, const std::string& user, const std::string& sha256,
                         base::Instant now) {
  const auto newest = lake::newest(lake, user, "recently_played", now);
  if (!newest) return {};
  const auto envelope = lake::unwrap(lake.get(*newest)).first;
  if (envelope.sha256 != sha256 || envelope.status != 200) return {};
  return envelope.same_as.empty() ? *newest : envelope.same_as;
}

class RowCounter final : public formats::Sink {
 public:
  void reject(const formats::Reject&) override {}
};

// Items of the page; nothing for bytes that are none.
std::optional<std::int64_t> count_items(std::string body) {
  RowCounter counter;
  const auto outcome = formats::parse(formats::Format::recently_played, "poll", formats::padded(body), counter);
  return outcome.refusal ? std::nullopt : std::optional(outcome.counts.rows);
}

}  // namespace

Polled poll(lake::Lake& lake, const std::string& user, spotify::WebApi& api, const base::Clock& clock,
            std::chrono::minutes longest_hold) {
  Polled polled;
  const spotify::Call call{"GET", kRecentlyPlayed, ""};
  polled.reply = api.once(call);
  // A 429 that another listener met a moment ago holds everybody: a short wait loses less than the next 20 minutes.
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
  polled.object = lake::dated_key(user, "recently_played", envelope);
  // A poll of the same second with the same body names itself: then it is there already.
  polled.is_repeat = !envelope.same_as.empty() && envelope.same_as != polled.object;
  if (envelope.same_as != polled.object)
    lake.put_new(polled.object, lake::wrap(envelope, polled.is_repeat ? "" : body));
  if (polled.reply.status != 200) return polled;
  const auto items = count_items(std::move(body));
  polled.is_page = items.has_value();
  polled.items = items.value_or(0);
  return polled;
}

void require_page(const Polled& polled) {
  if (polled.reply.status != 200) spotify::refuse({"GET", kRecentlyPlayed, ""}, polled.reply);
  if (!polled.is_page)
    throw base::Error(base::Fault::upstream,
                      fmt::format("Spotify answered with something that is no page; it is kept as {}", polled.object));
}

std::optional<base::Instant> last_good_poll(const lake::Lake& lake, const std::string& user, base::Instant now) {
  lake::Envelope then;
  then.our_clock = now - std::chrono::days{7};
  const auto polls =
      lake.list(fmt::format("v1/{}/recently_played/", user), lake::dated_key(user, "recently_played", then));
  for (auto poll = polls.rbegin(); poll != polls.rend(); ++poll) {
    auto [envelope, body] = lake::unwrap(lake.get(poll->key));
    if (envelope.status != 200 || !envelope.server_date) continue;
    if (!envelope.same_as.empty()) body = lake::unwrap(lake.get(envelope.same_as)).second;
    if (count_items(std::move(body))) return envelope.server_date;  // an error page may come with status 200, too
  }
  return std::nullopt;
}

bool has_polled(const lake::Lake& lake, const std::string& user) {
  return !lake.list(fmt::format("v1/{}/recently_played/", user)).empty();
}

}  // namespace segue::capture
