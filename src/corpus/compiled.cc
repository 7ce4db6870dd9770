// How it works: lists.bin has a magic, three counts, the starts of the lists, all items and a SHA-256 over what is
// before it. The writer streams items into items.tmp and puts the file together at the end. The reader checks the sum
// first, then that starts, items and the rows of tracks.tsv fit together.
#include "corpus/compiled.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>

#include "base/error.h"
#include "base/file.h"
#include "base/framed_file.h"
#include "base/hash.h"

namespace segue::corpus {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::Fault;

constexpr std::string_view kMagic = "SEGLIST1";
constexpr std::size_t kColumns = 13;
constexpr std::string_view kHeader =
    "track_key\trecording_key\tartist_key\talbum_key\tversion_class\tspotify_id\tisrc\trecording_mbid\tartist\ttitle\t"
    "album\tduration_ms\tname_key\n";

void append_field(std::string& out, std::string_view field, char end) {
  for (const char c : field) out.push_back(c == '\t' || c == '\n' || c == '\r' ? ' ' : c);
  out.push_back(end);
}

template <class T>
std::string_view bytes_of(const std::vector<T>& numbers) {
  return {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(T)};
}

template <class T>
std::vector<T> take_numbers(std::string_view& bytes, std::size_t count, const fs::path& file) {
  if (bytes.size() / sizeof(T) < count)
    throw Error(Fault::input, fmt::format("{} is cut: add the corpus again", file.string()));
  std::vector<T> numbers(count);
  if (count > 0) bytes.copy(reinterpret_cast<char*>(numbers.data()), count * sizeof(T));
  bytes.remove_prefix(count * sizeof(T));
  return numbers;
}

// Throws unless every list is a range of the items and every item names a track.
void require_sound(const Compiled& compiled, std::uint64_t tracks, const fs::path& file) {
  const auto& starts = compiled.starts;
  const bool ordered = std::is_sorted(starts.begin(), starts.end()) && starts.front() == 0;
  const bool inside =
      std::all_of(compiled.items.begin(), compiled.items.end(), [&](auto item) { return item < tracks; });
  if (!ordered || starts.back() != compiled.items.size() || !inside)
    throw Error(Fault::input, fmt::format("{} contradicts itself: add the corpus again", file.string()));
}

// Texts of a row in the order of kHeader; `duration` stands for the one number.
template <class Track, class Text>
std::array<Text*, kColumns> texts_of(Track& track, Text& duration) {
  auto& recording = track.recording;
  return {&track.key.value,
          &recording.key.value,
          &recording.artist_key.value,
          &track.album_key.value,
          &track.version_class,
          &recording.spotify_id.value,
          &track.isrc,
          &track.recording_mbid,
          &recording.artist,
          &recording.title,
          &recording.album,
          &duration,
          &track.name_key.value};
}

}  // namespace

void append_row(std::string& out, const CorpusTrack& track) {
  const std::string duration = std::to_string(track.recording.duration_ms);
  const auto texts = texts_of(track, duration);
  for (std::size_t i = 0; i < texts.size(); ++i) append_field(out, *texts[i], i + 1 == texts.size() ? '\n' : '\t');
}

CorpusTrack track_of_row(std::string_view line, const std::string& what) {
  CorpusTrack track;
  std::string duration;
  const auto texts = texts_of(track, duration);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::size_t end = line.find('\t');
    if ((end == std::string_view::npos) != (i + 1 == texts.size())) throw Error(Fault::input, what + " is cut");
    *texts[i] = line.substr(0, end);
    line.remove_prefix(std::min(end, line.size() - 1) + 1);
  }
  std::from_chars(duration.data(), duration.data() + duration.size(), track.recording.duration_ms);
  return track;
}

void each_track(const fs::path& folder, const std::function<void(const CorpusTrack&)>& visit) {
  const fs::path file = folder / "tracks.tsv";
  std::ifstream table(file, std::ios::binary);
  if (!table) throw Error(Fault::usage, fmt::format("{} cannot be opened", file.string()));
  std::string line;
  if (!std::getline(table, line) || line + "\n" != kHeader)
    throw Error(Fault::input,
                fmt::format("{} is not a track table of this version: add the corpus again", file.string()));
  for (std::size_t row = 1; std::getline(table, line); ++row) {
    const std::string what = fmt::format("{}: row {}", file.string(), row);
    // The last row ends with a line break, too.
    if (table.eof()) throw Error(Fault::input, what + " is cut");
    visit(track_of_row(line, what));
  }
}

CompiledWriter::CompiledWriter(const fs::path& folder)
    : folder_(folder),
      table_(std::make_unique<base::FileWriter>(folder / "tracks.tsv")),
      items_(std::make_unique<base::FileWriter>(folder / "items.tmp")) {
  table_->append(kHeader);
}

void CompiledWriter::track(const CorpusTrack& track) {
  line_.clear();
  append_row(line_, track);
  table_->append(line_);
  ++tracks_;
}

void CompiledWriter::list(const std::uint32_t* first, const std::uint32_t* last) {
  const auto count = static_cast<std::uint64_t>(last - first);
  items_->append({reinterpret_cast<const char*>(first), count * sizeof(std::uint32_t)});
  starts_.push_back(starts_.back() + count);
}

void CompiledWriter::finish() {
  table_->finish();
  items_->close();
  // The starts come before the items, but are known only now: the items are copied behind them.
  base::FileWriter lists(folder_ / "lists.bin");
  base::Sha256 sum;
  const auto write = [&](std::string_view bytes) {
    sum.add(bytes);
    lists.append(bytes);
  };
  write(kMagic);
  write(bytes_of(std::vector<std::uint64_t>{tracks_, starts_.size() - 1, starts_.back()}));
  write(bytes_of(starts_));
  std::ifstream items(folder_ / "items.tmp", std::ios::binary);
  std::string chunk(std::size_t{1} << 20, '\0');
  while (items.read(chunk.data(), static_cast<std::streamsize>(chunk.size())) || items.gcount() > 0)
    write({chunk.data(), static_cast<std::size_t>(items.gcount())});
  if (lists.size() != kMagic.size() + 24 + starts_.size() * 8 + starts_.back() * 4)
    throw Error(Fault::internal, fmt::format("cannot read {} back", (folder_ / "items.tmp").string()));
  lists.append(sum.raw());
  lists.finish();
  fs::remove(folder_ / "items.tmp");
}

bool is_compiled(const fs::path& folder) {
  std::ifstream table(folder / "tracks.tsv", std::ios::binary);
  std::string head(kHeader.size(), '\0');
  return fs::exists(folder / "lists.bin") && table.read(head.data(), static_cast<std::streamsize>(head.size())) &&
         head == kHeader;
}

Compiled read_compiled(const fs::path& folder) {
  const fs::path file = folder / "lists.bin";
  const std::string bytes = base::read_file(file);
  std::string_view rest = bytes;
  if (!rest.starts_with(kMagic) || rest.size() < kMagic.size() + 24 + base::kSumBytes)
    throw Error(Fault::input, fmt::format("{} is not a list file of a corpus", file.string()));
  if (!base::has_right_sum(rest))
    throw Error(Fault::input, fmt::format("{} is damaged: add the corpus again", file.string()));
  rest.remove_suffix(base::kSumBytes);
  rest.remove_prefix(kMagic.size());
  const auto counts = take_numbers<std::uint64_t>(rest, 3, file);
  Compiled compiled;
  compiled.starts = take_numbers<std::uint64_t>(rest, counts[1] + 1, file);
  compiled.items = take_numbers<std::uint32_t>(rest, counts[2], file);
  require_sound(compiled, counts[0], file);
  each_track(folder, [&](const CorpusTrack& track) { compiled.tracks.push_back(track); });
  if (compiled.tracks.size() != counts[0])
    throw Error(Fault::input,
                fmt::format("{} and its tracks.tsv do not belong together: add the corpus again", file.string()));
  return compiled;
}

}  // namespace segue::corpus
