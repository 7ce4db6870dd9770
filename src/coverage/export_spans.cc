// How it works: Spotify numbers the files of an export, either through the whole export or anew in each year. Files are
// sorted by that number and grouped into runs without a missing number; a run covers the time from its first to its
// last row. If two runs overlap in time, numbers do not follow time and nothing is claimed.
#include "coverage/export_spans.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <string_view>
#include <tuple>

namespace segue::coverage {
namespace {

struct Named {
  int first_year = 0, last_year = 0;  // 0: the name contains no year
  std::optional<int> number;
  ExportFile file;
};

std::optional<int> number_in(std::string_view text) {
  int value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || stop != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

// Reads "2018-2020_0", "2022_3" or "2024". Returns false for any other text.
bool read_years(std::string_view rest, Named& named) {
  const std::string_view years = rest.substr(0, rest.find('_'));
  if (years.size() < rest.size()) {
    named.number = number_in(rest.substr(years.size() + 1));
    if (!named.number) return false;
  }
  const auto first = number_in(years.substr(0, years.find('-')));
  const auto last = number_in(years.substr(years.find('-') == years.npos ? 0 : years.find('-') + 1));
  if (!first || !last) return false;
  named.first_year = *first;
  named.last_year = *last;
  return true;
}

std::optional<Named> named(ExportFile file) {
  constexpr std::string_view recent = "Streaming_History_Audio_", old = "endsong", end = ".json";
  std::string_view name = file.name;
  if (!name.ends_with(end)) return std::nullopt;
  name.remove_suffix(end.size());
  Named out;
  if (name.starts_with(recent)) {
    if (!read_years(name.substr(recent.size()), out)) return std::nullopt;
  } else if (name.starts_with(old)) {
    name.remove_prefix(old.size());
    if (!name.empty()) {
      out.number = number_in(name.substr(name.starts_with('_') ? 1 : 0));
      if (!out.number) return std::nullopt;
    }
  } else {
    return std::nullopt;
  }
  out.file = std::move(file);
  return out;
}

// True if the numbers run through the whole export: each file has one, and none occurs twice. Otherwise numbers start
// anew in each year.
bool numbered_through(const std::vector<Named>& files) {
  std::set<int> numbers;
  return std::all_of(files.begin(), files.end(),
                     [&](const Named& one) { return one.number && numbers.insert(*one.number).second; });
}

bool follows(const Named& before, const Named& after, bool through) {
  const int number = after.number.value_or(0), number_before = before.number.value_or(0);
  if (through) return number == number_before + 1;
  if (after.first_year == before.last_year && after.number) return number == number_before + 1;
  // A year's first file has number 0, or no number if it is the year's only file.
  return after.first_year == before.last_year + 1 && number == 0;
}

struct Run {
  std::optional<base::Instant> from, to;
  void take(const ExportFile& file) {
    if (file.first && (!from || *file.first < *from)) from = file.first;
    if (file.last && (!to || *file.last > *to)) to = file.last;
  }
};

}  // namespace

std::vector<ExportSpan> export_spans(std::vector<ExportFile> files) {
  std::vector<Named> all;
  for (ExportFile& file : files)
    if (auto one = named(std::move(file))) all.push_back(std::move(*one));
  // Both ways of numbering occur; unique numbers in every file mean the first.
  const bool through = numbered_through(all);
  std::sort(all.begin(), all.end(), [&](const Named& a, const Named& b) {
    if (through) return *a.number < *b.number;
    return std::tuple(a.first_year, a.last_year, a.number.value_or(0)) <
           std::tuple(b.first_year, b.last_year, b.number.value_or(0));
  });
  std::vector<Run> runs;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i == 0 || !follows(all[i - 1], all[i], through)) runs.emplace_back();
    runs.back().take(all[i].file);
  }
  std::vector<ExportSpan> spans;
  for (const Run& run : runs)
    if (run.from && run.to) spans.push_back({*run.from, *run.to});
  for (std::size_t i = 1; i < spans.size(); ++i)
    // Two runs overlap: numbers do not follow time here, so the missing file could cover any time.
    if (spans[i].from < spans[i - 1].to) return {};
  return spans;
}

std::vector<ExportSpan> united(std::vector<ExportSpan> spans) {
  std::sort(spans.begin(), spans.end());
  std::vector<ExportSpan> out;
  for (const ExportSpan& span : spans) {
    if (!out.empty() && span.from <= out.back().to)
      out.back().to = std::max(out.back().to, span.to);
    else
      out.push_back(span);
  }
  return out;
}

}  // namespace segue::coverage
