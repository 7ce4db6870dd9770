#include "capture/container.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/core.h>
#include <locale.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <vector>

#include "base/error.h"

namespace segue::capture {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::Fault;

constexpr std::size_t kHead = 65536;
constexpr std::size_t kPadding = 64;
using Archive = std::unique_ptr<archive, decltype(&archive_read_free)>;

bool is_junk(const std::string& name) {
  const std::string base = name.substr(name.rfind('/') + 1);
  return name.starts_with("__MACOSX/") || base.starts_with("._") || base == ".DS_Store";
}

// One that holds nothing begins otherwise; there is nothing in it to read.
bool is_zip(std::string_view head) {
  return head.starts_with("PK\x03\x04");
}

// libarchive converts names by the thread's locale and drops what the C locale cannot hold.
class Utf8Names {
 public:
  Utf8Names() : locale_(::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
    if (locale_ != nullptr) before_ = ::uselocale(locale_);
  }
  ~Utf8Names() {
    if (locale_ == nullptr) return;
    ::uselocale(before_);
    ::freelocale(locale_);
  }
  Utf8Names(const Utf8Names&) = delete;

 private:
  locale_t locale_, before_ = nullptr;
};

bool is_gzip(std::string_view head) {
  return head.starts_with("\x1f\x8b");
}

class ContainerReading {
 public:
  ContainerReading(const fs::path& path, const ContainerLimits& limits,
                   const std::function<bool(const std::string&, std::string_view)>& wants,
                   const std::function<void(Member&&)>& visit,
                   const std::function<void(const std::string&)>& passed_over)
      : container_(path.filename().string()),
        limits_(limits),
        wants_(wants),
        visit_(visit),
        passed_over_(passed_over) {}

  // A zip, a gzip or a plain file.
  void file(const fs::path& path, const std::string& name) {
    std::ifstream plain(path, std::ios::binary);
    std::string head(kHead, '\0');
    plain.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(plain.gcount()));
    if (!plain.bad() && !head.empty() && !is_zip(head) && !is_gzip(head))
      return plain_file(plain, head, path, plain_name(name));
    Archive reader(archive_read_new(), &archive_read_free);
    archive_read_support_format_zip_seekable(reader.get());
    archive_read_support_format_raw(reader.get());
    archive_read_support_format_empty(reader.get());
    archive_read_support_filter_gzip(reader.get());
    if (archive_read_open_filename(reader.get(), path.c_str(), 1 << 17) != ARCHIVE_OK) damaged(reader.get(), name);
    all_entries(reader.get(), name, 1);
  }

 private:
  // Nothing to unpack: straight into the member's bytes, and what is not wanted is not read.
  void plain_file(std::ifstream& file, std::string_view head, const fs::path& path, const std::string& name) {
    count_member();
    const std::uint64_t size = fs::file_size(path);
    if (size > limits_.member_bytes) too_large(name);
    if (is_junk(name) || !wants_(name, head)) return passed_over_(name);
    Member member{name, {}};
    member.bytes.reserve(size + kPadding);
    member.bytes.assign(head);
    member.bytes.resize(size);
    file.clear();
    file.read(member.bytes.data() + head.size(), static_cast<std::streamsize>(size - head.size()));
    if (static_cast<std::uint64_t>(file.gcount()) != size - head.size())
      throw Error(Fault::input,
                  fmt::format("{}: {} ended early or cannot be read: nothing of it is imported", container_, name));
    visit_(std::move(member));
  }

  // A zip that lies whole in memory.
  void nested(const std::string& bytes, const std::string& name, int level) {
    if (level > limits_.levels)
      throw Error(Fault::usage, fmt::format("{}: {} is nested more than {} levels deep: unpack it first", container_,
                                            name, limits_.levels));
    Archive reader(archive_read_new(), &archive_read_free);
    archive_read_support_format_zip_seekable(reader.get());
    if (archive_read_open_memory(reader.get(), bytes.data(), bytes.size()) != ARCHIVE_OK) damaged(reader.get(), name);
    all_entries(reader.get(), name, level);
  }

  void all_entries(archive* reader, const std::string& name, int level) {
    archive_entry* entry = nullptr;
    for (;;) {
      const int status = archive_read_next_header(reader, &entry);
      if (status == ARCHIVE_EOF) return;
      // A warning: a name that the locale cannot hold. We take names as UTF-8.
      if (status != ARCHIVE_OK && status != ARCHIVE_WARN) damaged(reader, name);
      const bool raw = archive_format(reader) == ARCHIVE_FORMAT_RAW;
      if (!raw && archive_entry_filetype(entry) == AE_IFDIR) continue;
      one_entry(reader, entry, raw ? plain_name(name) : name_of(entry, name), level);
    }
  }

  static std::string name_of(archive_entry* entry, const std::string& container) {
    if (const char* name = archive_entry_pathname_utf8(entry)) return name;
    const char* bytes = archive_entry_pathname(entry);
    return bytes != nullptr ? bytes : container;
  }

  static std::string plain_name(std::string name) {
    if (name.ends_with(".gz")) name.resize(name.size() - 3);
    return name;
  }

  void count_member() {
    if (++count_ > limits_.members)
      throw Error(Fault::usage,
                  fmt::format("{} has more than {} members: import a part of it", container_, limits_.members));
  }

  void one_entry(archive* reader, archive_entry* entry, const std::string& name, int level) {
    count_member();
    if (archive_entry_size_is_set(entry) &&
        static_cast<std::uint64_t>(archive_entry_size(entry)) > limits_.member_bytes)
      too_large(name);
    Member member{name, {}};
    if (archive_entry_size_is_set(entry))
      member.bytes.reserve(static_cast<std::size_t>(archive_entry_size(entry)) + kPadding);
    read_up_to(reader, member, kHead);
    const bool inner_zip = is_zip(member.bytes);
    // libarchive takes a zip whose directory is gone for a plain file.
    const bool plain =
        archive_format(reader) == ARCHIVE_FORMAT_RAW && archive_filter_code(reader, 0) == ARCHIVE_FILTER_NONE;
    if (inner_zip && plain) damaged(nullptr, name);
    const bool wanted = !is_junk(name) && (inner_zip || wants_(name, member.bytes));
    if (wanted) {
      read_up_to(reader, member, limits_.member_bytes + 1);
    } else {
      run_through(reader, member);
    }
    if (member.bytes.size() > limits_.member_bytes) too_large(name);
    if (inner_zip && wanted) return nested(member.bytes, name, level + 1);
    wanted ? visit_(std::move(member)) : passed_over_(name);
  }

  // Goes on until the member has `most` bytes or ends.
  void read_up_to(archive* reader, Member& member, std::size_t most) {
    while (member.bytes.size() < most) {
      const std::size_t had = member.bytes.size();
      const std::size_t room =
          std::min<std::size_t>(most - had, std::max<std::size_t>(kHead, member.bytes.capacity() - had));
      member.bytes.resize(had + room);
      const la_ssize_t n = archive_read_data(reader, member.bytes.data() + had, room);
      if (n < 0) damaged(reader, member.name);
      member.bytes.resize(had + static_cast<std::size_t>(n));
      if (n == 0) return;
    }
  }

  // To its end, for the checksum and the limit, without keeping it.
  void run_through(archive* reader, const Member& member) {
    std::vector<char> buffer(1 << 17);
    std::uint64_t size = member.bytes.size();
    for (;;) {
      const la_ssize_t n = archive_read_data(reader, buffer.data(), buffer.size());
      if (n < 0) damaged(reader, member.name);
      if (n == 0) return;
      size += static_cast<std::uint64_t>(n);
      if (size > limits_.member_bytes) too_large(member.name);
    }
  }

  [[noreturn]] void too_large(const std::string& name) const {
    throw Error(Fault::usage, fmt::format("{}: {} is larger than {} GiB: nothing of it is imported", container_, name,
                                          limits_.member_bytes >> 30));
  }

  [[noreturn]] void damaged(archive* reader, const std::string& name) const {
    const char* why = reader != nullptr ? archive_error_string(reader) : nullptr;
    throw Error(Fault::input, fmt::format("{}: {} cannot be read ({}): fetch the file again; nothing of it is imported",
                                          container_, name, why != nullptr ? why : "damaged or cut"));
  }

  std::string container_;
  ContainerLimits limits_;
  const std::function<bool(const std::string&, std::string_view)>& wants_;
  const std::function<void(Member&&)>& visit_;
  const std::function<void(const std::string&)>& passed_over_;
  std::size_t count_ = 0;
};

std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

void read_container(const fs::path& path, const ContainerLimits& limits,
                    const std::function<bool(const std::string& name, std::string_view head)>& wants,
                    const std::function<void(Member&&)>& visit,
                    const std::function<void(const std::string& name)>& passed_over) {
  if (!fs::exists(path)) throw Error(Fault::usage, fmt::format("there is no {}", path.string()));
  const Utf8Names names;
  ContainerReading reading(path, limits, wants, visit, passed_over);
  if (!fs::is_directory(path)) return reading.file(path, path.filename().string());
  for (const auto& file : files_below(path)) reading.file(file, fs::relative(file, path).generic_string());
}

}  // namespace segue::capture
