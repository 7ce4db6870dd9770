// The faults of a simulated year. Every n-th call gets one; its kind is drawn by weight from the kinds that fit the
// call. The same seed and the same calls give the same faults.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "http/server.h"
#include "simulator/random.h"

namespace segue::simulator {

enum class FaultKind {
  rate_limit,       // 429 with Retry-After of 1 to 30 s
  rate_limit_bare,  // 429 without Retry-After
  quota,            // 429 QUOTA_EXCEEDED: the call's family is refused for hours
  server_error,     // 500, 502, 503 or 504; the body is JSON, HTML or empty
  html,             // 200 with an HTML page
  cut,              // the body ends early
  slow,             // the body comes in halves
  reset,            // RST before or during the answer
  stale,            // the list as it was half an hour to six hours ago
  short_list,       // only the newest 1 to 30 items
  duplicate,        // an item twice
  nulls,            // null in place of values
  unknown,          // fields and a context type that segue cannot know
  token_rotated,    // a refresh returns a new refresh token and ends the old one
  token_missing,    // a refresh returns no refresh token
};
constexpr std::size_t fault_kinds = 15;
std::string_view name_of(FaultKind kind);  // as /sim/faults spells it
std::optional<FaultKind> fault_named(std::string_view name);

// Classes of calls, by which faults fit.
enum class CallClass { recent, read, write, refresh, code, other };
CallClass class_of(const http::ServerRequest& request);
// Returns the family of calls that are blocked together: "recently-played", "tracks", "me/playlists", …; "" outside
// /v1.
std::string family_of(std::string_view path);

// The fault of one call.
struct Fault {
  FaultKind kind = FaultKind::server_error;
  Rng rng{0};               // for further random choices
  int status = 0;           // of a server error; 0: drawn
  std::string retry_after;  // "": drawn
};

class Faults {
 public:
  // From the next call on, every `every`-th call gets a fault; 0 ends faults and blocks of quota. `kinds`: empty = all.
  void start(std::uint64_t every, std::uint64_t seed, std::vector<FaultKind> kinds);
  // Gives `fault` to the next `times` calls under `path` that it fits.
  void script(std::string path, int times, Fault fault);

  // Counts the call and returns its fault, if it gets one.
  std::optional<Fault> next(const http::ServerRequest& request);
  void count(FaultKind kind) { ++counts_[static_cast<std::size_t>(kind)]; }
  std::uint64_t count_of(FaultKind kind) const { return counts_[static_cast<std::size_t>(kind)]; }

  void block(const std::string& family, base::Instant until) { blocks_[family] = until; }
  // Returns the end of the family's block, nullopt if it is not blocked.
  std::optional<base::Instant> blocked(const std::string& family, base::Instant now) const;

 private:
  struct Scripted {
    std::string path;
    int times = 0;  // still to come
    Fault fault;
  };
  bool wanted(FaultKind kind) const;

  std::uint64_t every_ = 0, seed_ = 0, calls_ = 0;
  std::vector<FaultKind> kinds_;
  Scripted scripted_;
  std::map<std::string, base::Instant> blocks_;
  std::array<std::uint64_t, fault_kinds> counts_{};
};

}  // namespace segue::simulator
