#include "load/recordings.h"

#include <fmt/core.h>

#include <utility>

#include "load/rules_in_force.h"

namespace segue::load {
namespace {

// Selects rules about recordings: a rule about artists has an item_kind.
constexpr const char* kMergesAndSplits =
    R"sql(
      select r.kind, coalesce(r.subject, ''), coalesce(r.subject_track, ''), coalesce(r.target, ''),
        coalesce(r.target_track, '')
      from {}
      where r.kind in ('merge', 'split') and r.item_kind is null
    )sql";

}  // namespace

void write_recording_rules(warehouse::Connection& connection, std::vector<rules::MergeRule> renamed) {
  std::vector<rules::MergeRule> merges = std::move(renamed);
  std::vector<std::string> splits;
  connection.each(fmt::format(kMergesAndSplits, kRulesInForce), [&](const warehouse::Row& row) {
    if (row.text(0) == "split")
      splits.emplace_back(row.text(2));
    else
      merges.push_back({.subject = std::string(row.text(1)),
                        .subject_track = std::string(row.text(2)),
                        .target = std::string(row.text(3)),
                        .target_track = std::string(row.text(4))});
  });
  const rules::RecordingRules now = rules::recording_rules(merges, splits);
  write_keys(connection, raw::kRecordingMerges, now.merges);
  write_keys(connection, raw::kTrackSplits, now.splits);
}

void write_keys(warehouse::Connection& connection, const RawTable& table,
                const std::map<std::string, std::string>& keys) {
  connection.execute(std::string("delete from segue_raw.") + table.name);
  const auto writer = rows_into(connection, table);
  for (const auto& [key, now] : keys) writer->text(key).text(now).end_row();
  writer->flush();
}

}  // namespace segue::load
