#include "music/catalogue_facts.h"

#include <gtest/gtest.h>

namespace segue::music {
namespace {

TEST(Isrc, IsOneHoweverItIsWritten) {
  for (const char* text : {"GBXYZ1900001", "gbxyz1900001", "GB-XYZ-19-00001", "gb-xyz-19-00001", "GB XYZ 19 00001",
                           " GBXYZ1900001 ", "ISRC GB-XYZ-19-00001", "isrc:GBXYZ1900001"})
    EXPECT_EQ(isrc_of(text), "GBXYZ1900001") << text;
  EXPECT_EQ(isrc_of("QZ1A21900001"), "QZ1A21900001");
}

TEST(Isrc, WhatIsNoneIsNotSaid) {
  for (const char* text : {"", "0", "000000000000", "G1XYZ1900001", "GBXYZ190000", "GBXYZ19000011", "GBXYZ19O0001",
                           "GB_XYZ_19_00001", "junk", "----", "GBX\xC3\xA4Z190000"})
    EXPECT_EQ(isrc_of(text), "") << text;
}

TEST(PossibleDate, LosesWhatCannotBe) {
  const std::pair<const char*, const char*> cases[] = {{"1998", "1998"},
                                                       {"1998-05", "1998-05"},
                                                       {"1998-05-17", "1998-05-17"},
                                                       {"2000-02-29", "2000-02-29"},
                                                       {"1998-02-30", "1998-02"},
                                                       {"1900-02-29", "1900-02"},
                                                       {"1998-13", "1998"},
                                                       {"1998-00", "1998"},
                                                       {"1998-00-00", "1998"},
                                                       {"1998-05-00", "1998-05"},
                                                       {"1998-13-40", "1998"},
                                                       {"1998-5", "1998"},
                                                       {"1998-05-1", "1998-05"},
                                                       {"1998-05-17T00:00:00Z", "1998-05-17"},
                                                       {"0000", ""},
                                                       {"0000-00-00", ""},
                                                       {"0001-01-01", ""},
                                                       {"", ""},
                                                       {"98", ""},
                                                       {"19980517", ""},
                                                       {"May 1998", ""},
                                                       {"1998x", ""},
                                                       {"null", ""}};
  for (const auto& [text, date] : cases) EXPECT_EQ(possible_date(text), date) << text;
}

}  // namespace
}  // namespace segue::music
