// How it works: a failure bars its own path for the run. A 403 also bars its family, or only its list. Ten failures of
// a family in a row bar the family, and three families that fail without an answer between them end the run. An answer
// ends its own family's row of failures, and the row of families.
#include "capture/enrich_refusals.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <sstream>

#include "base/error.h"
#include "base/log.h"
#include "lake/keep.h"
#include "lake/object_key.h"
#include "lake/read_object.h"

namespace segue::capture {
namespace {

using lake::ObjectKind;
using spotify::Call;
using spotify::Reply;

constexpr std::chrono::days kRemembered{30};

std::string stem(const std::string& path) {
  return path.substr(0, path.find('?'));
}

// Returns what a 403 forbids: the family, but only the list if it is one of the listener's own, because Spotify can
// hide one list and show others of its family.
std::string family_or_list(const Call& call) {
  if (call.lane == spotify::Lane::library) return stem(call.path);
  return std::string(spotify::name_of(spotify::family_of(call.method, call.path)));
}

std::string said(const Reply& reply) {
  if (!reply.error.empty()) return reply.error;
  return reply.status == 0 ? "no answer" : fmt::format("status {}", reply.status);
}

}  // namespace

bool Refusals::bars(const Call& call) const {
  return barred_.contains(call.path) || barred_.contains(family_or_list(call)) ||
         barred_.contains(std::string(spotify::name_of(spotify::family_of(call.method, call.path))));
}

void Refusals::failed(const Call& call, const Reply& reply) {
  if (!first_) first_ = {call, reply};
  barred_.insert(call.path);
  if (reply.status == 401) {
    end_ = {call, reply};
    return;
  }
  if (call.lane != spotify::Lane::library) paths_.insert(call.path);
  if (reply.status == 403) {
    barred_.insert(family_or_list(call));
    leave_out(family_or_list(call), reply);
    return;
  }
  const spotify::Family family = spotify::family_of(call.method, call.path);
  failing_.insert(family);
  if (failing_.size() >= kFamiliesInARow) end_ = {call, reply};
  if (++in_a_row_[family] < kFailuresShut) return;
  const std::string name(spotify::name_of(family));
  barred_.insert(name);
  leave_out(fmt::format("{}, {} failures in a row", name, kFailuresShut), reply);
}

void Refusals::answered(spotify::Family family) {
  is_answered_ = true;
  in_a_row_.erase(family);
  failing_.clear();
}

void Refusals::leave_out(const std::string& what, const Reply& reply) {
  std::string line = fmt::format("{} ({})", what, said(reply));
  if (std::find(left_out_.begin(), left_out_.end(), line) == left_out_.end()) left_out_.push_back(std::move(line));
}

std::optional<std::pair<Call, Reply>> Refusals::end_of_a_run_without_answer() const {
  return is_answered_ || left_out_.empty() ? std::nullopt : first_;
}

void remember_failed(lake::Lake& lake, const std::string& user, const base::Clock& clock,
                     const std::set<std::string>& paths) {
  if (paths.empty()) return;
  std::string body;
  for (const std::string& path : paths) body += path + "\n";
  lake::keep_decision(lake, user, {ObjectKind::enrich_failed, "failed in a run of enrich", body, clock.now()});
}

std::set<std::string> often_failed(const lake::Lake& lake, const std::string& user, base::Instant now) {
  std::map<std::string, std::set<std::chrono::sys_days>> days;
  for (const auto& object : lake.list(lake::prefix_of(user, ObjectKind::enrich_failed))) {
    try {
      const auto [envelope, body] = lake::read_object(lake, object.key);
      if (envelope.our_clock + kRemembered < now) continue;
      std::istringstream lines(body);
      for (std::string path; std::getline(lines, path);)
        days[path].insert(std::chrono::floor<std::chrono::days>(envelope.our_clock));
    } catch (const base::Error& error) {
      if (error.fault() != base::Fault::input) throw;
      spdlog::warn("a note of earlier failures cannot be read and is skipped: {}", error.what());
    }
  }
  std::set<std::string> often;
  for (const auto& [path, on] : days)
    if (on.size() >= kDaysFailed) often.insert(path);
  return often;
}

}  // namespace segue::capture
