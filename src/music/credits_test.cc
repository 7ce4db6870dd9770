#include "music/credits.h"

#include <gtest/gtest.h>

#include <initializer_list>

#include "music/names.h"

namespace segue::music {
namespace {

using Texts = std::vector<std::string>;

// Names that stand by themselves, with the number of their recordings.
KnownNames known(std::initializer_list<std::pair<const char*, int>> names) {
  KnownNames all;
  for (const auto& [name, recordings] : names) note_credit(all, name, recordings);
  return all;
}

// Writes the artists of a credit, featured ones behind a "+".
Texts split(std::string_view artist, const KnownNames& names = {}, std::string_view title = "") {
  Texts texts;
  for (const CreditedArtist& one : credited_artists(artist, title, names))
    texts.push_back((one.role == CreditRole::featured ? "+" : "") + one.name);
  return texts;
}

TEST(Credits, SemicolonsAndFeaturingAlwaysSeparate) {
  EXPECT_EQ(split("Flume; kai"), (Texts{"Flume", "kai"}));
  EXPECT_EQ(split("Flume;kai"), (Texts{"Flume", "kai"}));
  EXPECT_EQ(split("; Flume ;; kai ;"), (Texts{"Flume", "kai"}));
  for (const char* credit : {"A feat. B", "A ft. B", "A Featuring B", "A (feat. B)", "A [Ft. B]", "A {ft. B}",
                             "A feat B", "A; feat. B", "A (featuring B)"})
    EXPECT_EQ(split(credit), (Texts{"A", "+B"})) << credit;
  EXPECT_EQ(split("A feat. B; C"), (Texts{"A", "C", "+B"})) << "main artists come first";
  for (const char* whole : {"Defeater", "Left.", "Little Feat", "feat. A", "Aft Deck", "A (feat.)"})
    EXPECT_EQ(split(whole), Texts{whole}) << whole;
}

TEST(Credits, ATitleNamesFeaturedArtists) {
  EXPECT_EQ(split("Flume", {}, "Never Be Like You (feat. Kai)"), (Texts{"Flume", "+Kai"}));
  EXPECT_EQ(split("Flume; kai", {}, "Never Be Like You (feat. Kai)"), (Texts{"Flume", "+kai"}));
  EXPECT_EQ(split("Flume", {}, "Sleepless {Ft. Anthony For Cleopatra}"), (Texts{"Flume", "+Anthony For Cleopatra"}));
  for (const char* title :
       {"X feat. B", "X - feat. B", "X ft. B (Live)", "X [feat. B] - 2011 Remaster", "X featuring B"})
    EXPECT_EQ(split("A", {}, title), (Texts{"A", "+B"})) << title;
  for (const char* title : {"A Great Feat of Arms", "X (live)", "Feat. B", "Ft Worth Blues", "Swift. B"})
    EXPECT_EQ(split("A", {}, title), (Texts{"A"})) << title;
  EXPECT_EQ(split("A", {}, "X (feat. A)"), (Texts{"A"})) << "the first artist stays the main one";
}

TEST(Credits, WithInATitleNeedsAKnownArtist) {
  EXPECT_EQ(split("A", known({{"Bon Iver", 1}}), "X (with Bon Iver)"), (Texts{"A", "+Bon Iver"}));
  EXPECT_EQ(split("A", {}, "X (with Strings)"), Texts{"A"});
  EXPECT_EQ(split("A", known({{"Bon Iver", 1}}), "Stay With Bon Iver"), Texts{"A"});
}

TEST(Credits, FeaturedListsNeedOneKnownName) {
  EXPECT_EQ(split("A", known({{"DJ Snake", 1}}), "X (feat. MØ & DJ Snake)"), (Texts{"A", "+MØ", "+DJ Snake"}));
  EXPECT_EQ(split("A", {}, "X (feat. MØ & DJ Snake)"), (Texts{"A", "+MØ & DJ Snake"}));
  EXPECT_EQ(split("A", known({{"Mumford & Sons", 3}, {"Sons", 1}}), "X (feat. Mumford & Sons)"),
            (Texts{"A", "+Mumford & Sons"}));
  EXPECT_EQ(split("A", known({{"Tyler", 9}}), "X (feat. Tyler, The Creator)"), (Texts{"A", "+Tyler, The Creator"}));
}

TEST(Credits, NamesWithSignsStayWholeWithoutEvidence) {
  for (const char* name : {"Simon & Garfunkel",
                           "Earth, Wind & Fire",
                           "Tyler, The Creator",
                           "AC/DC",
                           "Crosby, Stills, Nash & Young",
                           "Nick Cave & The Bad Seeds",
                           "Mumford & Sons",
                           "Hall & Oates",
                           "Belle and Sebastian",
                           "Florence + the Machine",
                           "10,000 Maniacs",
                           "Peter, Paul and Mary",
                           "Emerson, Lake & Palmer",
                           "Bad//Dreems",
                           "X Ambassadors",
                           "X",
                           "and",
                           "Axwell /\\ Ingrosso",
                           "Art vs. Science",
                           "Chloe x Halle",
                           "Sleeping With Sirens",
                           "Wayfarer//",
                           "Now, Now"})
    EXPECT_EQ(split(name), Texts{name}) << name;
}

TEST(Credits, NamesWithSignsStayWholeBesideNamesThatResembleAPart) {
  const KnownNames names = known({{"Simon", 1},       {"Simon & Garfunkel", 12},
                                  {"Earth", 2},       {"Tyler", 9},
                                  {"Nash", 8},        {"Young", 1},
                                  {"Nick Cave", 9},   {"Sons", 2},
                                  {"Hall", 3},        {"Belle", 1},
                                  {"Sebastian", 3},   {"Belle & Sebastian", 9},
                                  {"Florence", 2},    {"10", 4},
                                  {"Paul", 5},        {"Peter", 5},
                                  {"Palmer", 4},      {"AC", 2},
                                  {"Stills", 1},      {"Mumford", 1},
                                  {"Julia Stone", 6}, {"Grover Washington", 7},
                                  {"Fire", 1},        {"Peter, Paul & Mary", 9}});
  for (const char* name :
       {"Simon & Garfunkel", "Earth, Wind & Fire", "Tyler, The Creator", "AC/DC", "Nick Cave & The Bad Seeds",
        "Hall & Oates", "Belle and Sebastian", "Florence + the Machine", "10,000 Maniacs", "Peter, Paul and Mary",
        "Emerson, Lake & Palmer", "Angus & Julia Stone", "Grover Washington, Jr."})
    EXPECT_EQ(split(name, names), Texts{name}) << name;
}

TEST(Credits, KnownPartsAreArtists) {
  const KnownNames names =
      known({{"Simon", 3},     {"Garfunkel", 3},   {"Earth", 3},       {"Wind", 3},       {"Fire", 3},
             {"Tyler", 3},     {"The Creator", 3}, {"AC", 3},          {"DC", 3},         {"Crosby", 3},
             {"Stills", 3},    {"Nash", 3},        {"Young", 3},       {"Nick Cave", 3},  {"The Bad Seeds", 3},
             {"Mumford", 3},   {"Sons", 3},        {"Daryl Hall", 3},  {"John Oates", 3}, {"Belle", 3},
             {"Sebastian", 3}, {"Florence", 3},    {"the Machine", 3}, {"Peter", 3},      {"Paul", 3},
             {"Mary", 3},      {"Emerson", 3},     {"Lake", 3},        {"Palmer", 3}});
  const std::pair<const char*, Texts> cases[] = {
      {"Simon & Garfunkel", {"Simon", "Garfunkel"}},
      {"Earth, Wind & Fire", {"Earth", "Wind", "Fire"}},
      {"Tyler, The Creator", {"Tyler", "The Creator"}},
      {"AC/DC", {"AC", "DC"}},
      {"Crosby, Stills, Nash & Young", {"Crosby", "Stills", "Nash", "Young"}},
      {"Nick Cave & The Bad Seeds", {"Nick Cave", "The Bad Seeds"}},
      {"Mumford & Sons", {"Mumford", "Sons"}},
      {"Daryl Hall & John Oates", {"Daryl Hall", "John Oates"}},
      {"Belle and Sebastian", {"Belle", "Sebastian"}},
      {"Florence + the Machine", {"Florence", "the Machine"}},
      {"10,000 Maniacs", {"10,000 Maniacs"}},
      {"Peter, Paul and Mary", {"Peter", "Paul", "Mary"}},
      {"Emerson, Lake & Palmer", {"Emerson", "Lake", "Palmer"}}};
  for (const auto& [credit, artists] : cases) EXPECT_EQ(split(credit, names), artists) << credit;
}

TEST(Credits, EachSignSeparatesKnownNames) {
  const KnownNames names = known({{"RL Grime", 2}, {"Baauer", 2}});
  for (const char* credit : {"Baauer & RL Grime", "Baauer, RL Grime", "Baauer x RL Grime", "Baauer X RL Grime",
                             "Baauer vs. RL Grime", "Baauer Vs RL Grime", "Baauer with RL Grime", "Baauer and RL Grime",
                             "Baauer + RL Grime", "Baauer/RL Grime", "Baauer / RL Grime", "Baauer, & RL Grime"})
    EXPECT_EQ(split(credit, names), (Texts{"Baauer", "RL Grime"})) << credit;
  EXPECT_EQ(split("Baauer (and RL Grime)", names), Texts{"Baauer (and RL Grime)"}) << "brackets are part of a name";
}

TEST(Credits, SomeKnownPartsAreEnough) {
  const KnownNames names = known({{"Kid Cudi", 12}, {"Best Coast", 7}, {"Afrojack", 9}, {"Calvin Harris", 13}});
  EXPECT_EQ(split("Kid Cudi, Rostam & Best Coast", names), (Texts{"Kid Cudi", "Rostam", "Best Coast"}));
  EXPECT_EQ(split("Never Sleeps, Afrojack, Chico Rose", names), (Texts{"Never Sleeps", "Afrojack", "Chico Rose"}));
  EXPECT_EQ(split("Calvin Harris & Alesso", names), (Texts{"Calvin Harris", "Alesso"}));
  EXPECT_EQ(split("Alesso/calvin harris", names), (Texts{"Alesso", "calvin harris"}));
  EXPECT_EQ(split("Alesso & Calvin Harris", names), Texts{"Alesso & Calvin Harris"}) << "as Angus & Julia Stone";
  EXPECT_EQ(split("Angger Dimas & Calvin Harris", names), (Texts{"Angger Dimas", "Calvin Harris"}));
  EXPECT_EQ(split("Afrojack & Alesso", names), Texts{"Afrojack & Alesso"}) << "one word may be another's name";
  EXPECT_EQ(split("Calvin Harris & His Orchestra", names), Texts{"Calvin Harris & His Orchestra"});
}

TEST(Credits, AKnownPartMayHoldSigns) {
  const KnownNames names =
      known({{"Florence and the Machine", 22}, {"Dizzee Rascal", 17}, {"Martin Garrix", 9}, {"Matisse & Sadko", 2}});
  EXPECT_EQ(split("Florence And The Machine & Dizzee Rascal", names),
            (Texts{"Florence And The Machine", "Dizzee Rascal"}));
  EXPECT_EQ(split("Martin Garrix, Matisse & Sadko", names), (Texts{"Martin Garrix", "Matisse & Sadko"}));
}

TEST(Credits, ANameThatSourcesListApartIsOne) {
  KnownNames names = known({{"Macklemore", 20}, {"Ryan Lewis", 20}, {"Tyler", 30}, {"The Creator", 30}});
  note_artist(names, "Macklemore & Ryan Lewis");
  note_credit(names, "Channel Tres; Tyler, The Creator", 1);
  for (const char* name : {"Macklemore & Ryan Lewis", "Macklemore and Ryan Lewis", "Tyler, The Creator"})
    EXPECT_EQ(split(name, names), Texts{name}) << name;
}

TEST(Credits, AListIsTakenAsItIs) {
  const KnownNames names = known({{"Tyler", 30}, {"The Creator", 30}});
  const auto credits = credited_in_list({"Channel Tres", "Tyler, The Creator", "Channel Tres", "!!!"},
                                        "fuego (feat. Tyler, The Creator & Nobody)", names);
  ASSERT_EQ(credits.size(), 2u);
  EXPECT_EQ(credits[0].role, CreditRole::main);
  EXPECT_EQ(credits[1].name, "Tyler, The Creator");
  EXPECT_EQ(credits[1].key, artist_key_of("tyler the creator"));
}

TEST(Credits, KeysAreThoseOfTheNames) {
  const auto credits = credited_artists("FLUME; <unknown>; flume; !!!", "", {});
  ASSERT_EQ(credits.size(), 1u);
  EXPECT_EQ(credits[0].key, artist_key_of("Flume"));
  EXPECT_TRUE(credited_artists("<Untagged>", "X", {}).empty());
  EXPECT_TRUE(credited_artists("", "", {}).empty());
}

TEST(Credits, TheOrderOfEvidenceChangesNothing) {
  KnownNames one, other;
  note_credit(one, "Flume; kai", 1), note_credit(one, "kai", 2), note_title(one, "X (feat. kai)");
  note_title(other, "X (feat. kai)"), note_credit(other, "kai", 2), note_credit(other, "Flume; kai", 1);
  ASSERT_EQ(one.size(), other.size());
  for (const auto& [key, name] : one) {
    EXPECT_EQ(other.at(key).recordings, name.recordings);
    EXPECT_EQ(other.at(key).is_one, name.is_one);
  }
}

}  // namespace
}  // namespace segue::music
