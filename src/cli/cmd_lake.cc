#include <fmt/core.h>

#include <chrono>
#include <filesystem>

#include "base/error.h"
#include "base/json.h"
#include "cli/context.h"
#include "cli/output.h"
#include "lake/open.h"
#include "lake/sync.h"

namespace segue::cli {
namespace {

namespace fs = std::filesystem;

struct Flags {
  std::string from, to;
  bool sizes_only = false;
  bool dry_run = false;
};

constexpr std::size_t kShown = 20;

// A folder by its whole path, so that two names of one place are one.
std::string place_of(const std::string& given) {
  if (given.starts_with("s3://")) return given.ends_with('/') ? given.substr(0, given.size() - 1) : given;
  return fs::weakly_canonical(given).string();
}

std::function<void(std::uint64_t, std::uint64_t)> telling() {
  using Clock = std::chrono::steady_clock;
  auto due = std::make_shared<Clock::time_point>(Clock::now());
  return [due](std::uint64_t done, std::uint64_t of) {
    if (Clock::now() < *due) return;
    *due = Clock::now() + std::chrono::milliseconds(200);
    progress(fmt::format("lake: {} of {} objects", with_commas(static_cast<std::int64_t>(done)),
                         with_commas(static_cast<std::int64_t>(of))));
  };
}

std::string as_json(const Flags& flags, const lake::SyncReport& report) {
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

std::string as_text(const Flags& flags, const lake::SyncReport& report) {
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

void run(Context& context, const Flags& flags) {
  const std::string from = place_of(flags.from), to = place_of(flags.to);
  if (from == to) throw base::Error(base::Fault::usage, fmt::format("{} and {} are one place", flags.from, flags.to));
  if (!from.starts_with("s3://") && !fs::is_directory(from))
    throw base::Error(base::Fault::usage, fmt::format("{} is no folder", flags.from));
  const auto source = lake::open(from, context.config().aws, base::process_environment);
  const auto copy = lake::open(to, context.config().aws, base::process_environment);
  lake::SyncOptions options;
  options.compare_bytes = !flags.sizes_only;
  options.dry_run = flags.dry_run;
  options.progress = telling();
  const lake::SyncReport report = lake::sync(*source, *copy, options);
  end_progress();
  if (report.objects == 0)
    throw base::Error(base::Fault::usage, fmt::format("{} holds no object of a lake: nothing to copy", flags.from));
  print(context.json ? as_json(flags, report) : as_text(flags, report));
  if (!report.problems.empty()) context.exit_code = static_cast<int>(base::Fault::input);
}

}  // namespace

void add_lake(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand("lake", "copy a lake, and verify the copy");
  command->require_subcommand(1);
  auto flags = std::make_shared<Flags>();
  auto* sync = command->add_subcommand("sync", "what TO lacks of FROM; overwrites nothing");
  sync->add_option("FROM", flags->from, "a folder, or s3://BUCKET/PREFIX")->required();
  sync->add_option("TO", flags->to, "a folder, or s3://BUCKET/PREFIX")->required();
  sync->add_flag("--sizes-only", flags->sizes_only, "of what is there compare sizes alone");
  sync->add_flag("--dry-run", flags->dry_run, "compare, and write nothing");
  sync->callback([&context, flags] { context.step("lake sync", [&] { run(context, *flags); }); });
}

}  // namespace segue::cli
