#include <fmt/core.h>
#include <sodium.h>

#include <cstdlib>

#include "base/disk_fault.h"
#include "base/error.h"
#include "base/log.h"
#include "base/version.h"
#include "cli/context.h"

namespace {

using segue::base::Error;

int run(int argc, char** argv) {
  CLI::App app("Your listening history as data you own, and a weekly playlist worth hearing.", "segue");
  segue::cli::Context context;
  app.set_version_flag("--version", SEGUE_VERSION);
  app.require_subcommand(0, 1);  // 0 too, so that a misspelt command is named; a missing one is reported below
  app.fallthrough();
  app.get_formatter()->column_width(26);
  app.add_flag("--json", context.json, "print the result as one line of JSON");
  app.add_flag("-v,--verbose", context.verbose, "log each step to stderr");
  app.add_option("--user", context.user_flag, "whose data (default: `user` of config.toml, else me)")
      ->type_name("NAME");
  segue::cli::add_commands(app, context);
  app.parse_complete_callback(
      [&] { segue::base::start_logging(segue::base::log_level(context.verbose, std::getenv("SEGUE_LOG"))); });
  try {
    app.parse(argc, argv);
    if (app.get_subcommands().empty()) throw CLI::RequiredError("a command, such as `segue stats`");
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : static_cast<int>(segue::base::Fault::usage);
  }
  return context.exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (sodium_init() < 0) throw Error(segue::base::Fault::internal, "libsodium cannot start");
    return run(argc, argv);
  } catch (const Error& error) {
    fmt::print(stderr, "segue: {}\n", error.what());
    return static_cast<int>(error.fault());
  } catch (const std::filesystem::filesystem_error& raw) {
    const Error error = segue::base::disk_fault(raw);
    fmt::print(stderr, "segue: {}\n", error.what());
    return static_cast<int>(error.fault());
  } catch (const std::exception& error) {
    fmt::print(stderr, "segue: {}\n", error.what());
    return static_cast<int>(segue::base::Fault::internal);
  }
}
