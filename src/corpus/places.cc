// How it works: an external merge sort. Full memory is sorted stably and written as a run; at the end a heap over the
// runs' fronts gives the next place. Equal places must keep their order of arrival: within a run the stable sort keeps
// it, between runs the run number breaks the tie, because a run with a smaller number holds earlier arrivals.
#include "corpus/places.h"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <queue>
#include <tuple>

#include "base/error.h"
#include "base/file_writer.h"

namespace segue::corpus {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kReadAtOnce = 65536;  // places; a megabyte

bool before(const Place& a, const Place& b) {
  return std::tie(a.list, a.order) < std::tie(b.list, b.order);
}

// Reads one run from its start to its end.
class Run {
 public:
  Run(const fs::path& path, std::size_t number) : path_(path), file_(path, std::ios::binary), number_(number) {
    advance();
  }
  bool is_at_end() const { return at_ == places_.size(); }
  const Place& front() const { return places_[at_]; }
  std::size_t number() const { return number_; }
  void advance() {
    if (++at_ < places_.size()) return;
    places_.resize(kReadAtOnce);
    file_.read(reinterpret_cast<char*>(places_.data()), static_cast<std::streamsize>(places_.size() * sizeof(Place)));
    const auto got = static_cast<std::size_t>(file_.gcount());
    if (file_.bad() || !file_.is_open() || got % sizeof(Place) != 0)
      throw base::Error(base::Fault::internal, fmt::format("cannot read {} back", path_.string()));
    places_.resize(got / sizeof(Place));
    at_ = 0;
  }

 private:
  fs::path path_;
  std::ifstream file_;
  std::size_t number_, at_ = 0;
  std::vector<Place> places_;
};

}  // namespace

PlaceSorter::PlaceSorter(fs::path folder, std::size_t most) : folder_(std::move(folder)), most_(most) {}

void PlaceSorter::add(const Place& place) {
  if (places_.size() == most_) write_run();
  if (places_.empty()) places_.reserve(std::min<std::size_t>(most_, 1 << 16));
  places_.push_back(place);
}

void PlaceSorter::write_run() {
  std::stable_sort(places_.begin(), places_.end(), before);
  runs_.push_back(folder_ / fmt::format("run.{}", runs_.size()));
  base::FileWriter file(runs_.back());
  for (std::size_t at = 0; at < places_.size(); at += kReadAtOnce) {
    const std::size_t count = std::min(kReadAtOnce, places_.size() - at);
    file.append({reinterpret_cast<const char*>(places_.data() + at), count * sizeof(Place)});
  }
  file.close();
  places_.clear();
}

void PlaceSorter::each(const std::function<void(const Place&)>& visit) {
  if (runs_.empty()) {
    std::stable_sort(places_.begin(), places_.end(), before);
    for (const Place& place : places_) visit(place);
    return;
  }
  if (!places_.empty()) write_run();
  places_ = {};
  std::vector<std::unique_ptr<Run>> runs;
  // A max-heap of "later" has the earliest place on top. Of equal places, the one of the run written first arrived
  // first.
  const auto later = [](const Run* a, const Run* b) {
    if (before(b->front(), a->front())) return true;
    return !before(a->front(), b->front()) && a->number() > b->number();
  };
  std::priority_queue<Run*, std::vector<Run*>, decltype(later)> next(later);
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    runs.push_back(std::make_unique<Run>(runs_[i], i));
    if (!runs.back()->is_at_end()) next.push(runs.back().get());
  }
  while (!next.empty()) {
    Run* run = next.top();
    next.pop();
    visit(run->front());
    run->advance();
    if (!run->is_at_end()) next.push(run);
  }
  for (const auto& run : runs_) fs::remove(run);
}

}  // namespace segue::corpus
