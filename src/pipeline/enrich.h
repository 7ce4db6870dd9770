// The step `enrich`: asks Spotify about the listener's tracks, albums, artists and lists, within a day's share of
// calls.
#pragma once
#include <cstdint>
#include <vector>

#include "capture/enrich.h"
#include "capture/enrich_plan.h"
#include "pipeline/home.h"

namespace segue::pipeline {

struct EnrichFlags {
  std::int64_t calls = 0;  // at most so many calls; 0 = a day's share
  bool land_only = false;  // stop at the lake
};

struct EnrichResult {
  capture::Enriched made;
  bool deferred = false;       // landed only: another segue holds the tables, the next load takes it in
  std::int64_t days_left = 0;  // for the calls that are left, at a day's share
};

// Throws Error(usage) while another enrich of this home runs, Error(login) without a login. A refusal of Spotify or the
// quota is in the result: the caller shows the result and then throws by require_done.
EnrichResult enrich(Home& home, const EnrichFlags& flags);
void require_done(const EnrichResult& result);

// Returns the calls that would be made, in order; makes none.
struct EnrichPlan {
  std::vector<capture::PlannedCall> calls;
  std::int64_t days_left = 0;
};
EnrichPlan enrich_plan(Home& home);

// Returns how many metadata calls a day may take.
int enrich_calls_a_day(const Home& home);

}  // namespace segue::pipeline
