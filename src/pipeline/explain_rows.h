// What a build holds of one object's rows, read some thousand at a time.
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

// Names that manifests give to imported bytes; read at the first question.
class FileNames {
 public:
  FileNames(const lake::Lake& lake, std::string user) : lake_(lake), user_(std::move(user)) {}
  // The member's name; the key for what no import names.
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

  // When the object landed, as the tables have it.
  const std::optional<base::Instant>& landed() const { return landed_; }
  // Completes the fate of a row that reads as a play of this kind.
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
