#include <fmt/core.h>

#include <set>

#include "base/error.h"
#include "capture/import.h"
#include "cli/context.h"
#include "cli/load_result.h"
#include "cli/output.h"

namespace segue::cli {
namespace {

struct Flags {
  std::vector<std::string> paths;
  bool land_only = false;
};

// Lands each container; the keys of all their members, each once, with a name.
std::map<std::string, std::string> land(Context& context, const Flags& flags) {
  std::map<std::string, std::string> members;
  for (const auto& path : flags.paths) {
    progress(fmt::format("import: {}", path));
    for (const auto& member : capture::import(context.lake(), context.user(), path, context.clock().now()).members)
      members.try_emplace(member.object, member.name);
  }
  end_progress();
  return members;
}

LoadResult load_members(Context& context, const std::map<std::string, std::string>& members) {
  const base::FileLock held = context.take_lock();
  const auto work = context.warehouse().open(held);
  LoadResult known;
  {
    const auto connection = work->connect();
    for (const auto& [object, name] : members)
      if (const auto entry = load::ledger_entry(*connection, object)) {
        known.rows += entry->rows;
        known.known += entry->rows;
        if (entry->refusal.empty()) continue;
        ++known.members_refused;
        known.refusals.push_back(fmt::format("{}: {}", name, entry->refusal));
      }
  }
  load::Report report = load::load_new(context.lake(), *work, context.load_options());
  work->close();
  std::erase_if(report.objects, [&](const load::ObjectReport& object) { return !members.contains(object.object); });
  LoadResult result = summed(report.objects);
  result.rows += known.rows;
  result.known = known.known;
  result.members_refused += known.members_refused;
  result.refusals.insert(result.refusals.end(), known.refusals.begin(), known.refusals.end());
  write_rejects(result, report.objects, context.config().rejects());
  return result;
}

void run(Context& context, const Flags& flags) {
  const auto members = land(context, flags);
  if (flags.land_only) {
    LoadResult landed;
    landed.deferred = true;
    show(context, landed, "Landed");
    return;
  }
  show(context, load_members(context, members), "Imported");
}

}  // namespace

void add_import(CLI::App& app, Context& context) {
  auto flags = std::make_shared<Flags>();
  auto* command = app.add_subcommand("import", "exports and histories into the lake, and loaded");
  command->add_option("PATH", flags->paths, "zip, folder or file: Spotify, ListenBrainz")->required();
  command->add_flag("--land-only", flags->land_only, "stop at the lake");
  command->callback([&context, flags] { context.step("import", [&] { run(context, *flags); }); });
}

}  // namespace segue::cli
