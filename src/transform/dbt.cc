// How it works: dbt is a child process that inherits the lock's file descriptor, so the lock stays held as long as dbt
// lives, even if segue is killed. Its log lines (JSON) become progress and errors. run_results.json says how each node
// ended; manifest.json says which models are marts, and by which tests their keys are known.
#include "transform/dbt.h"

#include <fmt/core.h>
#include <simdjson.h>

#include <map>

#include "base/child.h"
#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/json_reader.h"

namespace segue::transform {
namespace {

namespace fs = std::filesystem;
using base::text_if;
using simdjson::dom::element;

class EventReader {
 public:
  EventReader(DbtOutcome& outcome, const OnDbtProgress& on_progress) : outcome_(outcome), on_progress_(on_progress) {}

  void line(std::string_view text) {
    element event;
    if (parser_.parse(text.data(), text.size()).get(event) != simdjson::SUCCESS) {
      if (!text.empty()) outcome_.errors.emplace_back(text);  // such as Python's traceback or warning
      return;
    }
    if (text_if(event["info"]["level"]) == "error") outcome_.errors.push_back(text_if(event["info"]["msg"]));
    const std::string name = text_if(event["info"]["name"]);
    if (!name.starts_with("Log") || !name.ends_with("Result")) return;
    const auto index = base::integer_if(event["data"]["index"]), total = base::integer_if(event["data"]["total"]);
    if (!index || !total) return;
    on_progress_(
        {text_if(event["data"]["node_info"]["node_name"]), static_cast<int>(*index), static_cast<int>(*total)});
  }

 private:
  simdjson::dom::parser parser_;
  DbtOutcome& outcome_;
  const OnDbtProgress& on_progress_;
};

std::vector<DbtNode> read_results(const fs::path& file) {
  std::vector<DbtNode> nodes;
  if (!fs::exists(file)) return nodes;
  simdjson::dom::parser parser;
  simdjson::dom::array results;
  const std::string text = base::read_file(file);
  if (parser.parse(text)["results"].get(results) != simdjson::SUCCESS)
    throw base::Error(base::Fault::internal, fmt::format("{} is not a result of dbt", file.string()));
  for (const element result : results) {
    const double seconds = base::real_if(result["execution_time"]).value_or(0);
    nodes.push_back({text_if(result["unique_id"]), text_if(result["status"]), seconds, text_if(result["message"])});
  }
  return nodes;
}

// Returns the columns that a test proves to be a key: keys_unique names several, unique one.
std::vector<std::string> key_in(const element& test) {
  const std::string kind = text_if(test["test_metadata"]["name"]);
  if (kind == "keys_unique") return base::texts_if(test["test_metadata"]["kwargs"]["columns"]);
  if (kind == "unique") return {text_if(test["test_metadata"]["kwargs"]["column_name"])};
  return {};
}

// Returns the models of folder marts, each with the shortest key that dbt has just tested.
std::vector<warehouse::Mart> read_marts(const fs::path& manifest) {
  simdjson::dom::parser parser;
  simdjson::dom::object nodes;
  const std::string text = base::read_file(manifest);
  if (parser.parse(text)["nodes"].get(nodes) != simdjson::SUCCESS)
    throw base::Error(base::Fault::internal, fmt::format("{} is not a manifest of dbt", manifest.string()));
  std::map<std::string, warehouse::Mart> marts;  // by unique id
  for (const auto& [id, node] : nodes)
    if (text_if(node["resource_type"]) == "model" && text_if(node["package_name"]) == "segue" &&
        text_if(node["path"]).starts_with("marts/"))
      marts[std::string(id)].name = text_if(node["name"]);
  for (const auto& [id, node] : nodes) {
    const auto mart = marts.find(text_if(node["attached_node"]));
    if (mart == marts.end()) continue;
    auto key = key_in(node);
    if (!key.empty() && (mart->second.key.empty() || key.size() < mart->second.key.size()))
      mart->second.key = std::move(key);
  }
  std::vector<warehouse::Mart> out;
  for (auto& [id, mart] : marts) out.push_back(std::move(mart));
  return out;
}

}  // namespace

std::set<std::string> model_names(const fs::path& manifest, std::string_view package) {
  std::set<std::string> names;
  if (!fs::exists(manifest)) return names;
  simdjson::dom::parser parser;
  simdjson::dom::object nodes;
  const std::string text = base::read_file(manifest);
  if (parser.parse(text)["nodes"].get(nodes) != simdjson::SUCCESS) return names;
  for (const auto& [id, node] : nodes) {
    const std::string kind = text_if(node["resource_type"]);
    if ((kind == "model" || kind == "seed") && text_if(node["package_name"]) == package)
      names.insert(text_if(node["name"]));
  }
  return names;
}

void write_profile(const fs::path& folder, const warehouse::DbtTarget& to, const std::string& target) {
  base::write_file_durably(folder / "profiles.yml",
                           fmt::format("segue:\n  target: {}\n  outputs:\n{}", target, to.outputs));
}

std::vector<std::string> dbt_environment(const warehouse::DbtTarget& to) {
  std::vector<std::string> all{"DO_NOT_TRACK=1", "PYTHONWARNINGS=ignore", "PYTHONDONTWRITEBYTECODE=1"};
  all.insert(all.end(), to.environment.begin(), to.environment.end());
  return all;
}

DbtOutcome dbt_run(const DbtHome& home, const DbtCall& call, const base::FileLock& held,
                   const OnDbtProgress& on_progress) {
  const fs::path target = home.results(call.name);
  fs::create_directories(target);
  write_profile(call.profiles, *call.to, call.target);
  // When dbt fails early it leaves an old result in place, but the result read below must be this run's.
  fs::remove(target / "run_results.json");
  base::ChildCommand command;
  command.arguments = {home.installation.dbt.string(), "--log-format", "json", "--no-use-colors", "build"};
  for (const auto* more : {&call.which, &home.installation.variables})
    command.arguments.insert(command.arguments.end(), more->begin(), more->end());
  for (const auto& [flag, path] : {std::pair{"--project-dir", call.project}, std::pair{"--profiles-dir", call.profiles},
                                   std::pair{"--target-path", target}, std::pair{"--log-path", home.logs()}}) {
    command.arguments.emplace_back(flag);
    command.arguments.push_back(path.string());
  }
  command.environment = dbt_environment(*call.to);
  command.inherited_descriptor = held.descriptor();
  DbtOutcome outcome;
  EventReader events(outcome, on_progress);
  outcome.exit_code = base::run_child(command, [&](std::string_view line) { events.line(line); });
  outcome.nodes = read_results(target / "run_results.json");
  return outcome;
}

DbtOutcome dbt_build(const DbtHome& home, const warehouse::DbtTarget& to, const base::FileLock& held,
                     const OnDbtProgress& on_progress) {
  // Unit tests test the models, not the data: `make test` runs them.
  DbtOutcome outcome = dbt_run(home,
                               {.project = home.installation.dbt_project,
                                .profiles = home.folder(),
                                .to = &to,
                                .target = to.name,
                                .name = to.name,
                                .which = {"--exclude-resource-type", "unit_test"}},
                               held, on_progress);
  if (outcome.exit_code == 0) outcome.marts = read_marts(home.results(to.name) / "manifest.json");
  return outcome;
}

}  // namespace segue::transform
