// The step `enrich`: asks Spotify what it knows of the listener's tracks, albums, artists and lists, within a day's
// share of calls.
#pragma once
#include <cstdint>
#include <vector>

#include "capture/enrich.h"
#include "capture/enrich_plan.h"
#include "pipeline/home.h"

namespace segue::pipeline {

struct EnrichFlags {
  std::int64_t calls = 0;  // the most that are made; 0 = a day's share
  bool land_only = false;  // stop at the lake
};

struct EnrichResult {
  capture::Enriched made;
  bool deferred = false;       // landed, and another segue holds the tables: the next load takes it in
  std::int64_t days_left = 0;  // that the calls left take, at a day's share
};

// Throws Error(usage) while another enrich of this home runs, Error(login) without a login. What Spotify or the quota
// held back is in the result: the caller shows the result and then throws by require_done.
EnrichResult enrich(Home& home, const EnrichFlags& flags);
void require_done(const EnrichResult& result);

// What would be asked for, first things first; nothing is asked.
struct EnrichPlan {
  std::vector<capture::PlannedCall> calls;
  std::int64_t days_left = 0;
};
EnrichPlan enrich_plan(Home& home);

// Metadata calls that a day may take.
int enrich_calls_a_day(const Home& home);

}  // namespace segue::pipeline
