#include "evaluation/run.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace segue::evaluation {
namespace {

TEST(Protocols, HaveNamesAndNoOthers) {
  for (const Protocol protocol : {Protocol::polimi, Protocol::nowplaying, Protocol::never_seen, Protocol::listener})
    EXPECT_EQ(protocol_of(name_of(protocol)), protocol);
  try {
    protocol_of("never_seen");
    FAIL();
  } catch (const base::Error& error) {
    EXPECT_EQ(error.fault(), base::Fault::usage);
    EXPECT_STREQ(error.what(),
                 "never_seen is not a protocol; the protocols are polimi, nowplaying, never-seen, listener");
  }
}

}  // namespace
}  // namespace segue::evaluation
