// What Spotify refused in a run of enrich, and what is asked for no more because of it; what failed on other days. One
// thing refused ends nothing but itself.
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

inline constexpr int kFamiliesInARow = 3;      // that fail without an answer between them: the run ends
inline constexpr int kFailuresShut = 10;       // in a row of one family: it is left alone for the run
inline constexpr std::size_t kDaysFailed = 3;  // on so many an id comes behind the others

class Refusals {
 public:
  // Of what was asked for in vain in this run, and of what Spotify forbids.
  bool bars(const spotify::Call& call) const;
  // A reply that is neither an answer nor a wait.
  void failed(const spotify::Call& call, const spotify::Reply& reply);
  void answered(spotify::Family family);

  // Why the run is to end: the login is refused, families fail in a row, or nothing at all was answered.
  std::optional<std::pair<spotify::Call, spotify::Reply>> end() const { return end_; }
  std::optional<std::pair<spotify::Call, spotify::Reply>> end_of_a_run_without_answer() const;
  // What was left alone, each once: "albums (Forbidden)".
  const std::vector<std::string>& left_out() const { return left_out_; }
  // Paths of the catalogue that failed by themselves.
  const std::set<std::string>& paths() const { return paths_; }

 private:
  void leave_out(const std::string& what, const spotify::Reply& reply);

  std::set<std::string> barred_;  // paths; names of families; paths of lists without their query
  std::set<std::string> paths_;
  std::map<spotify::Family, int> in_a_row_;
  std::set<spotify::Family> failing_;  // since the last answer of any
  std::vector<std::string> left_out_;
  std::optional<std::pair<spotify::Call, spotify::Reply>> first_, end_;
  bool is_answered_ = false;
};

// Keeps in the lake which paths failed in a run that did not end by a refusal; nothing where there are none.
void remember_failed(lake::Lake& lake, const std::string& user, const base::Clock& clock,
                     const std::set<std::string>& paths);
// Paths that failed on three days (UTC) of the last thirty. Objects that cannot be read count as absent.
std::set<std::string> often_failed(const lake::Lake& lake, const std::string& user, base::Instant now);

}  // namespace segue::capture
