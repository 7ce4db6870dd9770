#include "embed/trainer.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/error.h"
#include "embed/random.h"
#include "vectors/arithmetic.h"

namespace segue::embed {
namespace {

using vectors::dot;

float cosine(const Model& model, std::uint32_t a, std::uint32_t b) {
  const std::size_t n = model.options.dimension;
  const auto one = model.input_row(a), other = model.input_row(b);
  return dot(one.data(), other.data(), n) /
         std::sqrt(dot(one.data(), one.data(), n) * dot(other.data(), other.data(), n));
}

constexpr int kGroups = 6, kSongs = 5;

std::string song(int group, int number) {
  return "g" + std::to_string(group) + "s" + std::to_string(number);
}

// Lists of eight, each of songs of one group, drawn by a seed; each group is one artist.
ListBuilder::Built groups() {
  ListBuilder builder;
  Random random(3);
  for (int list = 0; list < 240; ++list) {
    const int group = list % kGroups;
    for (int place = 0; place < 8; ++place)
      builder.add({song(group, static_cast<int>(random.below(kSongs))), "artist " + std::to_string(group), "", ""});
    builder.end_list();
  }
  return builder.build(1, 250);
}

TrainOptions few_numbers() {
  TrainOptions options;
  options.dimension = 16;
  options.epochs = 10;
  options.subsample = 0;
  return options;
}

TEST(Train, SongsOfOneListAreNearAndOthersFar) {
  const auto built = groups();
  const Model model = train(built.vocabulary, built.lists, few_numbers());
  const auto row = [&](int group, int number) {
    return model.vocabulary.find(TokenKind::recording, song(group, number)).value();
  };
  for (int group = 0; group < kGroups; ++group)
    for (int number = 0; number < kSongs; ++number) {
      float worst_mate = 1, best_stranger = -1;
      for (int g = 0; g < kGroups; ++g)
        for (int s = 0; s < kSongs; ++s) {
          if (g == group && s == number) continue;
          const float near = cosine(model, row(group, number), row(g, s));
          if (g == group)
            worst_mate = std::min(worst_mate, near);
          else
            best_stranger = std::max(best_stranger, near);
        }
      EXPECT_GT(worst_mate, best_stranger) << song(group, number);
    }
}

TEST(Train, AnArtistStandsAmongItsSongs) {
  const auto built = groups();
  const Model model = train(built.vocabulary, built.lists, few_numbers());
  for (int artist = 0; artist < kGroups; ++artist) {
    const auto token = model.vocabulary.find(TokenKind::artist, "artist " + std::to_string(artist)).value();
    const auto mean = [&](int group) {
      float sum = 0;
      for (int s = 0; s < kSongs; ++s)
        sum += cosine(model, token, model.vocabulary.find(TokenKind::recording, song(group, s)).value());
      return sum / kSongs;
    };
    for (int group = 0; group < kGroups; ++group)
      EXPECT_GE(mean(artist), mean(group) + (group == artist ? 0.0f : 0.2f)) << artist << " and " << group;
  }
}

TEST(Train, SameSeedSameBytesAnotherSeedOthers) {
  const auto built = groups();
  TrainOptions options = few_numbers();
  options.epochs = 2;
  const std::string bytes = to_bytes(train(built.vocabulary, built.lists, options));
  EXPECT_EQ(to_bytes(train(built.vocabulary, built.lists, options)), bytes);
  options.seed = 2;
  EXPECT_NE(train(built.vocabulary, built.lists, options).input, from_bytes(bytes, "").input);
}

TEST(Train, LossFallsAndProgressIsToldEachEpoch) {
  const auto built = groups();
  std::vector<double> losses;
  Watch watch;
  watch.epoch_ended = [&](const Progress& at, const Vectors&) {
    EXPECT_EQ(at.epoch, losses.size() + 1);
    EXPECT_EQ(at.epochs, 10u);
    losses.push_back(at.loss);
  };
  train(built.vocabulary, built.lists, few_numbers(), watch);
  ASSERT_EQ(losses.size(), 10u);
  EXPECT_LT(losses.back(), losses.front());
}

// One song fills every other place; thinned out, it is trained less, and its output row stays shorter.
TEST(Train, ThinsOutFrequentSongs) {
  ListBuilder builder;
  for (int list = 0; list < 40; ++list) {
    for (int i = 0; i < 10; ++i) {
      builder.add({"hit", "", "", ""});
      builder.add({"song " + std::to_string(list * 10 + i), "", "", ""});
    }
    builder.end_list();
  }
  const auto built = builder.build(1, 250);
  const auto length = [&](float subsample) {
    TrainOptions options = few_numbers();
    options.epochs = 1;
    options.subsample = subsample;
    const Model model = train(built.vocabulary, built.lists, options);
    const auto row = model.output_row(0);
    return std::sqrt(dot(row.data(), row.data(), 16));
  };
  EXPECT_LT(length(1e-3f), length(0) / 2);
}

TEST(Train, RefusesToRunAwayToInfinity) {
  const auto built = groups();
  TrainOptions options = few_numbers();
  options.rate = 1;
  options.negatives = 1000;
  options.window = 100;
  options.epochs = 3;
  EXPECT_THROW(train(built.vocabulary, built.lists, options), base::Error);
}

TEST(Train, RefusesTooLittle) {
  ListBuilder builder;
  EXPECT_THROW(train(builder.build(1, 250).vocabulary, {}, few_numbers()), base::Error);
  builder.add({"only one", "", "", ""});
  builder.add({"only one", "", "", ""});
  builder.end_list();
  const auto built = builder.build(1, 250);
  EXPECT_THROW(train(built.vocabulary, built.lists, few_numbers()), base::Error);
}

TEST(TrainOptions, OutOfBoundsAreRefusedByName) {
  const auto refused = [](auto change) -> std::string {
    TrainOptions options;
    change(options);
    try {
      check(options);
    } catch (const base::Error& error) {
      EXPECT_EQ(error.fault(), base::Fault::usage);
      return std::string(error.what()).substr(0, std::string(error.what()).find(' '));
    }
    return "";
  };
  EXPECT_EQ(refused([](TrainOptions&) {}), "");
  for (const std::uint32_t bad : {0u, 7u, 10u, 1028u, 0xFFFFFFF8u})
    EXPECT_EQ(refused([&](TrainOptions& o) { o.dimension = bad; }), "dimension") << bad;
  EXPECT_EQ(refused([](TrainOptions& o) { o.window = 0; }), "window");
  EXPECT_EQ(refused([](TrainOptions& o) { o.negatives = 0; }), "negatives");
  EXPECT_EQ(refused([](TrainOptions& o) { o.negatives = 1001; }), "negatives");
  EXPECT_EQ(refused([](TrainOptions& o) { o.epochs = 0; }), "epochs");
  for (const float bad : {0.0f, -0.1f, 1.1f, std::nanf("")})
    EXPECT_EQ(refused([&](TrainOptions& o) { o.rate = bad; }), "rate") << bad;
  for (const float bad : {-1.5f, 1.5f, std::nanf("")})
    EXPECT_EQ(refused([&](TrainOptions& o) { o.exponent = bad; }), "exponent") << bad;
  EXPECT_EQ(refused([](TrainOptions& o) { o.token_share = 1.5f; }), "token_share");
  EXPECT_EQ(refused([](TrainOptions& o) { o.subsample = -1; }), "subsample");
  EXPECT_EQ(refused([](TrainOptions& o) { o.subsample = std::nanf(""); }), "subsample");
  EXPECT_EQ(refused([](TrainOptions& o) { o.min_count = 0; }), "min_count");
  EXPECT_EQ(refused([](TrainOptions& o) { o.most_places = 1; }), "most_places");
  EXPECT_EQ(refused([](TrainOptions& o) { o.seed = 1ull << 32; }), "seed");
}

}  // namespace
}  // namespace segue::embed
