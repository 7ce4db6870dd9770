// How it works: LastingCalls keeps the call log in state.db. CallsThatGoOn wraps it: after the first failure it warns
// once and counts in memory, so that a broken state.db stops no poll.
#include "state/calls.h"

#include <utility>

#include "base/error.h"
#include "state/sqlite.h"

namespace segue::state {

using base::Instant;
using spotify::Breaker;
using spotify::CallMade;
using spotify::Family;

void LastingCalls::together(const std::function<void()>& work) {
  Transaction transaction(handle_);
  work();
  transaction.commit();
}

std::vector<CallMade> LastingCalls::calls(Instant after) {
  Statement statement(handle_, "select at_ms, family, status from call where at_ms > ? order by at_ms, id");
  statement.number(base::to_ms(after));
  std::vector<CallMade> calls;
  while (statement.step())
    calls.push_back({base::from_ms(statement.number_at(0)), spotify::family_named(statement.text_at(1)),
                     static_cast<int>(statement.number_at(2))});
  return calls;
}

std::int64_t LastingCalls::begin(Instant at, Family family) {
  Statement statement(handle_, "insert into call (at_ms, family) values (?, ?) returning id");
  statement.number(base::to_ms(at)).text(spotify::name_of(family)).step();
  const std::int64_t id = statement.number_at(0);
  statement.step();  // steps to the end, which commits the row
  return id;
}

void LastingCalls::end(std::int64_t call, int status) {
  Statement statement(handle_, "update call set status = ? where id = ?");
  statement.number(status).number(call).step();
}

void LastingCalls::prune(Instant until, Instant beyond) {
  Statement statement(handle_, "delete from call where at_ms <= ? or at_ms > ?");
  statement.number(base::to_ms(until)).number(base::to_ms(beyond)).step();
}

std::optional<Breaker> LastingCalls::breaker(Family family) {
  Statement statement(handle_, "select opened_ms, until_ms, refusals, why from breaker where family = ?");
  if (!statement.text(spotify::name_of(family)).step()) return std::nullopt;
  return Breaker{base::from_ms(statement.number_at(0)), base::from_ms(statement.number_at(1)),
                 static_cast<int>(statement.number_at(2)), statement.text_at(3)};
}

void LastingCalls::open(Family family, const Breaker& breaker) {
  Statement statement(handle_,
                      "insert or replace into breaker (family, opened_ms, until_ms, refusals, why)"
                      " values (?, ?, ?, ?, ?)");
  statement.text(spotify::name_of(family))
      .number(base::to_ms(breaker.opened))
      .number(base::to_ms(breaker.until))
      .number(breaker.refusals)
      .text(breaker.why)
      .step();
}

void LastingCalls::close(Family family) {
  Statement statement(handle_, "delete from breaker where family = ?");
  statement.text(spotify::name_of(family)).step();
}

CallsThatGoOn::CallsThatGoOn(const First& first, Warn warn) : warn_(std::move(warn)) {
  try {
    first_ = first();
  } catch (const base::Error& error) {
    warn_(error.what());
  }
}

void CallsThatGoOn::fall_back(const std::string& why) {
  first_.reset();
  warn_(why);
}

void CallsThatGoOn::together(const std::function<void()>& work) {
  if (first_) {
    is_together_ = true;
    try {
      first_->together(work);
      is_together_ = false;
      return;
    } catch (const base::Error& error) {
      fall_back(error.what());
    }
    is_together_ = false;
  }
  memory_.together(work);
}

// Runs `work` on the first log, and on the memory log after a failure. Inside `together` the failure is thrown on, so
// that the whole group is undone before it runs again.
template <class Work>
auto CallsThatGoOn::tried(const Work& work) {
  if (first_) {
    try {
      return work(*first_);
    } catch (const base::Error& error) {
      if (is_together_) throw;
      fall_back(error.what());
    }
  }
  return work(static_cast<spotify::CallLog&>(memory_));
}

std::vector<CallMade> CallsThatGoOn::calls(Instant after) {
  return tried([&](spotify::CallLog& log) { return log.calls(after); });
}

std::int64_t CallsThatGoOn::begin(Instant at, Family family) {
  return tried([&](spotify::CallLog& log) { return log.begin(at, family); });
}

void CallsThatGoOn::end(std::int64_t call, int status) {
  tried([&](spotify::CallLog& log) { log.end(call, status); });
}

void CallsThatGoOn::prune(Instant until, Instant beyond) {
  tried([&](spotify::CallLog& log) { log.prune(until, beyond); });
}

std::optional<Breaker> CallsThatGoOn::breaker(Family family) {
  return tried([&](spotify::CallLog& log) { return log.breaker(family); });
}

void CallsThatGoOn::open(Family family, const Breaker& breaker) {
  tried([&](spotify::CallLog& log) { log.open(family, breaker); });
}

void CallsThatGoOn::close(Family family) {
  tried([&](spotify::CallLog& log) { log.close(family); });
}

}  // namespace segue::state
