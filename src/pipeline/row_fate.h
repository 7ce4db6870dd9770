// What became of one row of a history file.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

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

}  // namespace segue::pipeline
