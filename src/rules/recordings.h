// Computes the result of the merges and splits in force: which recordings become another one, and which tracks become a
// recording of their own.
#pragma once
#include <map>
#include <string>
#include <vector>

namespace segue::rules {

struct MergeRule {
  std::string subject, subject_track;  // recording_key; track_key, or ""
  std::string target, target_track;
};

struct RecordingRules {
  std::map<std::string, std::string> merges;  // recording_key → its final key, which is no key of this map
  std::map<std::string, std::string> splits;  // track_key → its recording, merges applied
};

// Returns the key of the recording that a track becomes when it is split off.
std::string split_recording(const std::string& track_key);

// Pure; the order of the input changes nothing. A chain of merges ends at the recording that is only a target, if there
// are several at the smallest key; a ring ends at its smallest key. A merge that names a split-off track means the
// recording of that track.
RecordingRules recording_rules(const std::vector<MergeRule>& merges, const std::vector<std::string>& split_tracks);

}  // namespace segue::rules
