#include <fmt/core.h>

#include "base/error.h"
#include "base/json.h"
#include "cli/context.h"
#include "cli/output.h"
#include "pipeline/lake_sync.h"

namespace segue::cli {
namespace {

using pipeline::SyncFlags;

constexpr std::size_t kShown = 20;

std::string as_json(const SyncFlags& flags, const lake::SyncReport& report) {
  base::JsonArray problems;
  for (const auto& [key, what] : report.problems)
    problems.raw(base::JsonObject{}.text("key", key).text("what", what).str());
  return base::JsonObject{}
             .text("from", flags.from)
             .text("to", flags.to)
             .number("objects", report.objects)
             .number("bytes", report.bytes)
             .number("copied", report.copied)
             .number("copied_bytes", report.copied_bytes)
             .number("same", report.same)
             .number("only_in_to", report.only_in_copy)
             .flag("dry_run", flags.dry_run)
             .raw("problems", problems.str())
             .str() +
         "\n";
}

std::string as_text(const SyncFlags& flags, const lake::SyncReport& report) {
  const auto number = [](std::uint64_t n) { return with_commas(static_cast<std::int64_t>(n)); };
  std::string text = fmt::format("{} objects, {} bytes: {} {}, {} there already and {}.\n", number(report.objects),
                                 number(report.bytes), number(report.copied),
                                 flags.dry_run ? "would be copied" : "copied and read back", number(report.same),
                                 flags.sizes_only ? "of equal size" : "equal");
  if (report.only_in_copy > 0) text += fmt::format("{} only in the copy: left alone.\n", number(report.only_in_copy));
  for (std::size_t i = 0; i < std::min(report.problems.size(), kShown); ++i)
    text += fmt::format("{}\n  {}\n", report.problems[i].key, report.problems[i].what);
  if (report.problems.size() > kShown)
    text += fmt::format("… and {} more (--json names all)\n", number(report.problems.size() - kShown));
  return text;
}

void run(Context& context, const SyncFlags& flags) {
  const auto report = pipeline::sync_lakes(context.home(), flags);
  print(context.json ? as_json(flags, report) : as_text(flags, report));
  if (!report.problems.empty()) context.exit_code = static_cast<int>(base::Fault::input);
}

}  // namespace

void add_lake(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand("lake", "copy a lake and verify the copy");
  command->require_subcommand(1);
  auto flags = std::make_shared<SyncFlags>();
  auto* sync = command->add_subcommand("sync", "copy from FROM what TO lacks; overwrite nothing");
  sync->add_option("FROM", flags->from, "a folder, or s3://BUCKET/PREFIX")->required();
  sync->add_option("TO", flags->to, "a folder, or s3://BUCKET/PREFIX")->required();
  sync->add_flag("--sizes-only", flags->sizes_only, "compare objects that TO has by size alone");
  sync->add_flag("--dry-run", flags->dry_run, "compare only, write nothing");
  sync->callback([&context, flags] { context.step("lake sync", [&] { run(context, *flags); }); });
}

}  // namespace segue::cli
