// How it works: everything outside the lake that decides what a build makes is reduced to names and short texts:
// versions, digests of model files, zones, settings. A build whose inputs differ from the last one's is due, and the
// names that differ say why.
#include "transform/build_inputs.h"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "load/load.h"
#include "transform/installation.h"

namespace segue::transform {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFolders[] = {"models", "macros", "seeds", "tests"};

// Returns a digest of the names and bytes of a dbt project's files, or "absent" if there are none.
std::string digest_of(const fs::path& project) {
  std::vector<fs::path> files;
  if (fs::exists(project / "dbt_project.yml")) files.push_back(project / "dbt_project.yml");
  for (const char* folder : kFolders)
    if (fs::is_directory(project / folder))
      for (const auto& entry : fs::recursive_directory_iterator(project / folder))
        if (entry.is_regular_file()) files.push_back(entry.path());
  if (files.empty()) return "absent";
  // A folder lists its files in any order.
  std::sort(files.begin(), files.end());
  base::Sha256 digest;
  for (const fs::path& file : files)
    // The name counts, too: a renamed file is another model.
    digest.add(base::key_hash({fs::relative(file, project).string(), base::read_file(file)}));
  return digest.hex_digits();
}

std::string models_of(const settings::Config& config, const base::Environment& environment) {
  try {
    return digest_of(find_installation(environment, config.counting).dbt_project);
  } catch (const base::Error&) {
    return "absent";  // the build itself will say what is missing
  }
}

}  // namespace

BuildInputs build_inputs(const settings::Config& config, const base::Environment& environment,
                         const std::string& version) {
  std::string zones;
  for (const auto& [user, zone] : config.zones) zones += fmt::format("{}={} ", user, zone);
  const music::Counting& counting = config.counting;
  return {{"the version of segue", fmt::format("{}, loader {}", version, load::kLoaderVersion)},
          {"segue's models", models_of(config, environment)},
          {"the time zones", zones},
          {"the settings of [counting]",
           fmt::format("{} {} {} {}", counting.min_seconds, counting.min_share, counting.skips, counting.incognito)},
          {"your own models", digest_of(config.own_folder())}};
}

std::string text_of(const BuildInputs& inputs) {
  std::string text;
  for (const auto& [name, value] : inputs) text.append(name).append("\t").append(value).append("\n");
  return text;
}

BuildInputs inputs_in(const std::string& text) {
  BuildInputs inputs;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t tab = text.find('\t', at), end = text.find('\n', at);
    if (tab == std::string::npos || end == std::string::npos || tab > end) break;
    inputs[text.substr(at, tab - at)] = text.substr(tab + 1, end - tab - 1);
    at = end + 1;
  }
  return inputs;
}

}  // namespace segue::transform
