#include "neighbors/index_file.h"

#include <fmt/core.h>

#include "base/error.h"
#include "base/file.h"
#include "base/framed_file.h"

namespace segue::neighbors {
namespace {

using base::Error;
using base::Fault;

constexpr base::FileFrame kFrame{"SEGINDEX", 1};
constexpr std::size_t kAlign = 64;
constexpr std::uint32_t kMostParts = 64;  // limits the memory that a nonsense header can ask for

constexpr const char* kCure = "remove it (searching is exact without an index, and slower) or train again";

std::string refusal(const std::string& name, std::string_view what) {
  return fmt::format("{} {}: {}", name, what, kCure);
}

[[noreturn]] void refuse_file(const std::string& name, std::string_view what) {
  throw Error(Fault::input, refusal(name, what));
}

void align(std::string& out) {
  out.resize((out.size() + kAlign - 1) / kAlign * kAlign, '\0');
}

void check_frame(std::string_view bytes, const std::string& name) {
  const auto fault = base::fault_of_frame(bytes, kFrame);
  if (!fault) return;
  switch (*fault) {
    case base::FrameFault::other_magic:
      refuse_file(name, "is not an index of segue");
    case base::FrameFault::cut:
      refuse_file(name, "is cut");
    case base::FrameFault::newer_version:
      refuse_file(name, fmt::format("is an index of version {}, this segue reads up to {}",
                                    base::version_in(bytes, kFrame), kFrame.version));
    case base::FrameFault::wrong_sum:
      refuse_file(name, "is cut or damaged (its checksum differs)");
  }
}

}  // namespace

void write_index_file(const std::filesystem::path& path, const IndexOf& of,
                      const std::vector<std::string_view>& parts) {
  std::size_t size = 4096;
  for (const auto part : parts) size += part.size() + kAlign;
  std::string out = base::begin_frame(kFrame);
  out.reserve(size);
  base::put(out, of.rows);
  base::put(out, of.dimension);
  out += of.model;
  base::put(out, static_cast<std::uint32_t>(parts.size()));
  for (const auto part : parts) base::put(out, static_cast<std::uint64_t>(part.size()));
  for (const auto part : parts) {
    align(out);
    out += part;
  }
  base::end_frame(out);
  base::write_file_durably(path, out);
}

IndexFile::IndexFile(const std::filesystem::path& path, const IndexOf& of)
    : name_(path.filename().string()), file_(path) {
  const auto bytes = file_.bytes();
  check_frame(bytes, name_);
  base::FrameReader reader(bytes, kFrame, refusal(name_, "is cut"));
  IndexOf found;
  found.rows = reader.number<std::uint32_t>();
  found.dimension = reader.number<std::uint32_t>();
  found.model = reader.take(base::kSumBytes);
  if (found != of) refuse("is the index of another model");
  const auto parts = reader.number<std::uint32_t>();
  if (parts > kMostParts) refuse("has more parts than this segue can read");
  std::vector<std::uint64_t> sizes;
  for (std::uint32_t i = 0; i < parts; ++i) sizes.push_back(reader.number<std::uint64_t>());
  for (const auto size : sizes) {
    reader.align(kAlign);
    parts_.push_back(reader.take(size));
  }
  if (!reader.is_at_end()) refuse("is longer than its header says");
}

void IndexFile::refuse(std::string_view what) const {
  refuse_file(name_, what);
}

}  // namespace segue::neighbors
