// For tests: a folder with small files, and the message of an error that a call throws.
#pragma once
#include <fstream>
#include <string>

#include "base/error.h"
#include "base/temporary_folder_for_tests.h"

namespace segue::evaluation {

class Folder {
 public:
  Folder& file(const std::string& name, const std::string& bytes) {
    std::ofstream(path() / name, std::ios::binary) << bytes;
    return *this;
  }
  std::filesystem::path path() const { return temporary_.path(); }

 private:
  base::TemporaryFolder temporary_;
};

// Returns "5 message" for an Error of fault 5, "" if the call does not throw.
template <class Call>
std::string failure(const Call& call) {
  try {
    call();
    return "";
  } catch (const base::Error& error) {
    return std::to_string(static_cast<int>(error.fault())) + " " + error.what();
  }
}

}  // namespace segue::evaluation
