#include "embed/trainer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <stdexcept>

#include "base/error.h"
#include "base/file.h"
#include "base/temporary_folder_for_tests.h"
#include "embed/random.h"
#include "vectors/arithmetic.h"
#include "vectors/kernels.h"

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

// Mean score of a song's input row with the output rows of its list's songs, and with those of strangers.
std::pair<float, float> mates_and_strangers(const ListBuilder::Built& built, const TrainOptions& options) {
  const Model model = train(built.vocabulary, built.lists, options);
  float mates = 0, strangers = 0;
  int pairs = 0, others = 0;
  for (int one = 0; one < kGroups * kSongs; ++one)
    for (int two = 0; two < one; ++two) {
      const auto row = [&](int n) {
        return model.vocabulary.find(TokenKind::recording, song(n / kSongs, n % kSongs)).value();
      };
      const bool same = one / kSongs == two / kSongs;
      (same ? mates : strangers) +=
          dot(model.input_row(row(one)).data(), model.output_row(row(two)).data(), options.dimension);
      ++(same ? pairs : others);
    }
  return {mates / static_cast<float>(pairs), strangers / static_cast<float>(others)};
}

TEST(Train, EveryWayOfTrainingTellsMatesFromStrangers) {
  const auto built = groups();
  const auto expect = [&](const char* what, auto change) {
    TrainOptions options = few_numbers();
    change(options);
    const auto [mates, strangers] = mates_and_strangers(built, options);
    EXPECT_GT(mates, strangers + 1) << what;
  };
  expect("fresh draws for each pair", [](TrainOptions& o) { o.sharing = 1; });
  expect("one set of draws a centre", [](TrainOptions& o) { o.sharing = 0; });
  expect("draws shared by two centres", [](TrainOptions& o) { o.block = 2; });
  expect("fixed window", [](TrainOptions& o) { o.reach = Reach::fixed; });
  expect("whole list", [](TrainOptions& o) { o.reach = Reach::whole; });
  expect("dropout and decay", [](TrainOptions& o) {
    o.dropout = 0.3f;
    o.l2 = 0.001f;
  });
  expect("long lists weigh less", [](TrainOptions& o) {
    o.pair_exponent = -0.5f;
    o.rate = 0.15f;
  });
  expect("centroid", [](TrainOptions& o) {
    o.objective = Objective::centroid;
    o.dropout = 0.3f;
    o.rate = 0.5f;
  });
  expect("two threads", [](TrainOptions& o) { o.threads = 2; });
  expect("a dimension that fills no vector", [](TrainOptions& o) { o.dimension = 20; });
}

TEST(Train, EachVectorUnitGivesItsOwnBytesTwice) {
  const auto built = groups();
  TrainOptions options = few_numbers();
  options.epochs = 2;
  for (const auto& unit : vectors::units()) {
    setenv("SEGUE_VECTOR_UNIT", unit.c_str(), 1);
    const std::string bytes = to_bytes(train(built.vocabulary, built.lists, options));
    EXPECT_EQ(to_bytes(train(built.vocabulary, built.lists, options)), bytes) << unit;
  }
  unsetenv("SEGUE_VECTOR_UNIT");
}

// A run is killed (by what it calls at the end of an epoch); the next goes on where the checkpoint is.
class Killed : public testing::Test {
 protected:
  TrainOptions options() const {
    TrainOptions some = few_numbers();
    some.epochs = 4;
    return some;
  }
  Watch watch(std::vector<std::uint32_t>& epochs, std::uint32_t dies_after) const {
    Watch one;
    one.checkpoint = folder_.path() / "checkpoint";
    one.checkpoint_every_s = 0;
    one.epoch_ended = [&epochs, dies_after](const Progress& at, const Vectors&) {
      epochs.push_back(at.epoch);
      if (at.epoch == dies_after) throw std::runtime_error("killed");
    };
    return one;
  }
  std::vector<std::uint32_t> epochs_of_next(const TrainOptions& some, std::string* bytes = nullptr) {
    std::vector<std::uint32_t> epochs;
    const std::string got = to_bytes(train(built_.vocabulary, built_.lists, some, watch(epochs, 0)));
    if (bytes != nullptr) *bytes = got;
    return epochs;
  }
  void kill_in_third() {
    std::vector<std::uint32_t> epochs;
    EXPECT_THROW(train(built_.vocabulary, built_.lists, options(), watch(epochs, 3)), std::runtime_error);
  }
  const base::TemporaryFolder folder_;
  const ListBuilder::Built built_ = groups();
};

TEST_F(Killed, GoesOnAndGivesTheSameBytes) {
  const std::string whole = to_bytes(train(built_.vocabulary, built_.lists, options()));
  kill_in_third();
  std::string bytes;
  EXPECT_EQ(epochs_of_next(options(), &bytes), (std::vector<std::uint32_t>{3, 4}));
  EXPECT_EQ(bytes, whole);
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "checkpoint"));
}

TEST_F(Killed, BeginsAnewWithOtherOptions) {
  kill_in_third();
  TrainOptions other = options();
  other.rate = 0.04f;
  EXPECT_EQ(epochs_of_next(other).size(), 4u);
}

TEST_F(Killed, BeginsAnewWhenTheCheckpointIsDamaged) {
  kill_in_third();
  std::string bytes = base::read_file(folder_.path() / "checkpoint");
  bytes[bytes.size() / 2] ^= 1;
  base::write_file_durably(folder_.path() / "checkpoint", bytes);
  EXPECT_EQ(epochs_of_next(options()).size(), 4u);
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
    try {
      change(options);
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
  EXPECT_EQ(refused([](TrainOptions& o) { o.sharing = 1001; }), "sharing");
  EXPECT_EQ(refused([](TrainOptions& o) { o.block = 0; }), "block");
  for (const float bad : {0.1f, -2.5f, std::nanf("")})
    EXPECT_EQ(refused([&](TrainOptions& o) { o.pair_exponent = bad; }), "pair_exponent") << bad;
  for (const float bad : {-0.1f, 1.0f, std::nanf("")})
    EXPECT_EQ(refused([&](TrainOptions& o) { o.dropout = bad; }), "dropout") << bad;
  EXPECT_EQ(refused([](TrainOptions& o) { o.l2 = -1; }), "l2");
  EXPECT_EQ(refused([](TrainOptions& o) { o.threads = 0; }), "threads");
  EXPECT_EQ(refused([](TrainOptions&) { objective_of("cbow"); }), "objective");
  EXPECT_EQ(refused([](TrainOptions&) { reach_of(""); }), "reach");
  EXPECT_EQ(refused([](TrainOptions& o) { o.token_share = 1.5f; }), "token_share");
  EXPECT_EQ(refused([](TrainOptions& o) { o.subsample = -1; }), "subsample");
  EXPECT_EQ(refused([](TrainOptions& o) { o.subsample = std::nanf(""); }), "subsample");
  EXPECT_EQ(refused([](TrainOptions& o) { o.min_count = 0; }), "min_count");
  EXPECT_EQ(refused([](TrainOptions& o) { o.most_places = 1; }), "most_places");
  EXPECT_EQ(refused([](TrainOptions& o) { o.seed = 1ull << 32; }), "seed");
}

}  // namespace
}  // namespace segue::embed
