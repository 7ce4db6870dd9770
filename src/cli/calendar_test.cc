#include "cli/calendar.h"

#include <gtest/gtest.h>

namespace segue::cli {
namespace {

TEST(Calendar, HasALetterADayAndALineAMonth) {
  EXPECT_EQ(calendar({{"me", "2026-01-30", "unproven", {}},
                      {"me", "2026-01-31", "linked", {}},
                      {"me", "2026-03-01", "certified", {}},
                      {"me", "2026-03-02", "confirmed", {}},
                      {"you", "2026-03-31", "open", {}}}),
            "me\n  2026-01  .............................!L\n  2026-03  CE.............................\n\nyou\n  "
            "2026-03  ..............................o\n\nC certified  L linked  E shown by an export  o open  ! "
            "unproven  . nothing known\n");
}

TEST(Calendar, WithoutDaysSaysWhatToDo) {
  EXPECT_EQ(calendar({}), "No day is known yet: run `segue transform`.\n");
}

}  // namespace
}  // namespace segue::cli
