#include "embed/model.h"

#include <gtest/gtest.h>

#include <cstring>

#include "base/error.h"
#include "base/hash.h"
#include "base/temporary_folder_for_tests.h"

namespace segue::embed {
namespace {

Model small_model() {
  Model model;
  model.options.dimension = 8;
  model.options.seed = 7;
  model.options.rate = 0.0625f;
  model.vocabulary.kinds = {TokenKind::recording, TokenKind::recording, TokenKind::artist};
  model.vocabulary.keys = {"aa", "bb", "aa"};
  model.vocabulary.counts = {5, 4, 1'000'000'000'000};
  model.vocabulary.aliases = {{"track two", 1}, {"track one", 0}};
  model.vocabulary.index();
  for (int i = 0; i < 24; ++i) {
    model.input.push_back(static_cast<float>(i) / 3);
    model.output.push_back(-static_cast<float>(i) / 7);
  }
  model.provenance = R"({"corpora":[{"name":"Déjà"}],"lists":2})";
  return model;
}

std::string refusal(const std::string& bytes) {
  try {
    from_bytes(bytes, "a.model");
  } catch (const base::Error& error) {
    EXPECT_EQ(error.fault(), base::Fault::input);
    return error.what();
  }
  return "";
}

TEST(ModelFile, ReadsBackWhatWasWritten) {
  const Model model = small_model();
  const Model back = from_bytes(to_bytes(model), "a.model");
  EXPECT_EQ(back.vocabulary.keys, model.vocabulary.keys);
  EXPECT_EQ(back.vocabulary.kinds, model.vocabulary.kinds);
  EXPECT_EQ(back.vocabulary.counts, model.vocabulary.counts);
  EXPECT_EQ(back.vocabulary.aliases, model.vocabulary.aliases);
  EXPECT_EQ(back.vocabulary.recordings, 2u);
  EXPECT_EQ(back.vocabulary.find(TokenKind::artist, "aa"), 2u);
  EXPECT_EQ(back.input, model.input);
  EXPECT_EQ(back.output, model.output);
  EXPECT_EQ(back.options.seed, 7u);
  EXPECT_EQ(back.options.rate, 0.0625f);
  EXPECT_EQ(back.provenance, model.provenance);
  EXPECT_EQ(to_bytes(back), to_bytes(model));
}

TEST(ModelFile, EachFlippedBitIsSeen) {
  const std::string bytes = to_bytes(small_model());
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string flipped = bytes;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x10);
    EXPECT_NE(refusal(flipped), "") << "byte " << at;
  }
}

TEST(ModelFile, EachCutIsSeen) {
  const std::string bytes = to_bytes(small_model());
  for (std::size_t length = 0; length < bytes.size(); ++length)
    EXPECT_NE(refusal(bytes.substr(0, length)), "") << length << " bytes";
  EXPECT_NE(refusal(bytes + "x"), "");
}

TEST(ModelFile, ANewerVersionIsRefusedByName) {
  std::string bytes = to_bytes(small_model());
  const std::uint32_t version = 2;
  std::memcpy(bytes.data() + 8, &version, sizeof version);
  bytes.resize(bytes.size() - 32);
  bytes += base::sha256_raw(bytes);
  EXPECT_EQ(refusal(bytes), "a.model is a model of version 2, this segue reads up to 1");
}

TEST(ModelFile, SaysWhatIsWrong) {
  EXPECT_EQ(refusal("SEGLIST1 and something of another kind, long enough to be a model"),
            "a.model is not a model of segue");
  std::string bytes = to_bytes(small_model());
  bytes[100] = static_cast<char>(bytes[100] ^ 1);
  EXPECT_EQ(refusal(bytes), "a.model is damaged (its checksum differs): train again");
}

// A correct checksum does not make a file complete: everything that header and counts announce must be there.
TEST(ModelFile, PromisesMoreThanItHolds) {
  Model model = small_model();
  model.output.pop_back();
  EXPECT_EQ(refusal(to_bytes(model)), "a.model is cut: train again");
  Model vast = small_model();
  vast.options.dimension = 0xFFFFFFFF;
  EXPECT_EQ(refusal(to_bytes(vast)), "a.model is cut: train again");
}

TEST(ModelFile, IsKnownByTheSumAtItsEnd) {
  const base::TemporaryFolder folder;
  const auto file = folder.path() / "a.model";
  EXPECT_THROW(sum_of(file), base::Error);
  save(small_model(), file);
  const std::string bytes = to_bytes(small_model());
  EXPECT_EQ(sum_of(file), base::sha256_raw(bytes.substr(0, bytes.size() - 32)));
  EXPECT_EQ(sum_of(file), sum_in(bytes));
}

}  // namespace
}  // namespace segue::embed
