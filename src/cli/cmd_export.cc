#include <fmt/core.h>

#include "base/json.h"
#include "cli/context.h"
#include "cli/output.h"
#include "pipeline/export.h"

namespace segue::cli {
namespace {

struct Flags {
  std::vector<std::string> marts;
  std::string format = "parquet";
  std::string to;
};

void run(Context& context, const Flags& flags) {
  const auto format = flags.format == "csv" ? warehouse::FileFormat::csv : warehouse::FileFormat::parquet;
  const auto files = pipeline::export_marts(context.home().warehouse(), flags.marts, flags.to, format);
  base::JsonArray array;
  Table table({{"mart", 32}, {"rows", 12, true}, {"file", 32}});
  for (const auto& one : files) {
    array.raw(base::JsonObject{}.text("mart", one.mart).number("rows", one.rows).text("file", one.file.string()).str());
    table.row({one.mart, with_commas(one.rows), one.file.filename().string()});
  }
  if (context.json)
    print(base::JsonObject{}.text("format", flags.format).raw("files", array.str()).str() + "\n");
  else
    print(table.str());
}

}  // namespace

void add_export(CLI::App& app, Context& context) {
  auto flags = std::make_shared<Flags>();
  auto* command = app.add_subcommand("export", "write published marts to Parquet or CSV files");
  command->add_option("MART", flags->marts, "marts (default: all); segue_own.NAME is your own");
  command->add_option("--format", flags->format, "file format: parquet (default) or csv")
      ->check(CLI::IsMember({"parquet", "csv"}));
  command->add_option("--to", flags->to, "folder; files of the same names are replaced")->required();
  command->callback([&context, flags] { context.step("export", [&] { run(context, *flags); }); });
}

}  // namespace segue::cli
