// state.db: which steps ran, how they ended, and which builds passed. The tables of calls.h are in it, too. Safe for
// several processes at once.
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
  std::optional<base::Instant> ended;  // nullopt: it is running, or was killed
  int exit_code = 0;                   // if it has ended
  std::string note;                    // what went wrong; "" = nothing
};

struct Build {
  std::int64_t number = 0;
  base::Instant passed;
  std::optional<std::string> inputs;  // its inputs beside the lake; nullopt: an older segue made it
};

class StateFile {
 public:
  // Opens the file; makes it if it is missing. Throws Error(usage) for a file that is no state.db or of a newer segue;
  // the cure in the message is to delete it. For a full disk or a place that may not be written the message says so and
  // never asks to delete.
  explicit StateFile(const std::filesystem::path& file);
  // Opens the file for reading. If nothing can be written there, shows the last whole state of the file, or an empty
  // one if there is no file; writing then throws. Throws as above for a broken file.
  static StateFile to_look_at(const std::filesystem::path& file);

  std::int64_t begin_run(std::string_view step, std::string_view user, base::Instant at);
  void end_run(std::int64_t id, base::Instant at, int exit_code, std::string_view note);
  // Returns the newest `most` runs, newest first.
  std::vector<Run> runs(int most) const;
  // Returns the newest run of a step; of any user if `user` is "".
  std::optional<Run> newest(std::string_view step, std::string_view user) const;

  void record_build(std::int64_t number, base::Instant at, const std::string& inputs);
  std::vector<Build> builds() const;  // sorted by number

  // For the other tables of this room.
  sqlite3* handle() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  StateFile() = default;
  std::unique_ptr<sqlite3, Close> handle_;
};

}  // namespace segue::state
