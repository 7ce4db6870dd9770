// The step `export`: writes published tables to files for anything that reads Parquet or CSV.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "warehouse/warehouse.h"

namespace segue::pipeline {

struct ExportedFile {
  std::string mart;
  std::filesystem::path file;
  std::int64_t rows = 0;
};

// Writes one file for each mart, `<mart>.parquet` or `<mart>.csv`, into `folder`, which is made if missing. All files
// are of one build; each is written under a temporary name and renamed when it is whole. Without `marts` it exports all
// of schema segue. Throws Error(usage), before it writes anything, for a name that is no mart (a user's own model is
// "segue_own.name").
std::vector<ExportedFile> export_marts(warehouse::Warehouse& warehouse, std::vector<std::string> marts,
                                       const std::filesystem::path& folder, warehouse::FileFormat format);

}  // namespace segue::pipeline
