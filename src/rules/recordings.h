// What merges and splits in force come to: which recordings are another one, which tracks are a recording of their own.
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
  std::map<std::string, std::string> merges;  // recording_key → what it is in the end; never a key of this map
  std::map<std::string, std::string> splits;  // track_key → its recording, merges applied
};

// The recording that a track is once it is split off.
std::string split_recording(const std::string& track_key);

// Pure, and the order of its input changes nothing. Chains end at what is a target alone, of several the smallest key;
// a ring ends at its smallest key. A merge that names a track that is split off means the recording of that track.
RecordingRules recording_rules(const std::vector<MergeRule>& merges, const std::vector<std::string>& split_tracks);

}  // namespace segue::rules
