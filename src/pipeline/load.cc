#include "pipeline/load.h"

#include <fmt/core.h>

#include "base/file.h"
#include "base/hash.h"
#include "pipeline/lake_check.h"

namespace segue::pipeline {
namespace {

std::string one_line(std::string text) {
  for (char& c : text)
    if (c == '\t' || c == '\n' || c == '\r') c = ' ';
  return text;
}

}  // namespace

LoadResult summed(const std::vector<load::ObjectReport>& objects) {
  LoadResult result;
  for (const auto& object : objects) {
    result.rows += object.rows;
    result.rejected += object.rejected;
    result.loaded += object.rows - object.rejected;
    for (const auto& [source, count] : object.sources) result.sources[source] += count;
    if (object.refusal.empty()) continue;
    ++result.members_refused;
    result.refusals.push_back(fmt::format("{}: {}", object.name, object.refusal));
  }
  return result;
}

std::string write_rejects(const std::vector<load::ObjectReport>& objects, const std::filesystem::path& folder) {
  std::string lines;
  for (const auto& object : objects) {
    if (!object.refusal.empty()) lines += fmt::format("{}\t\t\t{}\n", one_line(object.name), one_line(object.refusal));
    for (const auto& reject : object.rejects)
      lines += fmt::format("{}\t{}\t{}\t{}\n", one_line(object.name), reject.ordinal + 1, one_line(reject.field),
                           one_line(reject.reason));
  }
  if (lines.empty()) return "";
  lines = "member\trow\tfield\treason\n" + lines;
  const auto file = folder / (base::sha256_hex(lines).substr(0, 12) + ".tsv");
  base::write_file_durably(file, lines, 0600);
  return file.string();
}

LoadResult load_lake(Home& home, const LoadFlags& flags) {
  const base::FileLock held = home.take_lock();
  load::Options options = home.load_options();
  options.threads = flags.threads;
  options.shuffle_seed = flags.shuffle;
  const auto work = home.warehouse().open(held);
  const load::Report report = load::load_new(home.lake(), *work, options);
  work->close();
  notice_lost(home, report.lost, false);
  LoadResult result = summed(report.objects);
  result.reject_file = write_rejects(report.objects, home.config().rejects());
  return result;
}

std::optional<load::Report> load_if_free(Home& home, const load::Options& options,
                                         const std::function<void(warehouse::Connection&)>& ask) {
  const auto held = base::FileLock::try_take(home.files().lock());
  if (!held) return std::nullopt;
  std::unique_ptr<warehouse::Work> work;
  try {
    work = home.warehouse().open(*held);
  } catch (const warehouse::Busy&) {
    return std::nullopt;
  }
  load::Report report = load::load_new(home.lake(), *work, options);
  if (ask) ask(*work->connect());
  work->close();
  return report;
}

}  // namespace segue::pipeline
