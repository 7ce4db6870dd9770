// Where each row of a history file went: the file is read again, and its rows are looked up in what is published.
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/time.h"
#include "capture/container.h"
#include "lake/lake.h"
#include "load/zones.h"
#include "warehouse/warehouse.h"

namespace segue::pipeline {

enum class Fate {
  play,        // the row that a play is known by
  merged,      // tells of a play that another source's row leads
  known,       // tells of a play that another row of its own source leads: shown twice
  other_kind,  // a podcast, an audiobook, a video, no names: kept, and no play
  no_play,     // of a library or a playlist, or playing now: no play is told
  rejected,
  refused,    // the whole member
  not_built,  // landed or loaded, and no build since
};
std::string_view text_of(Fate fate);

struct RowFate {
  std::string member;    // in the container
  std::int64_t row = 0;  // from 1; 0 = the whole member
  Fate fate = Fate::no_play;
  std::string time;     // of plays, ISO 8601; "" else
  std::string what;     // "Artist - Title"
  std::string play_id;  // of play, merged and known
  std::string detail;   // which source leads, which row, which kind, why rejected
};

struct Explained {
  std::vector<capture::NotRead> not_read;
  std::map<std::string, std::int64_t> rows;  // text_of(fate) → rows
};

struct ExplainScope {
  std::string user;
  load::Zones zones;  // readings of a wall clock are taken by them, as at load
  base::Instant now;  // bounds the times of members that have not landed
};

// Rows come member by member, in their order. Memory: a member as it is read, and some thousand rows of the tables.
// Before the first build every row is `not_built`. Throws as capture::read_container does.
Explained explain(const lake::Lake& lake, warehouse::Warehouse& warehouse, const ExplainScope& scope,
                  const std::filesystem::path& path, const std::function<void(const RowFate&)>& visit);

}  // namespace segue::pipeline
