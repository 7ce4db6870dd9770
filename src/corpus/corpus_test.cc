#include <fmt/core.h>
#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include <fstream>

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/temporary_folder_for_tests.h"
#include "corpus/bytes.h"
#include "corpus/compiled.h"
#include "corpus/compiler.h"
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

// Returns the titles of each list, in order.
std::vector<std::string> lists_of(const Compiled& compiled) {
  std::vector<std::string> lists;
  for (std::size_t i = 0; i + 1 < compiled.starts.size(); ++i) {
    std::string all;
    for (std::uint64_t at = compiled.starts[i]; at < compiled.starts[i + 1]; ++at)
      all += (all.empty() ? "" : " ") + compiled.tracks[compiled.items[at]].recording.title;
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

// A compiler in a folder of its own.
struct Compiling {
  const base::TemporaryFolder folder;
  Compiler compiler{folder.path(), 4};  // so few places in memory that every test sorts on disk
  Compiler::Written written;
  Compiled finish() {
    written = compiler.finish();
    return read_compiled(folder.path());
  }
};

void nothing_told(const ReadSoFar&) {}

TEST(Compiler, ListsKeepTheirOrderByPositionElseTimeElseArrival) {
  Compiling compiling;
  Compiler& compiler = compiling.compiler;
  compiler.list_item(row("p", "two", 2));
  compiler.list_item(row("t", "late", {}, base::from_ms(2000)));
  compiler.list_item(row("p", "zero", 0));
  compiler.list_item(row("n", "first"));
  compiler.list_item(row("t", "early", {}, base::from_ms(1000)));
  compiler.list_item(row("p", "one", 1));
  compiler.list_item(row("n", "second"));
  EXPECT_EQ(lists_of(compiling.finish()), (Lists{"zero one two", "early late", "first second"}));
}

TEST(Compiler, OneWordingIsOneTrack) {
  Compiling compiling;
  Compiler& compiler = compiling.compiler;
  for (const char* list : {"a", "b"})
    for (const char* title : {"x", "y"}) compiler.list_item(row(list, title));
  const Compiled compiled = compiling.finish();
  EXPECT_EQ(compiled.tracks.size(), 2u);
  EXPECT_EQ(compiled.items, (std::vector<std::uint32_t>{0, 1, 0, 1}));
}

TEST(Compiler, NoiseIsKeptOutAndCounted) {
  Compiling compiling;
  Compiler& compiler = compiling.compiler;
  const auto fill = [&](const char* list, int same, int others) {
    for (int i = 0; i < same; ++i) compiler.list_item(row(list, i % 2 == 0 ? "rain" : "Rain - 2011 Remaster"));
    for (int i = 0; i < others; ++i) compiler.list_item(row(list, std::to_string(i)));
  };
  fill("half of ten", 5, 5);
  fill("more than half of ten", 6, 4);
  fill("all of nine", 9, 0);
  fill("all of ten", 10, 0);
  fill("one", 1, 0);
  EXPECT_EQ(lists_of(compiling.finish()).size(), 2u);
  EXPECT_EQ(compiling.written.lists_left_out, 3);
}

TEST(Compiler, PlaysBecomeSessionsOfTheirListener) {
  Compiling compiling;
  Compiler& compiler = compiling.compiler;
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
  EXPECT_EQ(lists_of(compiling.finish()), (Lists{"a b c", "x y", "z w"}));
  EXPECT_EQ(compiling.written.lists_left_out, 1);
}

TEST(Compiler, PlaylistsOfOneNameStayTwo) {
  Compiling compiling;
  Compiler& compiler = compiling.compiler;
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
  EXPECT_EQ(lists_of(compiling.finish()), (Lists{"a a", "b b"}));
}

TEST(OpenBytes, GzipWholeJoinedPaddedAndDamaged) {
  const base::TemporaryFolder folder;
  const fs::path file = folder.path() / "f.json.gz";
  const auto unpacked = [&](const std::string& bytes) {
    std::ofstream(file, std::ios::binary) << bytes;
    const auto source = open_bytes(file, [](std::uint64_t) {});
    return read_all(*source, "", 1 << 20, "f");
  };
  const std::string text(100'000, 'x');
  const std::string one = gzip(text);
  EXPECT_EQ(unpacked(one), text);
  EXPECT_EQ(unpacked(one + gzip("tail")), text + "tail") << "files joined end to end";
  EXPECT_EQ(unpacked(one + std::string(512, '\0')), text) << "padding";
  EXPECT_EQ(unpacked(gzip("")), "");
  std::string flipped = gzip("some text that is long enough to be worth a few bytes");
  flipped[flipped.size() - 6] ^= 1;
  for (const std::string& bad : {one.substr(0, one.size() - 1), one.substr(0, one.size() / 2), one.substr(0, 2),
                                 one + "junk", one + one.substr(0, 20), flipped, std::string("\x1f\x8b\x08 nonsense")})
    try {
      unpacked(bad);
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
  Added add_file(const fs::path& path) {
    return add(*lake_, "me", root_ / "corpora", path, clock_,
               {.terms = "CC0", .on_read = nothing_told, .places_in_memory = 1000});
  }
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
  ASSERT_EQ(first.reports.size(), 1u);
  ASSERT_EQ(first.reports[0].rejects.size(), 1u);
  EXPECT_EQ(first.reports[0].rejects[0].ordinal, 2);
  EXPECT_EQ(lists_of(compiled(first)), (Lists{"zero one"}));
  EXPECT_EQ(compiled(first).tracks[0].recording.duration_ms, 1000);
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
  EXPECT_EQ(compiled(added).tracks[0].recording.artist, "A B");
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
  fs::create_directories(folder);
  using Numbers = std::vector<std::uint64_t>;
  const auto write = [&](const std::vector<std::uint32_t>& items, const Numbers& starts) {
    CompiledWriter writer(folder);
    writer.track({});
    writer.track({});
    writer.finish();
    std::string bytes = "SEGLIST1";
    const auto append = [&](const auto& numbers) {
      bytes.append(reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(numbers[0]));
    };
    append(Numbers{2, starts.size() - 1, items.size()});
    append(starts);
    append(items);
    base::write_file_durably(folder / "lists.bin", bytes + base::sha256_raw(bytes));
  };
  const std::pair<std::vector<std::uint32_t>, Numbers> cases[] = {
      {{0, 2}, {0, 2}}, {{0, 1}, {0, 1}}, {{0, 1}, {0, 2, 1, 2}}, {{0, 1}, {1, 2}}};
  for (const auto& [items, starts] : cases) {
    write(items, starts);
    EXPECT_THROW(read_compiled(folder), base::Error);
  }
  write({1, 0}, {0, 2});
  EXPECT_EQ(read_compiled(folder).items.size(), 2u);
}

// Returns one member of a tar.
std::string tarred(const std::string& name, const std::string& bytes) {
  std::string head(512, '\0');
  const auto put = [&](std::size_t at, const std::string& text) { head.replace(at, text.size(), text); };
  put(0, name);
  put(100, "0000644");
  put(124, fmt::format("{:011o}", bytes.size()));
  put(136, "00000000000");
  put(148, "        ");
  put(156, "0");
  put(257, "ustar");
  put(263, "00");
  unsigned sum = 0;
  for (const char c : head) sum += static_cast<unsigned char>(c);
  put(148, fmt::format("{:06o}", sum));
  head[154] = '\0';
  return head + bytes + std::string((512 - bytes.size() % 512) % 512, '\0');
}

const std::string kTarEnd(1024, '\0');

std::string zstd(const std::string& bytes) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), 1));
  return out;
}

std::string listen(int user, std::int64_t minute, const std::string& title, const std::string& more = "") {
  return fmt::format(
      R"({{"user_id":{},"user_name":"Somebody Private","timestamp":{},"track_metadata":{{"artist_name":"A",)"
      R"("track_name":"{}","additional_info":{{{}}}}}}})"
      "\n",
      user, 1'785'312'000 + minute * 60, title, more);
}

TEST_F(CorpusTest, ADumpBecomesSessionsWhateverTheOrderOfItsLines) {
  const std::string one = listen(7, 33, "c") + listen(8, 1, "x") + listen(7, 0, "a") + listen(7, 5, "b") + "broken\n";
  const std::string two = listen(8, 2, "y") + listen(7, 5, "b") + listen(7, 90, "late") + listen(8, 40, "z");
  const Added added =
      add_file(file("d.tar.zst", zstd(tarred("dump/TIMESTAMP", "2026\n") + tarred("dump/1.listens", one) +
                                      tarred("dump/2.listens", two) + kTarEnd)));
  EXPECT_EQ(added.registration.format, "listenbrainz_lines");
  EXPECT_EQ(added.registration.rows, 9);
  EXPECT_EQ(added.registration.rejected, 1);
  EXPECT_EQ(lists_of(compiled(added)), (Lists{"a b c", "x y"})) << "a listen that is told twice is one";
  EXPECT_EQ(added.registration.lists_left_out, 2);
  ASSERT_EQ(added.reports.size(), 1u);
  EXPECT_EQ(added.reports[0].name, "dump/1.listens");
  EXPECT_EQ(added.reports[0].rejects.at(0).ordinal, 4);
  for (const auto& entry : fs::recursive_directory_iterator(root_ / "corpora"))
    if (entry.is_regular_file()) {
      EXPECT_EQ(base::read_file(entry.path()).find("Private"), std::string::npos) << entry.path();
    }
}

TEST_F(CorpusTest, ADumpThatIsCutAnywhereIsRefusedAndLeavesNothing) {
  const std::string tar = tarred("dump/1.listens", listen(7, 0, "a") + listen(7, 1, "b")) +
                          tarred("dump/2.listens", listen(7, 2, "c")) + kTarEnd;
  const std::string packed = zstd(tar);
  std::vector<std::string> cuts;
  for (std::size_t at = 5; at < packed.size(); at += 7) cuts.push_back(packed.substr(0, at));
  cuts.push_back(packed.substr(0, packed.size() - 1));
  // The Zstandard frame is whole, but the tar in it is cut: inside a member, between two, before and inside its end.
  for (const std::size_t at :
       {std::size_t{600}, std::size_t{1024}, std::size_t{1300}, tar.size() - 1024, tar.size() - 512})
    cuts.push_back(zstd(tar.substr(0, at)));
  for (const std::string& cut : cuts) {
    const std::string why = failure(file("d.tar.zst", cut));
    EXPECT_TRUE(why.starts_with("5 ") && why.find("d.tar.zst") != std::string::npos) << cut.size() << why;
    EXPECT_FALSE(fs::exists(root_ / "corpora"));
  }
  EXPECT_TRUE(registered(*lake_, "me").empty());
  EXPECT_EQ(failure(file("d.tar.zst", packed)), "");
}

TEST_F(CorpusTest, AFileThatIsNotWhatItsSumSaysIsRefused) {
  file("l.tsv.sha256", base::sha256_hex("other") + "  l.tsv\n");
  EXPECT_TRUE(failure(file("l.tsv", kTsv)).starts_with("5 "));
  file("l.tsv.sha256", base::sha256_hex(kTsv) + "  l.tsv\n");
  EXPECT_EQ(failure(file("l.tsv", kTsv)), "");
}

TEST_F(CorpusTest, WhatAKilledAddLeftIsSwept) {
  const fs::path left = root_ / "corpora" / "d.tar.zst-0123456789ab.part";
  fs::create_directories(left);
  std::ofstream(left / "run.0") << "x";
  add_file(file("l.tsv", kTsv));
  EXPECT_FALSE(fs::exists(left));
}

TEST_F(CorpusTest, AFolderIsOneCorpusAndAChangedOneTakesItsPlace) {
  const fs::path folder = root_ / "lists";
  fs::create_directories(folder / ".git");
  const std::string slice = R"({"playlists":[{"pid":1,"tracks":[{"artist_name":"A","track_name":"x","track_uri":""},)"
                            R"({"artist_name":"B","track_name":"y","track_uri":""}]}]})";
  file("lists/a.json", slice);
  file("lists/b.json", R"({"playlists":[{"pid":2,"tracks":[{"track_uri":"x"})");
  file("lists/README.md", "words");
  file("lists/.git/c.json", slice);
  const Added first = add_file(folder);
  EXPECT_EQ(first.registration.name, "lists");
  EXPECT_EQ(first.registration.rows, 2);
  EXPECT_EQ(first.registration.files_refused, 1);
  EXPECT_EQ(first.reports.at(0).name, "b.json");
  EXPECT_EQ(lists_of(compiled(first)), (Lists{"x y"}));
  EXPECT_TRUE(add_file(folder).known);
  clock_.advance(base::Millis{1000});
  file("lists/b.json", R"({"playlists":[{"pid":2,"tracks":[{"artist_name":"A","track_name":"z","track_uri":""},)"
                       R"({"artist_name":"B","track_name":"y","track_uri":""}]}]})");
  const Added second = add_file(folder);
  EXPECT_FALSE(second.known);
  const auto all = registered(*lake_, "me");
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].sha256, second.registration.sha256);
  EXPECT_EQ(lists_of(compiled(second)), (Lists{"x y", "z y"}));
  EXPECT_FALSE(fs::exists(folder_of(root_ / "corpora", first.registration)));
}

TEST_F(CorpusTest, RecordingsOfOneIdAreOneInTheTable) {
  const std::string lines =
      listen(7, 0, "Harbour", R"("spotify_id":"4uLU6hMCjMI75M1A2tKUQC")") +
      listen(7, 1, "Harbor", R"("spotify_id":"4uLU6hMCjMI75M1A2tKUQC","isrc":"GB-XYZ-26-00001")") +
      listen(7, 2, "Pier", R"("isrc":"junk","recording_mbid":"junk")") + listen(7, 3, "Quay");
  const Added added = add_file(file("d.listens", lines));
  const Compiled made = compiled(added);
  ASSERT_EQ(made.tracks.size(), 4u);
  EXPECT_EQ(made.tracks[0].recording.key, made.tracks[1].recording.key);
  EXPECT_NE(made.tracks[0].name_key, made.tracks[1].name_key);
  EXPECT_EQ(made.tracks[1].isrc, "GBXYZ2600001");
  EXPECT_EQ(made.tracks[2].isrc, "");
  EXPECT_EQ(made.tracks[2].recording_mbid, "");
  EXPECT_NE(made.tracks[2].recording.key, made.tracks[3].recording.key);
  EXPECT_EQ(added.registration.ids_dropped, 2);
}

TEST(Lines, OnesThatAreTooLongArePassedOver) {
  struct Pieces final : ByteSource {
    std::string bytes;
    std::size_t at = 0;
    std::size_t read(char* into, std::size_t room) override {
      const std::size_t got = bytes.copy(into, std::min<std::size_t>({room, 100'000, bytes.size() - at}), at);
      at += got;
      return got;
    }
  } source;
  source.bytes = "a\n" + std::string(5'000'000, 'x') + "\n\nb\n" + std::string(3'000'000, 'y') + "\nend";
  Lines lines(source, 1 << 20);
  EXPECT_EQ(lines.peek(2), "a\n");
  std::string said;
  std::string_view line;
  for (auto got = lines.next(line); got != Lines::Got::end; got = lines.next(line))
    said += got == Lines::Got::too_long ? "(long)" : fmt::format("[{}]", line);
  EXPECT_EQ(said, "[a](long)[][b](long)[end]");
}

}  // namespace
}  // namespace segue::corpus
