#include "lambda/invocation.h"

#include <utility>

#include "capture/poll.h"
#include "lambda/report.h"
#include "spotify/consent.h"

namespace segue::lambda {

Polling::Polling(lake::Lake& lake, spotify::WebApi& api, const spotify::TokenKeeper& keeper, const base::Clock& clock,
                 std::string user, Log log)
    : lake_(lake), api_(api), keeper_(keeper), clock_(clock), user_(std::move(user)), log_(std::move(log)) {}

std::string Polling::operator()(const Invocation& invocation) {
  try {
    return poll(invocation);
  } catch (const std::exception& error) {
    log_(failure_log(invocation.id, user_, clock_.now(), function_error(error)));
    throw;
  }
}

std::string Polling::poll(const Invocation& invocation) {
  GoodPoll good;
  good.request_id = invocation.id;
  good.user = user_;
  good.cold = std::exchange(cold_, false);
  // Waiting costs money, and Lambda's time-out would end it. So a call that is held back fails, and Lambda tries again
  // in a minute.
  good.polled = capture::poll(lake_, user_, api_, clock_, std::chrono::minutes{0});
  capture::require_page(good.polled);
  if (const auto consent = keeper_.consent()) {
    good.consent_end = spotify::consent_end(consent->authorised_at);
    good.account = consent->account.id.empty() ? consent->account.account_id : consent->account.id;
  }
  good.at = clock_.now();
  log_(to_log(good));
  return to_answer(good);
}

}  // namespace segue::lambda
