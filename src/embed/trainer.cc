// How it works: each epoch goes through all lists once, in an order drawn by the seed and the epoch. Threads take 32
// lists at a time and change the shared matrices without locks (worker.h). The learning rate falls with the share of
// places done. A checkpoint needs the matrices only: seeds depend on the epoch, so a run that goes on draws the same
// numbers.
#include "embed/trainer.h"

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <ctime>
#include <numeric>
#include <thread>

#include "base/error.h"
#include "embed/checkpoint.h"
#include "embed/worker.h"

namespace segue::embed {
namespace {

using Seconds = std::chrono::duration<double>;
using std::chrono::steady_clock;

constexpr std::uint32_t kListsAtOnce = 32;  // lists that a worker takes at a time
constexpr double kLiveEveryS = 0.25;

double cpu_now() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

// Returns the seed of one thread in one epoch.
std::uint64_t seed_of(std::uint64_t seed, std::uint64_t epoch, std::uint64_t thread) {
  return Random(seed ^ (epoch << 40) ^ (thread << 32)).next();
}

// Returns each recording's chance to be kept: sqrt(subsample / share), at most 1. The most frequent recordings would
// take most of the time and teach little (Mikolov et al. 2013).
std::vector<float> chances_to_be_kept(const Vocabulary& vocabulary, const Lists& lists, float subsample) {
  std::vector<float> keep;
  if (subsample <= 0) return keep;
  keep.resize(vocabulary.size(), 1.0f);
  const double places = static_cast<double>(lists.places.size());
  for (std::uint32_t row = 0; row < vocabulary.recordings; ++row) {
    const double share = static_cast<double>(vocabulary.counts[row]) / places;
    keep[row] = static_cast<float>(std::min(1.0, std::sqrt(static_cast<double>(subsample) / share)));
  }
  return keep;
}

class Training {
 public:
  Training(const Vocabulary& vocabulary, const Lists& lists, const TrainOptions& options, const Watch& watch)
      : lists_(lists),
        options_(options),
        watch_(watch),
        negatives_(vocabulary.counts, options.exponent),
        keep_(chances_to_be_kept(vocabulary, lists, options.subsample)),
        kernels_(vectors::kernels()),
        input_(vocabulary.size(), options.dimension),
        output_(vocabulary.size(), options.dimension),
        order_(lists.size()) {
    Random random(options.seed);
    for (std::uint32_t row = 0; row < input_.count(); ++row)
      for (std::size_t i = 0; i < options.dimension; ++i)
        // Input rows start small and random, output rows at zero, as in word2vec, so the first products are 0.
        input_.row(row)[i] = (random.unit() - 0.5f) / static_cast<float>(options.dimension);
    if (!watch.checkpoint.empty()) fingerprint_ = fingerprint(vocabulary, lists, options, kernels_.unit);
  }

  void run() {
    const std::uint32_t done =
        fingerprint_.empty() ? 0 : read_checkpoint(watch_.checkpoint, fingerprint_, input_, output_);
    places_done_ = done * lists_.places.size();
    cpu_start_ = cpu_now();
    auto kept_at = steady_clock::now();
    for (std::uint32_t epoch = done; epoch < options_.epochs; ++epoch) {
      const Progress progress = one_epoch(epoch);
      // Checked before the checkpoint is written, so that a run never goes on from infinite numbers.
      for (const Matrix* matrix : {&input_, &output_}) require_finite(*matrix);
      if (watch_.epoch_ended) watch_.epoch_ended(progress, {input_.rows(), output_.rows()});
      const Seconds since = steady_clock::now() - kept_at;
      if (fingerprint_.empty() || since.count() < watch_.checkpoint_every_s) continue;
      write_checkpoint(watch_.checkpoint, fingerprint_, epoch + 1, input_, output_);
      kept_at = steady_clock::now();
    }
    if (!fingerprint_.empty()) std::filesystem::remove(watch_.checkpoint);
  }

  Matrix& input() { return input_; }
  Matrix& output() { return output_; }

 private:
  Progress one_epoch(std::uint32_t epoch) {
    start_ = steady_clock::now();
    std::iota(order_.begin(), order_.end(), 0u);
    // 0xFF is no thread's number: there are at most 64.
    Random random(seed_of(options_.seed, epoch, 0xFF));
    for (std::size_t i = order_.size(); i > 1; --i)
      std::swap(order_[i - 1], order_[random.below(static_cast<std::uint32_t>(i))]);
    next_ = 0;
    const Field field{lists_, options_, kernels_, negatives_, keep_, input_, output_};
    // Workers are made anew in each epoch, from its seed, so that a run that goes on from a checkpoint draws the same
    // numbers.
    std::vector<Worker> workers;
    for (std::uint32_t thread = 0; thread < options_.threads; ++thread)
      workers.emplace_back(field, seed_of(options_.seed, epoch, thread));
    std::vector<std::jthread> others;
    for (std::size_t thread = 1; thread < workers.size(); ++thread)
      others.emplace_back([&, thread] { walk(workers[thread], [] {}); });
    auto told = start_;
    walk(workers[0], [&] {
      if (!watch_.live || Seconds(steady_clock::now() - told).count() < kLiveEveryS) return;
      told = steady_clock::now();
      watch_.live(progress_of(epoch, workers[0].loss()));
    });
    others.clear();  // joined
    Worker::Loss loss;
    for (const Worker& worker : workers) {
      loss.sum += worker.loss().sum;
      loss.pairs += worker.loss().pairs;
    }
    return progress_of(epoch, loss);
  }

  template <class Now>
  void walk(Worker& worker, const Now& after_some) {
    const double total = static_cast<double>(lists_.places.size()) * options_.epochs;
    for (;;) {
      const std::size_t from = next_.fetch_add(kListsAtOnce, std::memory_order_relaxed);
      if (from >= order_.size()) return;
      const std::size_t to = std::min(order_.size(), from + kListsAtOnce);
      for (std::size_t i = from; i < to; ++i) {
        const std::uint32_t list = order_[i];
        const double done = static_cast<double>(places_done_.load(std::memory_order_relaxed)) / total;
        // The rate falls in a straight line to a thousandth of its start, and not to zero.
        worker.learn(list, options_.rate * static_cast<float>(std::max(0.001, 1 - done)));
        places_done_.fetch_add(lists_.starts[list + 1] - lists_.starts[list], std::memory_order_relaxed);
      }
      after_some();
    }
  }

  Progress progress_of(std::uint32_t epoch, const Worker::Loss& loss) const {
    const double took = std::max(Seconds(steady_clock::now() - start_).count(), 1e-9);
    const auto places = static_cast<double>(lists_.places.size());
    const double done = static_cast<double>(places_done_.load()) - epoch * places;
    return {epoch + 1,
            options_.epochs,
            static_cast<double>(places_done_.load()) / (places * options_.epochs),
            loss.pairs > 0 ? loss.sum / static_cast<double>(loss.pairs) : 0,
            done / took,
            cpu_now() - cpu_start_};
  }

  static void require_finite(const Matrix& matrix) {
    for (std::uint32_t row = 0; row < matrix.count(); ++row)
      if (!std::all_of(matrix.row(row), matrix.row(row) + matrix.rows().n, [](float x) { return std::isfinite(x); }))
        throw base::Error(base::Fault::usage,
                          "the training diverged to infinity: lower --rate, --negatives or --sharing");
  }

  const Lists& lists_;
  const TrainOptions& options_;
  const Watch& watch_;
  NegativeTable negatives_;
  std::vector<float> keep_;
  const vectors::Kernels& kernels_;
  Matrix input_, output_;
  std::string fingerprint_;
  std::vector<std::uint32_t> order_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<std::uint64_t> places_done_ = 0;
  steady_clock::time_point start_;
  double cpu_start_ = 0;
};

}  // namespace

Model train(Vocabulary vocabulary, const Lists& lists, const TrainOptions& options, const Watch& watch) {
  check(options);
  if (vocabulary.recordings < 2 || lists.size() == 0)
    throw base::Error(
        base::Fault::usage,
        "there is too little to learn from: add playlists of other people (`segue corpus add PATH`) or import a "
        "history, then `segue transform`");
  Training training(vocabulary, lists, options, watch);
  training.run();
  Model model;
  model.options = options;
  model.input = training.input().take();
  model.output = training.output().take();
  model.vocabulary = std::move(vocabulary);
  return model;
}

}  // namespace segue::embed
