// How it works: Q spans the feature space's main directions. Each round multiplies it by XᵀX, X the songs × features
// matrix of which only the entries that are not zero are kept, and makes its columns orthonormal (Gram-Schmidt).
#include "evaluation/feature_list.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "signals/group_knn.h"
#include "signals/scores.h"
#include "vectors/arithmetic.h"

namespace segue::evaluation {
namespace {

constexpr std::size_t kDirections = 52;  // 50, to a multiple of four
constexpr std::size_t kRounds = 4;

struct Entry {
  std::uint32_t feature;
  float value;
};
using Features = std::vector<std::vector<Entry>>;  // by song

void standardise(std::vector<float>& values) {
  double sum = 0, squares = 0;
  for (const float one : values) {
    sum += static_cast<double>(one);
    squares += static_cast<double>(one) * static_cast<double>(one);
  }
  const double count = static_cast<double>(std::max<std::size_t>(1, values.size())), mean = sum / count;
  const double deviation = std::sqrt(std::max(squares / count - mean * mean, 1e-12));
  for (float& one : values) one = static_cast<float>((static_cast<double>(one) - mean) / deviation);
}

Features features_of(const recommend::Repertoire& repertoire, const recommend::RepertoireIndex& index) {
  const auto artists = static_cast<std::uint32_t>(repertoire.artist_count());
  const auto albums = static_cast<std::uint32_t>(repertoire.album_count());
  std::vector<float> lists, seconds;
  for (Item item = 0; item < repertoire.size(); ++item) {
    lists.push_back(std::log1p(static_cast<float>(index.songs.count(item))));
    seconds.push_back(static_cast<float>(repertoire.songs[item].duration_ms) / 1000);
  }
  standardise(lists);
  standardise(seconds);
  Features features(repertoire.size());
  for (Item item = 0; item < repertoire.size(); ++item) {
    features[item] = {{repertoire.artists[item].front(), 1}};
    if (repertoire.albums[item] != signals::Groups::kNone)
      features[item].push_back({artists + repertoire.albums[item], 1});
    features[item].push_back({artists + albums, lists[item]});
    features[item].push_back({artists + albums + 1, seconds[item]});
  }
  return features;
}

// A matrix of rows with kDirections numbers each.
using Rows = std::vector<float>;

Rows times(const Features& features, const Rows& of_feature) {
  Rows of_song(features.size() * kDirections, 0);
  for (std::size_t song = 0; song < features.size(); ++song)
    for (const Entry& entry : features[song])
      vectors::add_scaled(of_song.data() + song * kDirections, of_feature.data() + entry.feature * kDirections,
                          entry.value, kDirections);
  return of_song;
}

void make_orthonormal(Rows& rows) {
  const std::size_t count = rows.size() / kDirections;
  for (std::size_t column = 0; column < kDirections; ++column) {
    for (std::size_t before = 0; before <= column; ++before) {
      double product = 0;
      for (std::size_t i = 0; i < count; ++i)
        product +=
            static_cast<double>(rows[i * kDirections + column]) * static_cast<double>(rows[i * kDirections + before]);
      const bool is_itself = before == column;
      // With fewer features than directions nothing but rounding is left of a column, which becomes zero.
      const double own = product > 1e-10 ? 1 / std::sqrt(product) : 0;
      const float factor = static_cast<float>(is_itself ? own : product);
      for (std::size_t i = 0; i < count; ++i) {
        float& number = rows[i * kDirections + column];
        number = is_itself ? number * factor : number - factor * rows[i * kDirections + before];
      }
    }
  }
}

Rows embedded(const Features& features, std::size_t feature_count) {
  std::mt19937_64 random(1);
  Rows directions(feature_count * kDirections);
  for (float& number : directions) number = static_cast<float>(random() % 2001) / 1000 - 1;
  make_orthonormal(directions);
  for (std::size_t round = 0; round < kRounds; ++round) {
    const Rows songs = times(features, directions);
    std::fill(directions.begin(), directions.end(), 0.0f);
    for (std::size_t song = 0; song < features.size(); ++song)
      for (const Entry& entry : features[song])
        vectors::add_scaled(directions.data() + entry.feature * kDirections, songs.data() + song * kDirections,
                            entry.value, kDirections);
    make_orthonormal(directions);
  }
  return times(features, directions);
}

}  // namespace

List feature_list(const recommend::Repertoire& repertoire, const recommend::RepertoireIndex& index,
                  const recommend::Listener& listener, std::size_t most) {
  const Features features = features_of(repertoire, index);
  const Rows songs = embedded(features, repertoire.artist_count() + repertoire.album_count() + 2);
  std::vector<float> centre(kDirections, 0);
  for (const recommend::PlayedSong& one : listener.taste)
    vectors::add_scaled(centre.data(), songs.data() + one.item * kDirections, static_cast<float>(one.weight),
                        kDirections);
  std::vector<signals::ScoredItem> all;
  for (Item item = 0; item < repertoire.size(); ++item) {
    if (listener.heard[item] || repertoire.origins[item] == recommend::Origin::none) continue;
    const float* row = songs.data() + item * kDirections;
    const float length = std::sqrt(vectors::dot(row, row, kDirections));
    all.push_back({item, vectors::dot(row, centre.data(), kDirections) / std::max(length, 1e-9f)});
  }
  signals::keep_best(all, most);
  List list;
  for (const auto& one : all) list.push_back(one.item);
  return list;
}

}  // namespace segue::evaluation
