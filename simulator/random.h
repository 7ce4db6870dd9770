// Seeded random numbers that are the same on every machine: it uses no std distribution and no libm.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace segue::simulator {

// SplitMix64 (Steele, Lea, Flood 2014).
class Rng {
 public:
  explicit Rng(std::uint64_t seed) : state_(seed) {}

  // Returns a separate stream for each label and number, so that a new part of the simulator changes no other part.
  static Rng of(std::uint64_t seed, std::string_view label, std::uint64_t number = 0) {
    std::uint64_t hash = 1469598103934665603ULL;  // FNV-1a
    for (char c : label) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    Rng mixed(seed * 0x9E3779B97F4A7C15ULL ^ hash);
    return Rng(mixed.next() + number * 0xD1B54A32D192ED03ULL);
  }

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }

  double unit() { return static_cast<double>(next() >> 11) * (1.0 / 9007199254740992.0); }
  bool chance(double probability) { return unit() < probability; }
  // 0 … n-1; n > 0.
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }
  // from … to, both included.
  int between(int from, int to) { return from + static_cast<int>(below(static_cast<std::size_t>(to - from) + 1)); }
  // Mean 0, variance 1, within ±6: the sum of twelve uniform numbers.
  double normal() {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += unit();
    return sum;
  }

  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[below(from.size())];
  }
  template <class T, std::size_t N>
  const T& pick(const T (&from)[N]) {
    return from[below(N)];
  }
  // Returns an index with a chance proportional to its weight; the sum must be positive.
  std::size_t weighted(const std::vector<double>& weights) {
    double sum = 0;
    for (double w : weights) sum += w;
    double at = unit() * sum;
    for (std::size_t i = 0; i + 1 < weights.size(); ++i) {
      if (at < weights[i]) return i;
      at -= weights[i];
    }
    return weights.size() - 1;
  }

  // `length` base-62 digits.
  std::string base62(std::size_t length) {
    static constexpr std::string_view digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    std::string out;
    for (std::size_t i = 0; i < length; ++i) out += digits[below(62)];
    return out;
  }
  std::string hex(std::size_t length) {
    std::string out;
    for (std::size_t i = 0; i < length; ++i) out += "0123456789abcdef"[below(16)];
    return out;
  }

 private:
  std::uint64_t state_;
};

}  // namespace segue::simulator
