// Asks Spotify the questions of enrich, one at a time. Each answer is durable in the lake before anything reads it.
#pragma once
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "base/clock.h"
#include "capture/enrich_refusals.h"
#include "capture/enriched.h"
#include "lake/kinds.h"
#include "lake/lake.h"
#include "music/catalogue.h"
#include "spotify/family.h"
#include "spotify/web_api.h"

namespace segue::capture {

struct ApiQuestion {
  lake::ObjectKind kind;
  std::string subject, snapshot;
  std::int64_t offset = 0;
  std::string path;
  std::string equal_sha256, equal_object;  // a body with this digest is not stored again: the answer names the object
};

struct Answered {
  spotify::Reply reply;  // status 200 or 404
  music::KeptAnswer kept;
};

class Asking {
 public:
  // References outlive the object.
  Asking(lake::Lake& lake, const std::string& user, spotify::WebApi& api, const base::Clock& clock,
         const EnrichLimits& limits, const std::function<void(const Enriched&)>& progress)
      : lake_(lake), user_(user), api_(api), clock_(clock), limits_(limits), progress_(progress) {}

  // Lands and returns the answer; nothing if the question may not be asked, is held back or is refused (see `made`).
  std::optional<Answered> ask(const ApiQuestion& question);
  // Records that the answer for this path could be used.
  void answered(const std::string& path) { refusals_.answered(spotify::family_of("GET", path)); }
  // Records that the reply for this path is of no use: neither 200 nor 404, or not legible.
  void refused(const std::string& path, const spotify::Reply& reply);

  bool may_go_on() const { return made.calls < limits_.calls && !made.refusal; }
  // Ends the run: writes to the lake which paths failed, and returns `made` with what was left alone.
  Enriched end();

  Enriched made;
  spotify::Lane lane = spotify::Lane::metadata;

 private:
  void hold(spotify::Family family, base::Instant until);
  music::KeptAnswer land(const ApiQuestion& question, const spotify::Reply& reply);

  lake::Lake& lake_;
  const std::string& user_;
  spotify::WebApi& api_;
  const base::Clock& clock_;
  const EnrichLimits& limits_;
  const std::function<void(const Enriched&)>& progress_;
  std::set<spotify::Family> held_;
  Refusals refusals_;
};

}  // namespace segue::capture
