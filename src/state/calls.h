// The call log in state.db, and the log that replaces it if state.db fails.
#pragma once
#include <functional>
#include <memory>

#include "spotify/call_log.h"
#include "state/state_file.h"

namespace segue::state {

// Every function throws Error(internal) if SQLite fails or another process holds the lock for 10 s.
class LastingCalls final : public spotify::CallLog {
 public:
  // `state` outlives the object; other processes may use the same file.
  explicit LastingCalls(StateFile& state) : handle_(state.handle()) {}

  void together(const std::function<void()>& work) override;
  std::vector<spotify::CallMade> calls(base::Instant after) override;
  std::int64_t begin(base::Instant at, spotify::Family family) override;
  void end(std::int64_t call, int status) override;
  void prune(base::Instant until, base::Instant beyond) override;
  std::optional<spotify::Breaker> breaker(spotify::Family family) override;
  void open(spotify::Family family, const spotify::Breaker& breaker) override;
  void close(spotify::Family family) override;

 private:
  sqlite3* handle_;
};

// Uses the log from `first` until it fails once, then a log in memory. Calls `warn` once at that moment. So a lost or
// broken state.db never stops a poll.
class CallsThatGoOn final : public spotify::CallLog {
 public:
  using First = std::function<std::unique_ptr<spotify::CallLog>()>;
  using Warn = std::function<void(const std::string& why)>;
  CallsThatGoOn(const First& first, Warn warn);

  void together(const std::function<void()>& work) override;
  std::vector<spotify::CallMade> calls(base::Instant after) override;
  std::int64_t begin(base::Instant at, spotify::Family family) override;
  void end(std::int64_t call, int status) override;
  void prune(base::Instant until, base::Instant beyond) override;
  std::optional<spotify::Breaker> breaker(spotify::Family family) override;
  void open(spotify::Family family, const spotify::Breaker& breaker) override;
  void close(spotify::Family family) override;

 private:
  template <class Work>
  auto tried(const Work& work);
  void fall_back(const std::string& why);

  Warn warn_;
  std::unique_ptr<spotify::CallLog> first_;  // null: it has failed
  spotify::MemoryCalls memory_;
  bool is_together_ = false;
};

}  // namespace segue::state
