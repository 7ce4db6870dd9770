#include "pipeline/export.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>

#include "base/error.h"
#include "base/file.h"
#include "warehouse/table_copy.h"

namespace segue::pipeline {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kOwn = "segue_own.";

void check_names(const std::vector<std::string>& marts, const std::vector<std::string>& there,
                 const std::vector<std::string>& own) {
  for (const auto& mart : marts) {
    const bool is_own = mart.starts_with(kOwn);
    const auto& among = is_own ? own : there;
    if (std::find(among.begin(), among.end(), is_own ? mart.substr(kOwn.size()) : mart) != among.end()) continue;
    std::string names;
    for (const auto& name : there) names += " " + name;
    for (const auto& name : own) names += fmt::format(" {}{}", kOwn, name);
    throw base::Error(base::Fault::usage, fmt::format("{} is not a mart; the marts are:{}", mart, names));
  }
}

fs::path made_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!fs::is_directory(folder))
    throw base::Error(base::Fault::usage, fmt::format("{} is not a folder, and it cannot be made{}", folder.string(),
                                                      error ? ": " + error.message() : ""));
  return fs::absolute(folder);
}

ExportedFile export_one(warehouse::Warehouse& warehouse, warehouse::Connection& published, const std::string& mart,
                        const fs::path& folder, warehouse::FileFormat format) {
  const bool is_own = mart.starts_with(kOwn);
  const std::string name = is_own ? mart.substr(kOwn.size()) : mart;
  const char* ending = format == warehouse::FileFormat::parquet ? "parquet" : "csv";
  ExportedFile done{mart, folder / fmt::format("{}.{}", is_own ? mart : name, ending), 0};
  const fs::path temporary = folder / fmt::format(".{}.{}.tmp.{}", name, ending, ::getpid());
  try {
    done.rows = warehouse.copy_out(published, (is_own ? std::string(kOwn) : "segue.") + name, temporary, format);
    base::fsync_file(temporary);
    fs::rename(temporary, done.file);
  } catch (...) {
    std::error_code ignored;
    fs::remove(temporary, ignored);
    throw;
  }
  return done;
}

}  // namespace

std::vector<ExportedFile> export_marts(warehouse::Warehouse& warehouse, std::vector<std::string> marts,
                                       const fs::path& folder, warehouse::FileFormat format) {
  // One connection sees one build, so all files are of the same build.
  const auto published = warehouse.read();
  const auto there = warehouse::tables_in(*published, "segue");
  check_names(marts, there, warehouse::tables_in(*published, "segue_own"));
  if (marts.empty()) marts = there;
  const fs::path into = made_folder(folder);
  std::vector<ExportedFile> files;
  for (const auto& mart : marts) files.push_back(export_one(warehouse, *published, mart, into, format));
  base::fsync_folder(into);
  return files;
}

}  // namespace segue::pipeline
