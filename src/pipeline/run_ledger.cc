#include "pipeline/run_ledger.h"

#include <fmt/core.h>

#include "base/disk_fault.h"
#include "base/error.h"

namespace segue::pipeline {
namespace {

// The ledger's row of one run.
class Entry {
 public:
  Entry(Home& home, std::string_view step, const std::string& user) : home_(home) {
    note([&] { run_ = home_.state().begin_run(step, user, home_.clock().now()); });
  }

  void end(int code, std::string_view what) {
    if (run_ != 0) note([&] { home_.state().end_run(run_, home_.clock().now(), code, what); });
  }

 private:
  void note(const std::function<void()>& write) {
    try {
      write();
    } catch (const std::exception& error) {
      home_.observer().notice(fmt::format("segue: this run is not recorded: {}", error.what()));
    }
  }

  Home& home_;
  std::int64_t run_ = 0;  // 0: the row could not be written
};

}  // namespace

void in_ledger(Home& home, std::string_view step, const std::string& user, const std::function<int()>& work) {
  Entry entry(home, step, user);
  int code = 0;
  try {
    code = work();
  } catch (const base::Error& error) {
    entry.end(static_cast<int>(error.fault()), error.what());
    throw;
  } catch (const std::filesystem::filesystem_error& raw) {
    const base::Error error = base::disk_fault(raw);
    entry.end(static_cast<int>(error.fault()), error.what());
    throw error;
  } catch (const std::exception& error) {
    entry.end(static_cast<int>(base::Fault::internal), error.what());
    throw;
  }
  entry.end(code, "");
}

}  // namespace segue::pipeline
