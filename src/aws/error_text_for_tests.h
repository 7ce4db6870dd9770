// For tests of this room and of what is built on it.
#pragma once
#include <gtest/gtest.h>

#include <string>

#include "base/error.h"

namespace segue::aws {

// The message of the Error(upstream) that `work` ends with; "no error" where it ends well.
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
