// How it works: each file is unpacked (bytes.h); if it is a tar, its members are streams again. A format with one row a
// line is read line by line and never held as a whole; a document is held as a whole.
#include "corpus/reading.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/core.h>

#include <algorithm>
#include <memory>

#include "base/error.h"
#include "corpus/bytes.h"
#include "formats/lines.h"

namespace segue::corpus {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::Fault;

constexpr std::size_t kHead = 65536;
constexpr std::size_t kTarEnd = 1024;  // zero bytes that end a tar
constexpr std::size_t kReportsKept = 1000;
constexpr std::int64_t kRowsBetweenWords = 20'000;

// Returns the format of a list file, or nothing. A file in the place where a dump or the archive keeps lists has their
// format, however broken it is.
std::optional<formats::Format> format_of(const std::string& name, std::string_view head) {
  if (name.ends_with(".listens")) return formats::Format::listenbrainz_lines;
  if (name.starts_with("playlists/") && name.ends_with(".json")) return formats::Format::playlist_archive;
  const auto format = formats::recognise(name, head);
  return format && formats::holds_lists(*format) ? format : std::nullopt;
}

bool is_tar(std::string_view head) {
  return head.size() >= 512 && head.substr(257, 5) == "ustar";
}

struct NullSink final : formats::Sink {
  void reject(const formats::Reject&) override {}
};

// Reads a tar from a stream of bytes; its members are streams again. libarchive also accepts a tar that is cut between
// two members, so the end of the stream is checked here.
class Tar {
 public:
  Tar(std::string first, ByteSource& rest, std::string name)
      : piece_(std::move(first)), rest_(rest), name_(std::move(name)), reader_(archive_read_new(), &archive_read_free) {
    archive_read_support_format_tar(reader_.get());
    if (archive_read_open(reader_.get(), this, nullptr, &Tar::give, nullptr) != ARCHIVE_OK) damaged();
  }
  // Returns the next file's name, or nothing at the end. Throws unless the stream ends with the zeros that end a tar.
  std::optional<std::string> next() {
    archive_entry* entry = nullptr;
    for (;;) {
      const int status = archive_read_next_header(reader_.get(), &entry);
      rethrow();
      if (status == ARCHIVE_EOF) break;
      if (status != ARCHIVE_OK && status != ARCHIVE_WARN) damaged();
      const char* name = archive_entry_pathname(entry);
      if (archive_entry_filetype(entry) == AE_IFREG) return name != nullptr ? name : "?";
    }
    while (more()) {
    }
    if (tail_.size() < kTarEnd || tail_.find_first_not_of('\0') != std::string::npos) damaged();
    return std::nullopt;
  }
  std::size_t read(char* into, std::size_t room) {
    const la_ssize_t got = archive_read_data(reader_.get(), into, room);
    rethrow();
    if (got < 0) damaged();
    return static_cast<std::size_t>(got);
  }

 private:
  static la_ssize_t give(archive*, void* self, const void** bytes) {
    auto& tar = *static_cast<Tar*>(self);
    try {
      if (!tar.more()) return 0;
    } catch (...) {  // an exception must not pass through libarchive's C code
      tar.failure_ = std::current_exception();
      return ARCHIVE_FATAL;
    }
    *bytes = tar.piece_.data();
    return static_cast<la_ssize_t>(tar.piece_.size());
  }
  bool more() {
    if (!is_first_) {
      piece_.resize(std::size_t{1} << 18);
      piece_.resize(rest_.read(piece_.data(), piece_.size()));
    }
    is_first_ = false;
    // Keeps the last bytes of the stream, by which next() sees whether the tar is whole.
    tail_.append(piece_, piece_.size() - std::min(piece_.size(), kTarEnd));
    tail_.erase(0, tail_.size() - std::min(tail_.size(), kTarEnd));
    return !piece_.empty();
  }
  void rethrow() {
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
  }
  [[noreturn]] void damaged() const {
    throw Error(
        Fault::input,
        fmt::format(
            "{} is cut or damaged (its tar does not end where it should): fetch it again; nothing of it was kept",
            name_));
  }

  std::string piece_;
  ByteSource& rest_;
  std::string name_, tail_;
  bool is_first_ = true;
  std::exception_ptr failure_;
  std::unique_ptr<archive, decltype(&archive_read_free)> reader_;
};

class TarMember final : public ByteSource {
 public:
  explicit TarMember(Tar& tar) : tar_(tar) {}
  std::size_t read(char* into, std::size_t room) override { return tar_.read(into, room); }

 private:
  Tar& tar_;
};

class Reader {
 public:
  Reader(Compiler& compiler, bool is_alone, const OnRead& on_read, std::uint64_t of)
      : compiler_(compiler), is_alone_(is_alone), on_read_(on_read) {
    so_far_.of = of;
  }

  void file(const fs::path& path, const std::string& name) {
    const auto source = open_bytes(path, [this](std::uint64_t bytes) { so_far_.bytes += bytes; });
    Lines lines(*source, kLongestLine);
    if (!is_tar(lines.peek(kHead))) return member(name, *source, lines);
    Tar tar(std::string(lines.buffered()), *source, path.string());
    // The members of a tar are many files: one that is broken must not end the reading of the others.
    is_alone_ = false;
    while (const auto inside = tar.next()) {
      TarMember bytes(tar);
      Lines inner(bytes, kLongestLine);
      member(*inside, bytes, inner);
    }
  }
  Reading take() { return std::move(reading_); }

 private:
  void member(std::string name, ByteSource& source, Lines& lines) {
    for (const std::string_view packed : {".gz", ".zst"})
      if (name.ends_with(packed)) name.resize(name.size() - packed.size());
    const auto format = format_of(name, lines.peek(kHead));
    if (!format) return;
    compiler_.next_file();
    if (reading_.members++ == 0) reading_.format = formats::text_of(*format);
    const auto reader = formats::line_reader(*format);
    MemberReport report;
    report.name = name;
    const formats::Counts counts = reader ? all_lines(name, *reader, lines) : document(*format, source, lines, report);
    reading_.counts.rows += counts.rows;
    reading_.counts.rejected += counts.rejected;
    report.rejects = compiler_.take_rejects();
    if ((!report.rejects.empty() || !report.refusal.empty()) && reading_.reports.size() < kReportsKept)
      reading_.reports.push_back(std::move(report));
    tell(reading_.counts.rows);
  }

  void tell(std::int64_t rows) {
    so_far_.rows = rows;
    on_read_(so_far_);
  }

  formats::Counts all_lines(const std::string& name, formats::LineReader& reader, Lines& lines) {
    std::string_view line;
    for (std::int64_t count = 1;; ++count) {
      const Lines::Got got = lines.next(line);
      if (got == Lines::Got::end) break;
      if (got == Lines::Got::too_long) reader.too_long(kLongestLine, compiler_);
      // Earlier lines are compiled already and cannot be taken back, so a refused member ends the whole reading.
      else if (const auto refusal = reader.line(line, compiler_))
        throw Error(Fault::input, fmt::format("{}: {}", name, refusal->what));
      if (count % kRowsBetweenWords == 0) tell(reading_.counts.rows + reader.counts().rows);
    }
    reader.end(compiler_);
    return reader.counts();
  }

  // Parses the document twice, the first time for nobody: a document that is broken at its end must leave no row.
  formats::Counts document(formats::Format format, ByteSource& source, Lines& lines, MemberReport& report) {
    std::string bytes = read_all(source, lines.buffered(), kLargestDocument, report.name);
    const std::string_view text = formats::padded(bytes);
    NullSink nobody;
    const auto outcome = formats::parse(format, report.name, text, nobody);
    if (!outcome.refusal) return formats::parse(format, report.name, text, compiler_).counts;
    if (is_alone_) throw Error(Fault::input, fmt::format("{}: {}", report.name, outcome.refusal->what));
    report.refusal = outcome.refusal->what;
    ++reading_.members_refused;
    return {};
  }

  Compiler& compiler_;
  bool is_alone_;
  const OnRead& on_read_;
  ReadSoFar so_far_;
  Reading reading_;
};

}  // namespace

std::vector<fs::path> files_of(const fs::path& path) {
  if (!fs::is_directory(path)) return {path};
  fs::path root = path;
  for (const char* inside : {"playlists/cumulative", "playlists/pretty"})
    if (fs::is_directory(path / inside)) root = path / inside;
  std::vector<fs::path> files;
  for (auto at = fs::recursive_directory_iterator(root); at != fs::recursive_directory_iterator(); ++at) {
    const bool is_hidden = at->path().filename().string().starts_with('.');
    if (is_hidden && at->is_directory()) at.disable_recursion_pending();
    if (!is_hidden && at->is_regular_file()) files.push_back(at->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

Reading read_lists(const fs::path& path, Compiler& compiler, const OnRead& on_read) {
  const auto files = files_of(path);
  std::uint64_t of = 0;
  for (const auto& file : files) of += fs::file_size(file);
  const bool is_folder = fs::is_directory(path);
  Reader reader(compiler, !is_folder, on_read, of);
  for (const auto& file : files)
    reader.file(file, is_folder ? fs::relative(file, path).generic_string() : file.filename().string());
  Reading reading = reader.take();
  if (reading.members == 0)
    throw Error(Fault::usage, fmt::format("{}: no list format is recognised: segue reads playlist slices and playlists "
                                          "of the archive (JSON), the playlist CSV of 2015, a plain TSV with a header "
                                          "that names `list`, ListenBrainz listens and dumps (docs/corpora.md)",
                                          path.string()));
  if (reading.members == reading.members_refused)
    throw Error(Fault::input, fmt::format("{}: nothing of it can be read; {}: {}", path.string(),
                                          reading.reports.front().name, reading.reports.front().refusal));
  return reading;
}

}  // namespace segue::corpus
