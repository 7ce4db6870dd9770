// For tests of this room and of rooms that use it.
#pragma once
#include <gtest/gtest.h>

#include <string>

#include "base/error.h"

namespace segue::aws {

// Returns the message of the Error(upstream) that `work` throws; "no error" if it throws none.
template <class Work>
std::string error_of(Work work) {
  try {
    work();
  } catch (const base::Error& error) {
    EXPECT_EQ(error.fault(), base::Fault::upstream);
    return error.what();
  }
  return "no error";
}

}  // namespace segue::aws
