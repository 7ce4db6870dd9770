#include "corpus/compiled.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"

namespace segue::corpus {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::Fault;

constexpr std::string_view kMagic = "SEGLIST1";
constexpr std::size_t kColumns = 11;
constexpr const char* kHeader =
    "track_key\trecording_key\tartist_key\talbum_key\tversion_class\tspotify_id\tisrc\tartist\ttitle\talbum\tduration_"
    "ms\n";

void append_field(std::string& out, std::string_view field, char end) {
  for (const char c : field) out.push_back(c == '\t' || c == '\n' || c == '\r' ? ' ' : c);
  out.push_back(end);
}

template <class T>
void append_numbers(std::string& out, const std::vector<T>& numbers) {
  const std::size_t at = out.size();
  out.resize(at + numbers.size() * sizeof(T));
  if (!numbers.empty()) std::memcpy(out.data() + at, numbers.data(), numbers.size() * sizeof(T));
}

template <class T>
std::vector<T> take_numbers(std::string_view& bytes, std::size_t count, const fs::path& file) {
  if (bytes.size() / sizeof(T) < count)
    throw Error(Fault::input, fmt::format("{} is cut: compile it again", file.string()));
  std::vector<T> numbers(count);
  if (count > 0) bytes.copy(reinterpret_cast<char*>(numbers.data()), count * sizeof(T));
  bytes.remove_prefix(count * sizeof(T));
  return numbers;
}

// Every list lies inside the items, every item names a track.
void require_sound(const Compiled& compiled, std::uint64_t tracks, const fs::path& file) {
  const auto& starts = compiled.starts;
  const bool ordered = std::is_sorted(starts.begin(), starts.end()) && starts.front() == 0;
  const bool inside =
      std::all_of(compiled.items.begin(), compiled.items.end(), [&](auto item) { return item < tracks; });
  if (!ordered || starts.back() != compiled.items.size() || !inside)
    throw Error(Fault::input, fmt::format("{} contradicts itself: add the corpus again", file.string()));
}

CorpusTrack track_of(const std::array<std::string_view, kColumns>& fields) {
  CorpusTrack track;
  const std::array<std::string*, kColumns - 1> texts{
      &track.track_key,  &track.recording_key, &track.artist_key, &track.album_key, &track.version_class,
      &track.spotify_id, &track.isrc,          &track.artist,     &track.title,     &track.album};
  for (std::size_t i = 0; i < texts.size(); ++i) *texts[i] = fields[i];
  const std::string_view duration = fields[kColumns - 1];
  std::from_chars(duration.data(), duration.data() + duration.size(), track.duration_ms);
  return track;
}

std::vector<CorpusTrack> read_tracks(const fs::path& file) {
  const std::string text = base::read_file(file);
  std::string_view rest = text;
  if (!rest.starts_with(kHeader))
    throw Error(Fault::input, fmt::format("{} is no track table of a corpus", file.string()));
  rest.remove_prefix(std::strlen(kHeader));
  std::vector<CorpusTrack> tracks;
  while (!rest.empty()) {
    std::array<std::string_view, kColumns> fields;
    for (std::size_t i = 0; i < kColumns; ++i) {
      const std::size_t end = rest.find(i + 1 < kColumns ? '\t' : '\n');
      if (end == std::string_view::npos)
        throw Error(Fault::input, fmt::format("{}: row {} is cut", file.string(), tracks.size() + 1));
      fields[i] = rest.substr(0, end);
      rest.remove_prefix(end + 1);
    }
    tracks.push_back(track_of(fields));
  }
  return tracks;
}

}  // namespace

void write_compiled(const fs::path& folder, const Compiled& compiled) {
  std::string table = kHeader;
  for (const CorpusTrack& track : compiled.tracks) {
    for (const std::string* field :
         {&track.track_key, &track.recording_key, &track.artist_key, &track.album_key, &track.version_class,
          &track.spotify_id, &track.isrc, &track.artist, &track.title, &track.album})
      append_field(table, *field, '\t');
    append_field(table, std::to_string(track.duration_ms), '\n');
  }
  base::write_file_durably(folder / "tracks.tsv", table);
  std::string lists(kMagic);
  append_numbers(lists,
                 std::vector<std::uint64_t>{compiled.tracks.size(), compiled.starts.size() - 1, compiled.items.size()});
  append_numbers(lists, compiled.starts);
  append_numbers(lists, compiled.items);
  lists += base::sha256_raw(lists);
  base::write_file_durably(folder / "lists.bin", lists);
}

Compiled read_compiled(const fs::path& folder) {
  const fs::path file = folder / "lists.bin";
  const std::string bytes = base::read_file(file);
  std::string_view rest = bytes;
  if (!rest.starts_with(kMagic) || rest.size() < kMagic.size() + 24 + 32)
    throw Error(Fault::input, fmt::format("{} is no list file of a corpus", file.string()));
  const std::string_view sum = rest.substr(rest.size() - 32);
  rest.remove_suffix(32);
  if (base::sha256_raw(rest) != sum)
    throw Error(Fault::input, fmt::format("{} is damaged: add the corpus again", file.string()));
  rest.remove_prefix(kMagic.size());
  const auto counts = take_numbers<std::uint64_t>(rest, 3, file);
  Compiled compiled;
  compiled.starts = take_numbers<std::uint64_t>(rest, counts[1] + 1, file);
  compiled.items = take_numbers<std::uint32_t>(rest, counts[2], file);
  require_sound(compiled, counts[0], file);
  compiled.tracks = read_tracks(folder / "tracks.tsv");
  if (compiled.tracks.size() != counts[0])
    throw Error(Fault::input,
                fmt::format("{} and its tracks.tsv do not belong together: add the corpus again", file.string()));
  return compiled;
}

}  // namespace segue::corpus
