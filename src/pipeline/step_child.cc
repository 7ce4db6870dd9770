#include "pipeline/step_child.h"

#include <simdjson.h>

#include <chrono>
#include <filesystem>

#include "base/child.h"
#include "base/error.h"

namespace segue::pipeline {
namespace {

bool holds_an_object(const std::string& line) {
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  return parser.parse(line).get(object) == simdjson::SUCCESS;
}

bool is_held(const std::string& result) {
  simdjson::dom::parser parser;
  std::string_view until;
  return parser.parse(result)["held_until"].get(until) == simdjson::SUCCESS;
}

}  // namespace

StepRun run_step(Step step, const std::string& user, const base::Environment& environment) {
  base::ChildCommand command;
  command.arguments = {std::filesystem::read_symlink("/proc/self/exe").string(), "--json", "--user", user,
                       std::string(name_of(step))};
  command.in_our_group = true;
  for (const char* name : {"SEGUE_KEY", "SEGUE_SPOTIFY_CLIENT_SECRET"})
    if (const auto value = environment(name)) command.environment.push_back(std::string(name) + "=" + *value);
  StepRun run;
  const auto start = std::chrono::steady_clock::now();
  run.exit_code = base::run_child(command, [&](std::string_view line) { run.result = std::string(line); });
  run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (!holds_an_object(run.result)) run.result.clear();
  run.lane_is_spent = step == Step::enrich && run.exit_code == static_cast<int>(base::Fault::upstream) &&
                      !run.result.empty() && is_held(run.result);
  return run;
}

}  // namespace segue::pipeline
