// Reads the rows of one object from the published tables, some thousand at a time.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "lake/lake.h"
#include "pipeline/row_fate.h"
#include "warehouse/connection.h"

namespace segue::pipeline {

// The names that manifests give to imported objects; manifests are read at the first call.
class FileNames {
 public:
  FileNames(const lake::Lake& lake, std::string user) : lake_(lake), user_(std::move(user)) {}
  // Returns the member's name, or the key if no import names the object.
  std::string of(const std::string& object);

 private:
  void read();
  const lake::Lake& lake_;
  std::string user_;
  std::optional<std::map<std::string, std::string>> names_;
};

class BuiltRows {
 public:
  BuiltRows(warehouse::Connection& published, std::string object, std::string member, FileNames& files);

  // Returns when the object landed, by the tables.
  const std::optional<base::Instant>& landed() const { return landed_; }
  // Completes the fate of a row that the reader takes for a play of this kind.
  void settle(RowFate& fate, std::int64_t ordinal, std::string_view kind);

 private:
  struct Row {
    std::string kind, source, play_id, first_source, first_object;
    std::int64_t first_ordinal = 0;
  };
  const Row* find(std::int64_t ordinal);

  warehouse::Connection& published_;
  std::string object_, member_;
  FileNames& files_;
  std::optional<base::Instant> landed_;
  std::int64_t from_ = 0, to_ = 0;  // ordinals that `rows_` covers
  std::map<std::int64_t, Row> rows_;
};

}  // namespace segue::pipeline
