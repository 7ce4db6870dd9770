#include "base/framed_file.h"

#include <fstream>
#include <utility>

#include "base/error.h"
#include "base/hash.h"

namespace segue::base {
namespace {

std::string_view without_sum(std::string_view bytes) {
  return bytes.substr(0, bytes.size() - kSumBytes);
}

}  // namespace

std::string begin_frame(const FileFrame& frame) {
  std::string out(frame.magic);
  put(out, frame.version);
  return out;
}

void end_frame(std::string& bytes) {
  bytes += sha256_raw(bytes);
}

std::string_view sum_at_end(std::string_view bytes) {
  return bytes.substr(bytes.size() - kSumBytes);
}

std::optional<std::string> sum_at_end_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string sum(kSumBytes, '\0');
  stream.seekg(-static_cast<std::streamoff>(kSumBytes), std::ios::end);
  if (!stream.read(sum.data(), static_cast<std::streamsize>(kSumBytes))) return std::nullopt;
  return sum;
}

bool has_right_sum(std::string_view bytes) {
  return bytes.size() >= kSumBytes && sha256_raw(without_sum(bytes)) == sum_at_end(bytes);
}

std::optional<FrameFault> fault_of_frame(std::string_view bytes, const FileFrame& frame) {
  if (!bytes.starts_with(frame.magic)) return FrameFault::other_magic;
  if (bytes.size() < frame.head_bytes() + frame.least_content + kSumBytes) return FrameFault::cut;
  if (version_in(bytes, frame) > frame.version) return FrameFault::newer_version;
  if (!has_right_sum(bytes)) return FrameFault::wrong_sum;
  return std::nullopt;
}

std::uint32_t version_in(std::string_view bytes, const FileFrame& frame) {
  std::uint32_t version = 0;
  std::memcpy(&version, bytes.data() + frame.magic.size(), sizeof version);
  return version;
}

FrameReader::FrameReader(std::string_view bytes, const FileFrame& frame, std::string cut)
    : bytes_(without_sum(bytes)), at_(frame.head_bytes()), cut_(std::move(cut)) {}

std::string_view FrameReader::take(std::size_t count) {
  require(count, 1);
  const auto taken = bytes_.substr(at_, count);
  at_ += count;
  return taken;
}

void FrameReader::require(std::size_t count, std::size_t size) const {
  if (count > (bytes_.size() - at_) / size) throw Error(Fault::input, cut_);
}

}  // namespace segue::base
