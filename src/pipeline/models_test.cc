#include "pipeline/models.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/file.h"
#include "base/temporary_folder_for_tests.h"
#include "neighbors/approximate.h"

namespace segue::pipeline {
namespace {

// Returns a model of recordings in pseudo-random directions, the same every time, and one artist.
embed::Model noise(std::uint32_t recordings) {
  embed::Model model;
  model.options.dimension = 4;
  std::uint64_t state = 5;
  const auto next = [&] {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<float>(state >> 40) * 0x1p-23f - 1;
  };
  for (std::uint32_t r = 0; r <= recordings; ++r) {
    const bool artist = r == recordings;
    model.vocabulary.kinds.push_back(artist ? embed::TokenKind::artist : embed::TokenKind::recording);
    model.vocabulary.keys.push_back(fmt::format("{}", r));
    model.vocabulary.counts.push_back(1);
    const std::initializer_list<float> row{next(), next(), next(), next()};
    for (auto* matrix : {&model.input, &model.output}) matrix->insert(matrix->end(), row);
  }
  model.vocabulary.recordings = recordings;
  model.vocabulary.index();
  return model;
}

class Models : public testing::Test {
 protected:
  NamedModel kept(std::uint32_t recordings) {
    embed::Model model = noise(recordings);
    const std::string name = keep_model(model, folder_, base::ManualClock({}));
    const auto index = std::filesystem::path(folder_ / name).replace_extension(".index");
    return {name, std::move(model), std::filesystem::exists(index) ? index : ""};
  }
  const base::TemporaryFolder temporary_;
  const std::filesystem::path folder_ = temporary_.path() / "models";
};

TEST_F(Models, ALargeOneHasAnIndexBesideIt) {
  const NamedModel named = kept(kIndexed);
  ASSERT_FALSE(named.index.empty());
  const auto index = neighbors_in(named);
  EXPECT_NE(dynamic_cast<neighbors::ApproximateIndex*>(index.get()), nullptr);
  ASSERT_EQ(index->rows(), kIndexed);  // the index leaves the artist out
  for (const std::uint32_t row : {0u, 7u, kIndexed - 1}) {
    const auto nearest = index->nearest(named.model.input_row(row), 1);
    ASSERT_EQ(nearest.size(), 1u);
    EXPECT_EQ(nearest[0].row, row);
  }
}

TEST_F(Models, ASmallOneIsSearchedWhole) {
  const NamedModel named = kept(9);
  EXPECT_TRUE(named.index.empty());
  const auto index = neighbors_in(named);
  EXPECT_EQ(dynamic_cast<neighbors::ApproximateIndex*>(index.get()), nullptr);
  EXPECT_EQ(index->rows(), 9u);
}

TEST_F(Models, AnIndexOfAnotherModelOrADamagedOneIsRefused) {
  const NamedModel named = kept(kIndexed), other = kept(kIndexed + 1);
  const auto refused = [](const NamedModel& one, const char* word) {
    try {
      neighbors_in(one);
      ADD_FAILURE() << "not refused: " << word;
    } catch (const base::Error& error) {
      EXPECT_EQ(error.fault(), base::Fault::input);
      EXPECT_NE(std::string(error.what()).find(word), std::string::npos) << error.what();
    }
  };
  const std::string bytes = base::read_file(named.index);
  base::write_file_durably(named.index, base::read_file(other.index));
  refused(named, "another model");
  auto flipped = bytes;
  flipped[bytes.size() / 3] ^= 4;
  base::write_file_durably(named.index, flipped);
  refused(named, "damaged");
  base::write_file_durably(named.index, std::string_view(bytes).substr(0, bytes.size() / 2));
  refused(named, "cut");
  base::write_file_durably(named.index, bytes);
  EXPECT_EQ(neighbors_in(named)->rows(), kIndexed);
}

}  // namespace
}  // namespace segue::pipeline
