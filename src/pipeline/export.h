// Published tables as files for whatever reads Parquet or CSV.
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

// One file a mart, `<mart>.parquet` or `<mart>.csv` in `folder` (made when missing), each written under a temporary
// name and renamed when it is whole; all of one build. No `marts`: all of schema segue. Throws Error(usage) before
// anything is written for a name that is no mart (a user's own model is "segue_own.name").
std::vector<ExportedFile> export_marts(warehouse::Warehouse& warehouse, std::vector<std::string> marts,
                                       const std::filesystem::path& folder, warehouse::FileFormat format);

}  // namespace segue::pipeline
