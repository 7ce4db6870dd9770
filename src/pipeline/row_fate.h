// What happened to one row of a history file.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace segue::pipeline {

enum class Fate {
  play,        // leads a play: the play has its object and ordinal
  merged,      // shows a play that a row of another source leads
  known,       // shows a play that another row of its own source leads: shown twice
  other_kind,  // a podcast, an audiobook, a video, or no names: kept, but no play
  no_play,     // of a library or a playlist, or playing now: shows no play
  rejected,
  refused,    // the whole member was refused
  not_built,  // not imported, or in no build yet
};
std::string_view text_of(Fate fate);

struct RowFate {
  std::string member;    // its name in the container
  std::int64_t row = 0;  // from 1; 0 = the whole member
  Fate fate = Fate::no_play;
  std::string time;     // for plays, ISO 8601; else ""
  std::string what;     // "Artist - Title"
  std::string play_id;  // for play, merged and known
  std::string detail;   // which source leads, which row, which kind, why rejected
};

}  // namespace segue::pipeline
