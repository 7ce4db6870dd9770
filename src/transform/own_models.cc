// How it works: segue writes a project into its own folder, with links to the user's folders and to our project as a
// package. dbt builds only the user's models of it (--select), after ours. A build that fails before any node is tried
// once more with a full parse. Every failure becomes a line of the result.
#include "transform/own_models.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "base/file.h"
#include "base/json.h"

namespace segue::transform {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFolders[] = {"models", "macros", "tests", "seeds"};

constexpr const char* kProject =
    R"(# Written by segue before each build; your models are in the folders that are linked here.
name: segue_own
version: "1.0"
config-version: 2
profile: segue
model-paths: [models]
macro-paths: [macros, segue_macros]
test-paths: [tests]
seed-paths: [seeds]
packages-install-path: packages
flags:
  send_anonymous_usage_stats: false
models:
  segue_own:
    +materialized: table
    +pre-hook: "{{ segue.session() }}"
)";

// Our models keep their schemas; the user's are always built in segue_own. On DuckDB a view becomes a table: DuckDB's
// views name the file that they were made in, so they would be dead in the published copy.
constexpr const char* kSchemas = R"({% macro generate_schema_name(custom_schema_name, node) -%}
  {%- if node.package_name == 'segue_own' -%}
    segue_own
  {%- else -%}
    {{ segue.generate_schema_name(custom_schema_name, node) }}
  {%- endif -%}
{%- endmacro %}

{% materialization view, adapter='duckdb', supported_languages=['sql'] %}
  {{ return(materialization_table_duckdb()) }}
{% endmaterialization %}
)";

void link(const fs::path& from, const fs::path& to) {
  std::error_code ignored;
  if (fs::is_symlink(from) && fs::read_symlink(from, ignored) == to) return;
  fs::remove(from, ignored);
  fs::create_directory_symlink(to, from);
}

std::string failure_of(const DbtNode& node) {
  const std::size_t kind = node.name.find('.');
  const std::size_t package = node.name.find('.', kind + 1);
  const std::string name = package == std::string::npos ? node.name : node.name.substr(package + 1);
  return node.message.empty() ? name + ": " + node.status : name + ": " + node.message;
}

// Returns a line for each of the user's files whose model or seed would have the name of one of ours.
std::vector<std::string> clashes(const fs::path& folder, const std::set<std::string>& ours) {
  std::vector<std::string> found;
  for (const char* name : {"models", "seeds"}) {
    if (!fs::is_directory(folder / name)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(folder / name)) {
      const fs::path& file = entry.path();
      const bool is_node = file.extension() == ".sql" || file.extension() == ".py" || file.extension() == ".csv";
      if (is_node && ours.contains(file.stem().string()))
        found.push_back(
            fmt::format("{}: segue has a model named {}: rename the file", file.string(), file.stem().string()));
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

void drop_gone_models(const DbtHome& home, warehouse::Connection& connection) {
  const fs::path manifest = home.results("own") / "manifest.json";
  const bool has_models = fs::is_directory(home.own / "models");
  if (has_models && !fs::exists(manifest)) return;
  const auto kept = has_models ? model_names(manifest, "segue_own") : std::set<std::string>{};
  std::vector<std::pair<std::string, std::string>> gone;
  connection.each(
      R"sql(
        select table_name, case when table_type = 'VIEW' then 'view' else 'table' end
        from information_schema.tables
        where table_schema = 'segue_own'
        order by 1
      )sql",
      [&](const warehouse::Row& row) {
        if (!kept.contains(std::string(row.text(0)))) gone.emplace_back(row.text(0), row.text(1));
      });
  for (const auto& [name, kind] : gone)
    connection.execute(fmt::format("drop {} if exists segue_own.{} cascade", kind, warehouse::quoted_name(name)));
}

std::optional<fs::path> own_project(const DbtHome& home) {
  if (!fs::is_directory(home.own / "models")) return std::nullopt;
  const fs::path ours = fs::absolute(home.installation.dbt_project);
  fs::path project = home.folder() / "own-project";
  fs::create_directories(project / "packages");
  base::write_file_durably(project / "dbt_project.yml", kProject);
  base::write_file_durably(project / "segue_macros" / "schema.sql", kSchemas);
  // `dbt deps` would make this link, so it need not run.
  base::write_file_durably(project / "packages.yml",
                           fmt::format("packages:\n  - local: {}\n", base::json_quoted(ours.string())));
  link(project / "packages" / "segue", ours);
  for (const char* name : kFolders) {
    std::error_code ignored;
    if (fs::is_directory(home.own / name))
      link(project / name, fs::absolute(home.own / name));
    else
      fs::remove(project / name, ignored);
  }
  return project;
}

std::optional<OwnModels> build_own_models(const DbtHome& home, const warehouse::DbtTarget& to,
                                          const std::string& target, const base::FileLock& held,
                                          const OnDbtProgress& on_progress) {
  const auto project = own_project(home);
  if (!project) return std::nullopt;
  OwnModels clashing;
  clashing.failures = clashes(home.own, model_names(home.results(to.name) / "manifest.json", "segue"));
  if (!clashing.failures.empty()) return clashing;
  DbtCall call{.project = *project,
               .profiles = home.results("own"),
               .to = &to,
               .target = target,
               .name = "own",
               .which = {"--select", "package:segue_own"}};
  DbtOutcome outcome = dbt_run(home, call, held, on_progress);
  // dbt's record of an earlier parse can have names that are gone, and then dbt fails every time.
  if (outcome.exit_code != 0 && outcome.nodes.empty()) {
    call.which.emplace_back("--no-partial-parse");
    outcome = dbt_run(home, call, held, on_progress);
  }
  OwnModels own;
  for (const DbtNode& node : outcome.nodes) {
    if (node.failed() || node.status == "skipped")
      own.failures.push_back(failure_of(node));
    else
      ++(node.is_test() ? own.tests : own.models);
  }
  if (outcome.exit_code != 0 && own.failures.empty()) own.failures = outcome.errors;
  if (outcome.exit_code != 0 && own.failures.empty())
    own.failures.push_back(fmt::format("dbt ended with {}", outcome.exit_code));
  return own;
}

}  // namespace segue::transform
