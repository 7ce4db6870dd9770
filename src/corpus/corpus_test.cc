#include <gtest/gtest.h>
#include <zlib.h>

#include <fstream>

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/temporary_folder.h"
#include "corpus/compiler.h"
#include "corpus/gzip.h"
#include "corpus/registry.h"
#include "lake/directory_lake.h"

namespace segue::corpus {
namespace {

namespace fs = std::filesystem;

std::string gzip(const std::string& bytes) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string in = bytes, out(bytes.size() + 1000, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return out;
}

// Titles of each list, in order.
std::vector<std::string> lists_of(const Compiled& compiled) {
  std::vector<std::string> lists;
  for (std::size_t i = 0; i + 1 < compiled.starts.size(); ++i) {
    std::string all;
    for (std::uint64_t at = compiled.starts[i]; at < compiled.starts[i + 1]; ++at)
      all += (all.empty() ? "" : " ") + compiled.tracks[compiled.items[at]].title;
    lists.push_back(all);
  }
  return lists;
}

using Lists = std::vector<std::string>;

formats::ListRow row(std::string_view list, std::string_view title, std::optional<std::int64_t> position = {},
                     std::optional<base::Instant> time = {}) {
  formats::ListRow made;
  made.list = list;
  made.position = position;
  made.time = time;
  made.track.artist = "A";
  made.track.title = title;
  return made;
}

TEST(Compiler, ListsKeepTheirOrderByPositionElseTimeElseArrival) {
  Compiler compiler;
  compiler.list_item(row("p", "two", 2));
  compiler.list_item(row("t", "late", {}, base::from_ms(2000)));
  compiler.list_item(row("p", "zero", 0));
  compiler.list_item(row("n", "first"));
  compiler.list_item(row("t", "early", {}, base::from_ms(1000)));
  compiler.list_item(row("p", "one", 1));
  compiler.list_item(row("n", "second"));
  EXPECT_EQ(lists_of(compiler.finish()), (Lists{"zero one two", "early late", "first second"}));
}

TEST(Compiler, OneWordingIsOneTrack) {
  Compiler compiler;
  for (const char* list : {"a", "b"})
    for (const char* title : {"x", "y"}) compiler.list_item(row(list, title));
  const Compiled compiled = compiler.finish();
  EXPECT_EQ(compiled.tracks.size(), 2u);
  EXPECT_EQ(compiled.items, (std::vector<std::uint32_t>{0, 1, 0, 1}));
}

TEST(Compiler, NoiseIsKeptOutAndCounted) {
  Compiler compiler;
  const auto fill = [&](const char* list, int same, int others) {
    for (int i = 0; i < same; ++i) compiler.list_item(row(list, i % 2 == 0 ? "rain" : "Rain - 2011 Remaster"));
    for (int i = 0; i < others; ++i) compiler.list_item(row(list, std::to_string(i)));
  };
  fill("half of ten", 5, 5);
  fill("more than half of ten", 6, 4);
  fill("all of nine", 9, 0);
  fill("all of ten", 10, 0);
  fill("one", 1, 0);
  EXPECT_EQ(lists_of(compiler.finish()).size(), 2u);
  EXPECT_EQ(compiler.lists_left_out(), 3);
}

TEST(Compiler, PlaysBecomeSessionsOfTheirListener) {
  Compiler compiler;
  const auto play = [&](const char* who, const char* title, std::int64_t minute,
                        music::Kind kind = music::Kind::music) {
    formats::PlayRow made;
    made.kind = kind;
    made.listener = who;
    made.artist = "A";
    made.title = title;
    made.instant = base::from_ms(minute * 60'000);
    compiler.play(made);
  };
  play("ann", "c", 33);
  play("ann", "a", 0);
  play("bob", "x", 1);
  play("ann", "b", 3);
  play("bob", "y", 31);
  play("ann", "d", 64);  // 31 minutes later: a session of one
  play("ann", "podcast", 4, music::Kind::podcast);
  play("bob", "z", 62);  // 31 minutes later
  play("bob", "w", 63);
  EXPECT_EQ(lists_of(compiler.finish()), (Lists{"a b c", "x y", "z w"}));
  EXPECT_EQ(compiler.lists_left_out(), 1);
}

TEST(Compiler, PlaylistsOfOneNameStayTwo) {
  Compiler compiler;
  for (const char* title : {"a", "b"}) {
    compiler.playlist({.ordinal = 0, .id = {}, .name = "Mix", .description = {}, .modified_on = {}});
    for (std::int64_t i = 0; i < 2; ++i) {
      formats::PlaylistItemRow item;
      item.position = i;
      item.track.artist = "A";
      item.track.title = title;
      compiler.playlist_item(item);
    }
  }
  EXPECT_EQ(lists_of(compiler.finish()), (Lists{"a a", "b b"}));
}

TEST(Gunzip, WholeJoinedPaddedAndDamaged) {
  const std::string text(100'000, 'x');
  const std::string one = gzip(text);
  EXPECT_EQ(gunzip(one, "f"), text);
  EXPECT_EQ(gunzip(one + gzip("tail"), "f"), text + "tail") << "files joined end to end";
  EXPECT_EQ(gunzip(one + std::string(512, '\0'), "f"), text) << "padding";
  EXPECT_EQ(gunzip(gzip(""), "f"), "");
  std::string flipped = gzip("some text that is long enough to be worth a few bytes");
  flipped[flipped.size() - 6] ^= 1;
  for (const std::string& bad : {one.substr(0, one.size() - 1), one.substr(0, one.size() / 2), one.substr(0, 2),
                                 one + "junk", one + one.substr(0, 20), flipped, std::string("\x1f\x8b\x08 nonsense")})
    try {
      gunzip(bad, "f.json.gz");
      ADD_FAILURE() << bad.size();
    } catch (const base::Error& error) {
      EXPECT_EQ(error.fault(), base::Fault::input);
      EXPECT_NE(std::string(error.what()).find("f.json.gz"), std::string::npos);
    }
}

class CorpusTest : public testing::Test {
 protected:
  const base::TemporaryFolder temporary_;
  const fs::path root_ = temporary_.path();
  CorpusTest() { lake_ = std::make_unique<lake::DirectoryLake>(root_ / "lake"); }
  fs::path file(const std::string& name, const std::string& bytes) {
    std::ofstream(root_ / name, std::ios::binary) << bytes;
    return root_ / name;
  }
  Added add_file(const fs::path& path) { return add(*lake_, "me", root_ / "corpora", path, "CC0", clock_); }
  Compiled compiled(const Added& added) { return read_compiled(folder_of(root_ / "corpora", added.registration)); }
  std::string failure(const fs::path& path) {
    try {
      add_file(path);
      return "";
    } catch (const base::Error& error) {
      return std::to_string(static_cast<int>(error.fault())) + " " + error.what();
    }
  }
  std::unique_ptr<lake::Lake> lake_;
  base::ManualClock clock_{base::from_ms(1767323045000)};
};

const std::string kTsv =
    "list\tposition\tartist\ttitle\tduration_ms\na\t1\tA\tone\t1000\na\t0\tA\tzero\t\nb\tx\tA\tbad\t\n";

TEST_F(CorpusTest, AFileIsRegisteredAndCompiledOnce) {
  const Added first = add_file(file("l.tsv", kTsv));
  EXPECT_FALSE(first.known);
  EXPECT_EQ(first.registration.rows, 3);
  EXPECT_EQ(first.registration.rejected, 1);
  EXPECT_EQ(first.registration.lists, 1);
  EXPECT_EQ(first.registration.tracks, 2);
  EXPECT_EQ(first.registration.format, "plain_tsv");
  EXPECT_EQ(first.registration.terms, "CC0");
  ASSERT_EQ(first.rejects.size(), 1u);
  EXPECT_EQ(first.rejects[0].ordinal, 2);
  EXPECT_EQ(lists_of(compiled(first)), (Lists{"zero one"}));
  EXPECT_EQ(compiled(first).tracks[0].duration_ms, 1000);
  const Added again = add_file(file("other_name.tsv", kTsv));
  EXPECT_TRUE(again.known);
  EXPECT_EQ(again.registration.name, "l.tsv");
  EXPECT_EQ(registered(*lake_, "me").size(), 1u);
  EXPECT_TRUE(registered(*lake_, "you").empty());
}

TEST_F(CorpusTest, ACompiledCorpusThatIsGoneIsMadeAgainUnderItsName) {
  const Added first = add_file(file("l.tsv", kTsv));
  const fs::path folder = folder_of(root_ / "corpora", first.registration);
  const std::string before = base::read_file(folder / "lists.bin") + base::read_file(folder / "tracks.tsv");
  fs::remove_all(folder);
  const Added again = add_file(file("other_name.tsv", kTsv));
  EXPECT_FALSE(again.known);
  EXPECT_EQ(base::read_file(folder / "lists.bin") + base::read_file(folder / "tracks.tsv"), before);
  EXPECT_EQ(registered(*lake_, "me").size(), 1u);
}

TEST_F(CorpusTest, GzipAndPlainSayTheSame) {
  const Added plain = add_file(file("l.tsv", kTsv));
  const Added packed = add_file(file("l.tsv.gz", gzip(kTsv)));
  EXPECT_EQ(lists_of(compiled(plain)), lists_of(compiled(packed)));
  EXPECT_EQ(registered(*lake_, "me").size(), 2u) << "other bytes are another file";
}

TEST_F(CorpusTest, NamesWithTabsAndLineEndsStayOneRow) {
  const Added added = add_file(file(
      "s.json", R"({"playlists":[{"pid":1,"tracks":[{"pos":0,"artist_name":"A\tB","track_name":"x\ny","track_uri":""},
      {"pos":1,"artist_name":"A","track_name":"z\r","track_uri":""}]}]})"));
  EXPECT_EQ(lists_of(compiled(added)), (Lists{"x y z "}));
  EXPECT_EQ(compiled(added).tracks[0].artist, "A B");
}

TEST_F(CorpusTest, WhatIsNoListIsRefusedAndNothingIsRegistered) {
  EXPECT_TRUE(failure(root_ / "none.tsv").starts_with("2 "));
  EXPECT_TRUE(failure(file("x.jpg", "\xFF\xD8")).starts_with("2 "));
  EXPECT_TRUE(failure(file("endsong.json", R"([{"ts":"2019-01-02T03:04:05Z","ms_played":1}])")).starts_with("2 "));
  EXPECT_TRUE(failure(file("cut.json", R"({"playlists":[{"pid":1,"tracks":[{"track_uri":"x"})")).starts_with("5 "));
  EXPECT_TRUE(failure(file("latin.tsv", "list\tartist\ttitle\na\tA\tM\xFCnchen\n")).starts_with("5 "));
  EXPECT_TRUE(failure(file("cut.gz", gzip(kTsv).substr(0, 40))).starts_with("5 "));
  EXPECT_TRUE(registered(*lake_, "me").empty());
  EXPECT_FALSE(fs::exists(root_ / "corpora"));
}

TEST_F(CorpusTest, DamageOfACompiledFileIsSeen) {
  const Added added = add_file(file("l.tsv", kTsv));
  const fs::path folder = folder_of(root_ / "corpora", added.registration);
  const std::string lists = base::read_file(folder / "lists.bin"), tracks = base::read_file(folder / "tracks.tsv");
  const auto fails = [&] {
    try {
      read_compiled(folder);
      return false;
    } catch (const base::Error& error) {
      EXPECT_EQ(error.fault(), base::Fault::input);
      return true;
    }
  };
  EXPECT_FALSE(fails());
  for (std::size_t i = 0; i < lists.size(); ++i) {
    std::string flipped = lists;
    flipped[i] = static_cast<char>(flipped[i] ^ 1);
    base::write_file_durably(folder / "lists.bin", flipped);
    EXPECT_TRUE(fails()) << i;
    base::write_file_durably(folder / "lists.bin", lists.substr(0, i));
    EXPECT_TRUE(fails()) << i;
  }
  base::write_file_durably(folder / "lists.bin", lists);
  for (const std::string& bad : {std::string(), tracks.substr(1), tracks.substr(0, tracks.size() - 1),
                                 tracks.substr(0, tracks.rfind('\n', tracks.size() - 2) + 1), tracks + "a\tb\n"}) {
    base::write_file_durably(folder / "tracks.tsv", bad);
    EXPECT_TRUE(fails()) << bad;
  }
}

TEST_F(CorpusTest, ACompiledFileThatContradictsItselfIsRefused) {
  const fs::path folder = root_ / "c";
  const std::vector<CorpusTrack> tracks(2);
  // tracks, items, starts
  const Compiled cases[] = {
      {tracks, {0, 2}, {0, 2}}, {tracks, {0, 1}, {0, 1}}, {tracks, {0, 1}, {0, 2, 1, 2}}, {tracks, {0, 1}, {1, 2}}};
  for (const Compiled& bad : cases) {
    write_compiled(folder, bad);
    EXPECT_THROW(read_compiled(folder), base::Error);
  }
  write_compiled(folder, {tracks, {1, 0}, {0, 2}});
  EXPECT_EQ(read_compiled(folder).items.size(), 2u);
}

}  // namespace
}  // namespace segue::corpus
