// state.db: which steps ran, how they ended, which builds passed; calls.h keeps its tables here, too. Safe for several
// processes at once.
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

struct sqlite3;

namespace segue::state {

struct Run {
  std::int64_t id = 0;
  std::string step, user;
  base::Instant started;
  std::optional<base::Instant> ended;  // nothing: it is running, or was killed
  int exit_code = 0;                   // of an ended run
  std::string note;                    // what went wrong; "" where nothing did
};

struct Build {
  std::int64_t number = 0;
  base::Instant passed;
  std::optional<std::string> inputs;  // what it was made of beside the lake; nothing: of an older segue
};

class StateFile {
 public:
  // Made when missing. Throws Error(usage) for a file that is no state.db or of a newer segue, naming the cure: delete
  // it; for a disk that is full and a place that may not be written it names these, and never asks to delete.
  explicit StateFile(const std::filesystem::path& file);
  // For looking alone: where nothing can be written, what the file held when it was last whole, or nothing where there
  // is no file; writing then throws. Throws as above for a broken file.
  static StateFile to_look_at(const std::filesystem::path& file);

  std::int64_t begin_run(std::string_view step, std::string_view user, base::Instant at);
  void end_run(std::int64_t id, base::Instant at, int exit_code, std::string_view note);
  // Newest first.
  std::vector<Run> runs(int most) const;
  // The newest run of a step; of any user where `user` is "".
  std::optional<Run> newest(std::string_view step, std::string_view user) const;

  void record_build(std::int64_t number, base::Instant at, const std::string& inputs);
  std::vector<Build> builds() const;  // by number

  // For what else of this room lives in the file.
  sqlite3* handle() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  StateFile() = default;
  std::unique_ptr<sqlite3, Close> handle_;
};

}  // namespace segue::state
