// How it works: libarchive unpacks zips and gzips; a plain file is read directly. The name and the first 64 KiB of a
// member decide whether it is wanted. Any fault is thrown as Unreadable. It ends the import of a single file; a folder
// passes the file over and drops what was visited of it.
#include "capture/container.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/core.h>
#include <locale.h>

#include <cerrno>
#include <fstream>
#include <memory>
#include <system_error>
#include <vector>

#include "base/error.h"
#include "capture/folder_files.h"
#include "capture/strange_files.h"
#include "formats/formats.h"

namespace segue::capture {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::Fault;

constexpr std::size_t kHead = 65536;
constexpr std::size_t kPadding = 64;
using Archive = std::unique_ptr<archive, decltype(&archive_read_free)>;

bool is_junk(const std::string& name) {
  const std::string_view base = formats::base_name(name);
  return name.starts_with("__MACOSX/") || name.find("/__MACOSX/") != std::string::npos || base.starts_with("._") ||
         base == ".DS_Store";
}

// A zip without members begins otherwise and has nothing to read.
bool is_zip(std::string_view head) {
  return head.starts_with("PK\x03\x04");
}

// Gives this thread a UTF-8 locale: libarchive converts names by it, and drops what the C locale cannot hold.
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

// Why a file cannot be read, and the cure.
struct Unreadable {
  Fault fault;
  std::string name, why, cure;
};

class FileReading {
 public:
  FileReading(std::string name, const ContainerLimits& limits, MemberVisitor& visitor)
      : name_(std::move(name)), limits_(limits), visitor_(visitor) {}

  // Reads a zip, a gzip or a plain file. `below` is put before the names of a zip's members.
  void file(const fs::path& path, const std::string& below) {
    const std::string& name = name_;
    std::ifstream plain(path, std::ios::binary);
    if (!plain.is_open()) throw Unreadable{Fault::input, name, why_not_opened(), "make it readable"};
    std::string head(kHead, '\0');
    plain.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(plain.gcount()));
    if (plain.bad()) throw Unreadable{Fault::input, name, why_not_opened(), "fetch it again"};
    head_ = head;
    if (!opens(name, head) && !is_gzip(head)) return plain_file(plain, head, path, plain_name(name));
    Archive reader(archive_read_new(), &archive_read_free);
    archive_read_support_format_zip_seekable(reader.get());
    archive_read_support_format_raw(reader.get());
    archive_read_support_format_empty(reader.get());
    archive_read_support_filter_gzip(reader.get());
    if (archive_read_open_filename(reader.get(), path.c_str(), 1 << 17) != ARCHIVE_OK) damaged(reader.get(), name);
    all_entries(reader.get(), name, below, 1);
    if (count_ == 0 && is_gzip(head)) empty_file(plain_name(name));
  }

  // Returns the first bytes of the file, by which a failure is judged.
  const std::string& head() const { return head_; }

 private:
  static std::string why_not_opened() {
    return fmt::format("cannot be read ({})", std::generic_category().message(errno));
  }

  static bool opens(std::string_view name, std::string_view head) {
    return is_zip(head) && !is_document_zip(name, head);
  }

  // Reads the file straight into the member's bytes; does not read a file that is not wanted.
  void plain_file(std::ifstream& file, std::string_view head, const fs::path& path, const std::string& name) {
    count_member();
    const std::uint64_t size = fs::file_size(path);
    if (is_junk(name)) return;
    if (auto said = visitor_.unwanted(name, head)) return visitor_.not_read(std::move(*said));
    if (size > limits_.member_bytes) too_large(name);
    Member member{name, {}};
    member.bytes.reserve(size + kPadding);
    member.bytes.assign(head);
    member.bytes.resize(size);
    file.clear();
    file.read(member.bytes.data() + head.size(), static_cast<std::streamsize>(size - head.size()));
    if (static_cast<std::uint64_t>(file.gcount()) != size - head.size())
      throw Unreadable{Fault::input, name, "ended early or cannot be read", "fetch it again"};
    visitor_.visit(std::move(member));
  }

  // Visits the content of a gzip that holds no bytes: libarchive reports no member for it.
  void empty_file(const std::string& name) {
    if (is_junk(name)) return;
    if (auto said = visitor_.unwanted(name, {})) return visitor_.not_read(std::move(*said));
    Member member{name, {}};
    member.bytes.reserve(kPadding);
    visitor_.visit(std::move(member));
  }

  // Reads a zip that is whole in memory.
  void nested(const std::string& bytes, const std::string& name, int level) {
    if (level > limits_.levels)
      throw Unreadable{Fault::usage, name, fmt::format("is nested more than {} levels deep", limits_.levels),
                       "unpack it first"};
    Archive reader(archive_read_new(), &archive_read_free);
    archive_read_support_format_zip_seekable(reader.get());
    if (archive_read_open_memory(reader.get(), bytes.data(), bytes.size()) != ARCHIVE_OK) damaged(reader.get(), name);
    all_entries(reader.get(), name, name + "/", level);
  }

  void all_entries(archive* reader, const std::string& name, const std::string& below, int level) {
    archive_entry* entry = nullptr;
    for (;;) {
      const int status = archive_read_next_header(reader, &entry);
      if (status == ARCHIVE_EOF) return;
      // libarchive warns of a name that the locale cannot hold; name_of() takes names as UTF-8.
      if (status != ARCHIVE_OK && status != ARCHIVE_WARN) damaged(reader, name);
      const bool raw = archive_format(reader) == ARCHIVE_FORMAT_RAW;
      if (!raw && archive_entry_filetype(entry) == AE_IFDIR) continue;
      const std::string member = raw ? plain_name(name) : below + name_of(entry, name);
      if (archive_entry_is_encrypted(entry) != 0)
        throw Unreadable{Fault::input, member, "has a password",
                         "unpack the zip with its password and import the folder"};
      one_entry(reader, entry, member, level);
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
      throw Unreadable{Fault::usage, name_, fmt::format("has more than {} members", limits_.members),
                       "import a part of it"};
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
    // libarchive takes a zip whose directory is gone for a plain file.
    const bool plain =
        archive_format(reader) == ARCHIVE_FORMAT_RAW && archive_filter_code(reader, 0) == ARCHIVE_FILTER_NONE;
    if (plain && is_zip(member.bytes)) damaged(nullptr, name);
    const bool inner_zip = opens(name, member.bytes);
    if (is_junk(name)) return run_through(reader, member);
    auto said = inner_zip ? std::nullopt : visitor_.unwanted(name, member.bytes);
    if (said) {
      run_through(reader, member);
      return visitor_.not_read(std::move(*said));
    }
    read_up_to(reader, member, limits_.member_bytes + 1);
    if (member.bytes.size() > limits_.member_bytes) too_large(name);
    inner_zip ? nested(member.bytes, name, level + 1) : visitor_.visit(std::move(member));
  }

  // Reads until the member has `most` bytes or ends.
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

  // Reads the member to its end, for the checksum and the limit, and keeps nothing of it.
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
    throw Unreadable{Fault::usage, name, fmt::format("is larger than {} GiB", limits_.member_bytes >> 30),
                     "import it in parts"};
  }

  [[noreturn]] static void damaged(archive* reader, const std::string& name) {
    const char* said = reader != nullptr ? archive_error_string(reader) : nullptr;
    const std::string why = said != nullptr ? said : "damaged or cut";
    // Windows packs large files by a method (deflate64) that libarchive does not unpack.
    const bool is_whole = why.starts_with("Unsupported");
    throw Unreadable{Fault::input, name, fmt::format("cannot be read ({})", why),
                     is_whole ? "unpack it with another program and import the folder" : "fetch the file again"};
  }

  std::string name_;
  ContainerLimits limits_;
  MemberVisitor& visitor_;
  std::string head_;
  std::size_t count_ = 0;
};

// Returns whether the file itself cannot be read, not a member of it. A gzip's content has its name without ".gz".
bool is_itself(const Unreadable& unreadable, const std::string& file) {
  return unreadable.name == file || unreadable.name + ".gz" == file;
}

void read_folder(const fs::path& folder, const ContainerLimits& limits, MemberVisitor& visitor) {
  const auto files = files_below(folder, visitor);
  if (files.size() > limits.members)
    throw Error(Fault::usage,
                fmt::format("{} has more than {} files: import a part of it", folder.string(), limits.members));
  for (const auto& path : files) {
    const std::string name = path.lexically_relative(folder).generic_string();
    FileReading reading(name, limits, visitor);
    if (is_junk(name)) continue;
    visitor.next_file();
    try {
      reading.file(path, name + "/");
    } catch (const Unreadable& unreadable) {
      const bool held_history = visitor.drop_file();
      const std::string& what = is_itself(unreadable, name) ? name : unreadable.name;
      visitor.not_read({what, fmt::format("{}: {}", unreadable.why, unreadable.cure),
                        held_history || sounds_like_history(what, reading.head())});
    }
  }
}

}  // namespace

void read_container(const fs::path& path, const ContainerLimits& limits, MemberVisitor& visitor) {
  std::error_code failed;
  const fs::file_status status = fs::status(path, failed);
  if (!fs::exists(status)) throw Error(Fault::usage, fmt::format("there is no {}", path.string()));
  const Utf8Names names;
  if (fs::is_directory(status)) return read_folder(path, limits, visitor);
  if (!fs::is_regular_file(status))
    throw Error(Fault::usage, fmt::format("{} is neither a file nor a folder", path.string()));
  const std::string container = path.filename().string();
  try {
    visitor.next_file();
    FileReading(container, limits, visitor).file(path, "");
  } catch (const Unreadable& unreadable) {
    const std::string where = is_itself(unreadable, container) ? "" : " " + unreadable.name;
    throw Error(unreadable.fault, fmt::format("{}:{} {}: {}; nothing of it was imported", container, where,
                                              unreadable.why, unreadable.cure));
  }
}

}  // namespace segue::capture
