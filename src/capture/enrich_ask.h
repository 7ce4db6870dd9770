// One question of enrich to Spotify: asked once at most, its answer durable in the lake before anybody reads it.
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

struct Question {
  lake::ObjectKind kind;
  std::string subject, snapshot;
  std::int64_t offset = 0;
  std::string path;
  std::string equal_sha256, equal_object;  // an equal body is left out, the object that holds it named
};

struct Answered {
  spotify::Reply reply;  // an answer or a 404
  music::KeptAnswer kept;
};

class Asking {
 public:
  // References outlive the object.
  Asking(lake::Lake& lake, const std::string& user, spotify::WebApi& api, const base::Clock& clock,
         const EnrichLimits& limits, const std::function<void(const Enriched&)>& progress)
      : lake_(lake), user_(user), api_(api), clock_(clock), limits_(limits), progress_(progress) {}

  // Returns nothing where the question may not be asked, is held back or is refused; `made` then says which.
  std::optional<Answered> ask(const Question& question);
  // The answer for this path could be used.
  void answered(const std::string& path) { refusals_.answered(spotify::family_of("GET", path)); }
  // Spotify refused this path: its reply is neither an answer nor a 404.
  void refused(const std::string& path, const spotify::Reply& reply);

  bool may_go_on() const { return made.calls < limits_.calls && !made.refusal; }
  // The run is over: what failed is remembered, what was left alone is told.
  Enriched end();

  Enriched made;
  spotify::Lane lane = spotify::Lane::metadata;

 private:
  void hold(spotify::Family family, base::Instant until);
  music::KeptAnswer land(const Question& question, const spotify::Reply& reply);

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
