// Builds one index in C++ over the vectors of bench/neighbors.py, or reads it if it was built before, and searches it.
//
// usage: neighbors-bench segue|hnswlib FOLDER THREADS; as bench/neighbors_peers.py, which has the other libraries.
#include <fmt/core.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/json.h"
#include "neighbors/approximate.h"
#ifdef SEGUE_HNSWLIB
#include <hnswlib/hnswlib.h>

#include <atomic>
#include <thread>
#endif

namespace {

namespace fs = std::filesystem;
using namespace segue;

constexpr std::size_t kMost = 10, kRounds = 3;
constexpr double kEnough = 0.98;

using Found = std::vector<std::uint32_t>;
using Search = std::function<Found(const float* query)>;

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double thread_seconds() {
  timespec spent{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  return static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) * 1e-9;
}

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

template <class T>
std::vector<T> numbers_in(const fs::path& path) {
  const std::string bytes = base::read_file(path);
  std::vector<T> numbers(bytes.size() / sizeof(T));
  std::copy_n(bytes.data(), numbers.size() * sizeof(T), reinterpret_cast<char*>(numbers.data()));
  return numbers;
}

struct World {
  fs::path folder;
  std::vector<float> rows, queries;
  std::vector<std::uint32_t> truth;
  std::size_t count = 0;  // of queries
  std::uint32_t dimension = 0;
  neighbors::IndexOf of;
};

World world_in(const fs::path& folder) {
  World world{folder,
              numbers_in<float>(folder / "rows.f32"),
              numbers_in<float>(folder / "queries.f32"),
              numbers_in<std::uint32_t>(folder / "truth.u32"),
              0,
              0,
              {}};
  world.count = world.truth.size() / kMost;
  world.dimension = static_cast<std::uint32_t>(world.queries.size() / world.count);
  world.of = {std::string(32, 'b'), static_cast<std::uint32_t>(world.rows.size() / world.dimension), world.dimension};
  return world;
}

// Returns one row of the table: a setting, the share of the truth that it finds, and the time of a query.
std::string measured(const World& world, const std::string& setting, const Search& search, double& recall) {
  for (std::size_t q = 0; q < world.count; ++q) search(world.queries.data() + q * world.dimension);
  std::vector<double> times, spent;
  std::size_t right = 0;
  for (std::size_t round = 0; round < kRounds; ++round) {
    for (std::size_t q = 0; q < world.count; ++q) {
      const double start = now(), begun = thread_seconds();
      const Found found = search(world.queries.data() + q * world.dimension);
      spent.push_back((thread_seconds() - begun) * 1e6);
      times.push_back((now() - start) * 1e6);
      if (round > 0) continue;
      const std::set<std::uint32_t> rows(found.begin(), found.end());
      for (std::size_t i = 0; i < kMost; ++i) right += rows.count(world.truth[q * kMost + i]);
    }
  }
  std::sort(times.begin(), times.end());
  std::sort(spent.begin(), spent.end());
  recall = static_cast<double>(right) / static_cast<double>(world.count * kMost);
  return base::JsonObject{}
      .text("setting", setting)
      .number("recall", recall)
      .number("median_us", times[times.size() / 2])
      .number("p99_us", times[times.size() * 99 / 100])
      .number("median_cpu_us", spent[spent.size() / 2])
      .number("p99_cpu_us", spent[spent.size() * 99 / 100])
      .str();
}

// Builds, unless it was built before, and returns what the build cost.
std::string built(const World& world, const std::string& name, const std::function<void()>& build) {
  const fs::path cost = world.folder / (name + ".built");
  if (!fs::exists(cost)) {
    const double cpu = cpu_seconds(), start = now();
    build();
    base::write_file_durably(
        cost, fmt::format("\"build_cpu_seconds\":{:.1f},\"build_seconds\":{:.1f}", cpu_seconds() - cpu, now() - start));
  }
  return base::read_file(cost);
}

void report(const std::string& name, const std::string& library, const std::string& index, const std::string& cost,
            const fs::path& file, const std::string& settings) {
  fmt::print("{{\"name\":\"{}\",\"library\":\"{}\",\"index\":\"{}\",{},\"bytes\":{},\"settings\":{}}}\n", name, library,
             index, cost, fs::file_size(file), settings);
}

void run_segue(const World& world, std::uint32_t threads) {
  const fs::path path = world.folder / "segue.index";
  const auto cost = built(
      world, "segue", [&] { neighbors::ApproximateIndex::write(path, world.of, world.rows, {.threads = threads}); });
  neighbors::ApproximateIndex index(path, world.of, world.rows);
  base::JsonArray settings;
  double recall = 0;
  for (std::size_t breadth = 4; recall < kEnough && breadth <= 4096; breadth += breadth / 4) {
    index.breadth = breadth;
    settings.raw(measured(
        world, fmt::format("breadth {}", breadth),
        [&](const float* query) {
          Found found;
          for (const auto& one : index.nearest({query, world.dimension}, kMost)) found.push_back(one.row);
          return found;
        },
        recall));
  }
  report("segue", "segue", "cells of 8-bit rows", cost, path, settings.str());
}

#ifdef SEGUE_HNSWLIB
void run_hnswlib(const World& world, std::uint32_t threads) {
  using Hnsw = hnswlib::HierarchicalNSW<float>;
  hnswlib::InnerProductSpace space(world.dimension);
  const fs::path path = world.folder / "hnswlib.index";
  const auto cost = built(world, "hnswlib", [&] {
    Hnsw index(&space, world.of.rows, 16, 200);
    std::atomic<std::uint32_t> next{0};
    const auto add = [&] {
      for (std::uint32_t r = next++; r < world.of.rows; r = next++)
        index.addPoint(world.rows.data() + std::size_t{r} * world.dimension, r);
    };
    std::vector<std::jthread> running;
    for (std::uint32_t t = 1; t < threads; ++t) running.emplace_back(add);
    add();
    running.clear();
    index.saveIndex(path);
  });
  Hnsw index(&space, path);
  base::JsonArray settings;
  double recall = 0;
  for (std::size_t ef = 32; recall < kEnough && ef <= 4096; ef += ef / 2) {
    index.setEf(ef);
    settings.raw(measured(
        world, fmt::format("ef {}", ef),
        [&](const float* query) {
          Found found;
          for (auto all = index.searchKnn(query, kMost); !all.empty(); all.pop())
            found.push_back(static_cast<std::uint32_t>(all.top().second));
          return found;
        },
        recall));
  }
  report("hnswlib", "hnswlib 0.8.0", "M 16, ef_construction 200 (its defaults), 32-bit floats", cost, path,
         settings.str());
}
#endif

}  // namespace

int main(int argc, char** argv) {
  const std::string name = argc == 4 ? argv[1] : "";
  const auto threads = static_cast<std::uint32_t>(argc == 4 ? std::stoul(argv[3]) : 0);
  if (name == "segue") {
    run_segue(world_in(argv[2]), threads);
    return 0;
  }
#ifdef SEGUE_HNSWLIB
  if (name == "hnswlib") {
    run_hnswlib(world_in(argv[2]), threads);
    return 0;
  }
#endif
  fmt::print(stderr,
             "usage: neighbors-bench segue|hnswlib FOLDER THREADS (hnswlib only where it was found at build)\n");
  return 2;
}
