// How it works: splits come first, since a merge may name a split-off track. Then all merges are united into sets,
// whose root is their smallest key, and each set ends at one key: so neither the order of the rules nor the path along
// a chain changes the result.
#include "rules/recordings.h"

#include <set>

#include "base/hash.h"
#include "base/unions.h"

namespace segue::rules {

std::string split_recording(const std::string& track_key) {
  return base::key_hash({"split recording", track_key});
}

RecordingRules recording_rules(const std::vector<MergeRule>& merges, const std::vector<std::string>& split_tracks) {
  const std::set<std::string> split(split_tracks.begin(), split_tracks.end());
  const auto meant = [&](const std::string& recording, const std::string& track) {
    return split.contains(track) ? split_recording(track) : recording;
  };
  base::Unions unions;
  std::set<std::string> subjects, targets;
  for (const MergeRule& rule : merges) {
    const std::string subject = meant(rule.subject, rule.subject_track);
    const std::string target = meant(rule.target, rule.target_track);
    unions.unite(subject, target);
    subjects.insert(subject);
    targets.insert(target);
  }
  // For each set, by its root, the smallest key that is never merged away; a ring has none. `targets` is sorted.
  std::map<std::string, std::string> ends;
  for (const std::string& target : targets)
    if (!subjects.contains(target)) ends.try_emplace(unions.find(target), target);
  RecordingRules rules;
  const auto parents = unions.parents();
  for (const auto& [key, parent] : parents) {
    const std::string& root = unions.find(key);
    const auto end = ends.find(root);
    const std::string& into = end == ends.end() ? root : end->second;
    if (into != key) rules.merges.emplace(key, into);
  }
  for (const std::string& track : split) {
    const std::string own = split_recording(track);
    const auto merged = rules.merges.find(own);
    rules.splits.emplace(track, merged == rules.merges.end() ? own : merged->second);
  }
  return rules;
}

}  // namespace segue::rules
