#include "coverage/proof.h"

#include <gtest/gtest.h>

namespace segue::coverage {
namespace {

base::Instant at(int hour) {
  return base::Instant{std::chrono::hours{480'000 + hour}};
}
ProvenSpan span(int from, int to, State state, bool in_export) {
  return {{at(from), at(to), state, std::nullopt}, in_export};
}

const std::vector<Span> pages{
    {at(10), at(20), State::linked, {}}, {at(20), at(30), State::gap, {}}, {at(30), at(40), State::open, {}}};

TEST(Proof, WithoutExportsIsTheTimeline) {
  EXPECT_EQ(proof(pages, {}, {}),
            (std::vector<ProvenSpan>{span(10, 20, State::linked, false), span(20, 30, State::gap, false),
                                     span(30, 40, State::open, false)}));
}

TEST(Proof, AnExportCutsTheSpansThatItEndsIn) {
  EXPECT_EQ(proof(pages, {{at(12), at(25)}}, {}),
            (std::vector<ProvenSpan>{span(10, 12, State::linked, false), span(12, 20, State::linked, true),
                                     span(20, 25, State::gap, true), span(25, 30, State::gap, false),
                                     span(30, 40, State::open, false)}));
}

TEST(Proof, WhereNoPageSpeaksItIsUnproven) {
  EXPECT_EQ(proof(pages, {{at(0), at(10)}, {at(50), at(60)}}, {}).front(), span(0, 10, State::unproven, true));
  EXPECT_EQ(proof(pages, {{at(0), at(10)}, {at(50), at(60)}}, {}).back(), span(50, 60, State::unproven, true));
  EXPECT_EQ(proof({}, {{at(0), at(10)}}, {}), (std::vector<ProvenSpan>{span(0, 10, State::unproven, true)}));
}

TEST(Proof, CoversWhatIsAskedFor) {
  EXPECT_EQ(proof({}, {}, ExportSpan{at(3), at(4)}), (std::vector<ProvenSpan>{span(3, 4, State::unproven, false)}));
  EXPECT_EQ(proof(pages, {}, ExportSpan{at(3), at(44)}).size(), 5U);
  EXPECT_TRUE(proof({}, {}, {}).empty());
  EXPECT_TRUE(proof({}, {}, ExportSpan{at(3), at(3)}).empty());
}

}  // namespace
}  // namespace segue::coverage
