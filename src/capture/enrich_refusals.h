// Remembers what Spotify refused in a run of enrich and what is therefore asked for no more, and what failed on other
// days. One refused thing ends nothing but itself.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "lake/lake.h"
#include "spotify/family.h"
#include "spotify/web_api.h"

namespace segue::capture {

inline constexpr int kFamiliesInARow = 3;      // the run ends if so many families fail without an answer between them
inline constexpr int kFailuresShut = 10;       // a family with so many failures in a row is left alone for the run
inline constexpr std::size_t kDaysFailed = 3;  // a path that failed on so many days comes after the others

class Refusals {
 public:
  // Returns whether the call must not be made: it failed in this run, or its list or family is left alone.
  bool bars(const spotify::Call& call) const;
  // Records a reply that is neither an answer nor a wait.
  void failed(const spotify::Call& call, const spotify::Reply& reply);
  void answered(spotify::Family family);

  // Return why the run ends: end() because the login is refused or families fail in a row, the other because something
  // was left alone and nothing at all was answered.
  std::optional<std::pair<spotify::Call, spotify::Reply>> end() const { return end_; }
  std::optional<std::pair<spotify::Call, spotify::Reply>> end_of_a_run_without_answer() const;
  // Returns what was left alone, each once: "albums (Forbidden)".
  const std::vector<std::string>& left_out() const { return left_out_; }
  // Returns the paths of the catalogue that failed otherwise than by a refused login.
  const std::set<std::string>& paths() const { return paths_; }

 private:
  void leave_out(const std::string& what, const spotify::Reply& reply);

  std::set<std::string> barred_;  // paths; names of families; paths of lists without their query
  std::set<std::string> paths_;
  std::map<spotify::Family, int> in_a_row_;
  std::set<spotify::Family> failing_;  // families that failed since the last answer of any family
  std::vector<std::string> left_out_;
  std::optional<std::pair<spotify::Call, spotify::Reply>> first_, end_;
  bool is_answered_ = false;
};

// Writes to the lake which paths failed in a run that did not end by a refusal. Writes nothing if no path failed.
void remember_failed(lake::Lake& lake, const std::string& user, const base::Clock& clock,
                     const std::set<std::string>& paths);
// Returns the paths that failed on three days (UTC) of the last thirty. Objects that cannot be read count as absent.
std::set<std::string> often_failed(const lake::Lake& lake, const std::string& user, base::Instant now);

}  // namespace segue::capture
