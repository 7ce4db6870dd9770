// How it works: all paths land first, then one load takes in everything. Kinds and years are counted in the tables
// after the load, so a member that was imported before counts the same.
#include "pipeline/import.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>

#include "base/error.h"
#include "base/text.h"
#include "load/loaded_rows.h"

namespace segue::pipeline {
namespace {

struct Landed {
  std::map<std::string, capture::ImportedMember> members;  // by key, each once
  std::vector<capture::NotRead> not_read;
  std::vector<std::string> failed;
  int exit_code = 0;
};

// Lands each container. One with wrong input or usage does not stop the others; any other fault is thrown at once.
// Throws if the only path fails.
Landed land(Home& home, const std::vector<std::string>& paths) {
  Landed landed;
  std::optional<base::Error> first;
  for (const auto& path : paths) {
    home.observer().progress(fmt::format("import: {}", path));
    try {
      auto imported = capture::import(home.lake(), home.user(), path, home.clock().now());
      for (auto& member : imported.members) landed.members.try_emplace(member.object, member);
      landed.not_read.insert(landed.not_read.end(), imported.not_read.begin(), imported.not_read.end());
    } catch (const base::Error& error) {
      if (error.fault() != base::Fault::input && error.fault() != base::Fault::usage) throw;
      if (!first) first = error;
      landed.failed.emplace_back(error.what());
    }
  }
  home.observer().progress_ended();
  if (!first) return landed;
  if (landed.members.empty() && paths.size() == 1) throw base::Error(*first);
  for (const auto& why : landed.failed) home.observer().notice("segue: " + why);
  landed.exit_code = static_cast<int>(first->fault());
  return landed;
}

bool tells_of_plays(const std::string& format) {
  return format != "spotify_library" && format != "spotify_playlists";
}

// Returns whether a file gives no music although it should. Videos, podcasts and audiobooks have files of their own, so
// a file with only those is in order.
bool looks_wrong(const load::LedgerEntry& entry, const load::PlaysOfObject& plays) {
  if (plays.kinds.contains("music") || plays.kinds.contains("local")) return false;
  return plays.kinds.empty() || plays.kinds.contains("unknown") || entry.rejected > 0;
}

// Adds the rows of one member, as the tables hold them now, to the result.
void account_for(ImportResult& result, const capture::ImportedMember& member, const load::LedgerEntry& entry,
                 const load::PlaysOfObject& plays) {
  for (const auto& [kind, rows] : plays.kinds) result.kinds[kind] += rows;
  if (!entry.refusal.empty() || !tells_of_plays(member.format) || !looks_wrong(entry, plays)) return;
  std::string what;
  for (const auto& [kind, rows] : plays.kinds) what += fmt::format(", {} of kind {}", base::with_commas(rows), kind);
  if (entry.rejected > 0) what += fmt::format(", {} rejected", base::with_commas(entry.rejected));
  result.looks_wrong.push_back(fmt::format("{} gives no play of music: {} {}{}", member.name,
                                           base::with_commas(entry.rows), entry.rows == 1 ? "row" : "rows", what));
}

void look_for_empty_years(ImportResult& result, warehouse::Connection& connection, const std::string& user,
                          const std::vector<load::PlaysOfObject>& all) {
  std::optional<std::int64_t> first, last;
  for (const auto& plays : all) {
    if (!plays.first_ms) continue;
    first = std::min(first.value_or(*plays.first_ms), *plays.first_ms);
    last = std::max(last.value_or(*plays.last_ms), *plays.last_ms);
  }
  if (!first) return;
  std::string years;
  for (const int year : load::years_without_rows(connection, user, *first, *last))
    years += fmt::format("{}{}", years.empty() ? "" : ", ", year);
  if (!years.empty())
    result.looks_wrong.push_back(fmt::format(
        "there is no row in {}, between the first and the last row: is a file of the export missing?", years));
}

// Returns what an earlier load made of members that are not new.
LoadResult known_before(warehouse::Connection& connection, const Landed& landed) {
  LoadResult known;
  for (const auto& [object, member] : landed.members)
    if (const auto entry = load::ledger_entry(connection, object)) {
      known.rows += entry->rows;
      known.known += entry->rows;
      if (entry->refusal.empty()) continue;
      ++known.members_refused;
      known.refusals.push_back(fmt::format("{}: {}", member.name, entry->refusal));
    }
  return known;
}

// Counts rejects by reason. Reasons name the row's own figures ("1970-01-01T00:00:01Z is before …"), so reasons that
// differ only in digits are one.
void count_rejects(ImportResult& result, const std::vector<load::ObjectReport>& objects) {
  std::map<std::string, std::string> first_of;  // reason without digits → the first row's reason
  for (const auto& object : objects)
    for (const auto& reject : object.rejects) {
      const std::string why = reject.field.empty() ? reject.reason : reject.field + ": " + reject.reason;
      std::string bare;
      for (const char c : why)
        if (c < '0' || c > '9') bare += c;
      ++result.rejected[first_of.try_emplace(bare, why).first->second];
    }
}

ImportResult load_members(Home& home, const Landed& landed) {
  const base::FileLock held = home.take_lock();
  const auto work = home.warehouse().open(held);
  const LoadResult known = known_before(*work->connect(), landed);
  load::Report report = load::load_new(home.lake(), *work, home.load_options());
  std::erase_if(report.objects,
                [&](const load::ObjectReport& object) { return !landed.members.contains(object.object); });
  ImportResult result;
  {
    const auto connection = work->connect();
    std::vector<load::PlaysOfObject> all;
    for (const auto& [object, member] : landed.members) {
      const auto entry = load::ledger_entry(*connection, object);
      if (!entry) continue;
      all.push_back(load::plays_of(*connection, object));
      account_for(result, member, *entry, all.back());
    }
    look_for_empty_years(result, *connection, home.user(), all);
  }
  work->close();
  count_rejects(result, report.objects);
  result.rows = summed(report.objects);
  result.rows.rows += known.rows;
  result.rows.known = known.known;
  result.rows.members_refused += known.members_refused;
  result.rows.refusals.insert(result.rows.refusals.end(), known.refusals.begin(), known.refusals.end());
  result.rows.reject_file = write_rejects(report.objects, home.config().rejects());
  return result;
}

}  // namespace

ImportResult import_paths(Home& home, const std::vector<std::string>& paths, bool land_only) {
  Landed landed = land(home, paths);
  ImportResult result;
  if (land_only)
    result.rows.deferred = true;
  else if (!landed.members.empty())
    result = load_members(home, landed);
  result.not_read = std::move(landed.not_read);
  result.failed = std::move(landed.failed);
  result.exit_code = landed.exit_code;
  return result;
}

}  // namespace segue::pipeline
