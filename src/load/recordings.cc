#include "load/recordings.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/hash.h"
#include "load/rules_in_force.h"
#include "load/unions.h"

namespace segue::load {
namespace {

// Of recordings: a rule about artists says so.
constexpr const char* kMergesAndSplits =
    "select r.kind, coalesce(r.subject, ''), coalesce(r.subject_track, ''), coalesce(r.target, ''),"
    " coalesce(r.target_track, '') from {} where r.kind in ('merge', 'split') and r.item_kind is null";

}  // namespace

std::string split_recording(const std::string& track_key) {
  return base::key_hash({"split recording", track_key});
}

RecordingRules recording_rules(const std::vector<MergeRule>& merges, const std::vector<std::string>& split_tracks) {
  const std::set<std::string> split(split_tracks.begin(), split_tracks.end());
  const auto meant = [&](const std::string& recording, const std::string& track) {
    return split.contains(track) ? split_recording(track) : recording;
  };
  Unions unions;
  std::set<std::string> subjects, targets;
  for (const MergeRule& rule : merges) {
    const std::string subject = meant(rule.subject, rule.subject_track);
    const std::string target = meant(rule.target, rule.target_track);
    unions.unite(subject, target);
    subjects.insert(subject);
    targets.insert(target);
  }
  // By set: the smallest key that is never merged away; none in a ring.
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

void write_recording_rules(warehouse::Connection& connection, std::vector<MergeRule> renamed) {
  std::vector<MergeRule> merges = std::move(renamed);
  std::vector<std::string> splits;
  connection.each(fmt::format(kMergesAndSplits, kRulesInForce), [&](const warehouse::Row& row) {
    if (row.text(0) == "split")
      splits.emplace_back(row.text(2));
    else
      merges.push_back(
          {std::string(row.text(1)), std::string(row.text(2)), std::string(row.text(3)), std::string(row.text(4))});
  });
  const RecordingRules rules = recording_rules(merges, splits);
  write_keys(connection, "recording_merges", rules.merges);
  write_keys(connection, "track_splits", rules.splits);
}

void write_keys(warehouse::Connection& connection, const char* table, const std::map<std::string, std::string>& keys) {
  connection.execute(std::string("delete from segue_raw.") + table);
  const auto writer = connection.rows_into(table);
  for (const auto& [key, now] : keys) writer->text(key).text(now).end_row();
  writer->flush();
}

}  // namespace segue::load
