#include "neighbors/index_file.h"

#include <fmt/core.h>

#include <cstring>

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"

namespace segue::neighbors {
namespace {

using base::Error;
using base::Fault;

constexpr std::string_view kMagic = "SEGINDEX";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kSum = 32, kAlign = 64;
constexpr std::uint32_t kMostParts = 64;  // limits the memory that a nonsense header can ask for

constexpr const char* kCure = "remove it (searching is exact without an index, and slower) or train again";

[[noreturn]] void refuse_file(const std::string& name, std::string_view what) {
  throw Error(Fault::input, fmt::format("{} {}: {}", name, what, kCure));
}

template <class T>
void put(std::string& out, T number) {
  out.append(reinterpret_cast<const char*>(&number), sizeof number);
}

void align(std::string& out) {
  out.resize((out.size() + kAlign - 1) / kAlign * kAlign, '\0');
}

// Reads forward from `at`, never beyond the end of the content; the checksum follows it.
class Reader {
 public:
  Reader(std::string_view bytes, const std::string& name, std::size_t at)
      : bytes_(bytes.substr(0, bytes.size() - kSum)), name_(name), at_(at) {}
  template <class T>
  T number() {
    T value;
    const auto raw = take(sizeof value);
    std::memcpy(&value, raw.data(), raw.size());
    return value;
  }
  std::string_view take(std::size_t count) {
    if (count > bytes_.size() - at_) refuse_file(name_, "is cut");
    const auto taken = bytes_.substr(at_, count);
    at_ += count;
    return taken;
  }
  void align() { take((kAlign - at_ % kAlign) % kAlign); }
  bool at_end() const { return at_ == bytes_.size(); }

 private:
  std::string_view bytes_;
  const std::string& name_;
  std::size_t at_;
};

void check_frame(std::string_view bytes, const std::string& name) {
  if (!bytes.starts_with(kMagic)) refuse_file(name, "is not an index of segue");
  if (bytes.size() < kMagic.size() + sizeof kVersion + kSum) refuse_file(name, "is cut");
  std::uint32_t version = 0;
  std::memcpy(&version, bytes.data() + kMagic.size(), sizeof version);
  if (version > kVersion)
    refuse_file(name, fmt::format("is an index of version {}, this segue reads up to {}", version, kVersion));
  if (base::sha256_raw(bytes.substr(0, bytes.size() - kSum)) != bytes.substr(bytes.size() - kSum))
    refuse_file(name, "is cut or damaged (its checksum differs)");
}

}  // namespace

void write_index_file(const std::filesystem::path& path, const IndexOf& of,
                      const std::vector<std::string_view>& parts) {
  std::size_t size = 4096;
  for (const auto part : parts) size += part.size() + kAlign;
  std::string out(kMagic);
  out.reserve(size);
  put(out, kVersion);
  put(out, of.rows);
  put(out, of.dimension);
  out += of.model;
  put(out, static_cast<std::uint32_t>(parts.size()));
  for (const auto part : parts) put(out, static_cast<std::uint64_t>(part.size()));
  for (const auto part : parts) {
    align(out);
    out += part;
  }
  out += base::sha256_raw(out);
  base::write_file_durably(path, out);
}

IndexFile::IndexFile(const std::filesystem::path& path, const IndexOf& of)
    : name_(path.filename().string()), file_(path) {
  const auto bytes = file_.bytes();
  check_frame(bytes, name_);
  Reader reader(bytes, name_, kMagic.size() + sizeof kVersion);
  IndexOf found;
  found.rows = reader.number<std::uint32_t>();
  found.dimension = reader.number<std::uint32_t>();
  found.model = reader.take(kSum);
  if (found != of) refuse("is the index of another model");
  const auto parts = reader.number<std::uint32_t>();
  if (parts > kMostParts) refuse("has more parts than this segue can read");
  std::vector<std::uint64_t> sizes;
  for (std::uint32_t i = 0; i < parts; ++i) sizes.push_back(reader.number<std::uint64_t>());
  for (const auto size : sizes) {
    reader.align();
    parts_.push_back(reader.take(size));
  }
  if (!reader.at_end()) refuse("is longer than its header says");
}

void IndexFile::refuse(std::string_view what) const {
  refuse_file(name_, what);
}

}  // namespace segue::neighbors
