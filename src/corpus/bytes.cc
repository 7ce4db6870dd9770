// How it works: an unpacker takes packed bytes a piece at a time and gives out what they hold. A packed file may end
// only where a gzip stream or a Zstandard frame ends; any other end means that the file was cut.
#include "corpus/bytes.h"

#include <fmt/core.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <vector>

#include "base/error.h"

namespace segue::corpus {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::Fault;

constexpr std::size_t kPiece = std::size_t{1} << 20;
constexpr std::size_t kPadding = 64;

class PlainBytes final : public ByteSource {
 public:
  PlainBytes(const fs::path& file, std::function<void(std::uint64_t)> on_read)
      : file_(file), stream_(file, std::ios::binary), on_read_(std::move(on_read)) {
    if (!stream_) throw Error(Fault::usage, fmt::format("{} cannot be opened", file.string()));
  }
  std::size_t read(char* into, std::size_t room) override {
    stream_.read(into, static_cast<std::streamsize>(room));
    if (stream_.bad()) throw Error(Fault::usage, fmt::format("{} cannot be read", file_.string()));
    const auto got = static_cast<std::size_t>(stream_.gcount());
    on_read_(got);
    return got;
  }

 private:
  fs::path file_;
  std::ifstream stream_;
  std::function<void(std::uint64_t)> on_read_;
};

[[noreturn]] void damaged(const std::string& name, const char* what) {
  throw Error(Fault::input, fmt::format("{}: the {} data is damaged or cut: fetch it again", name, what));
}

// The packed bytes, a piece at a time, for both unpackers.
class Packed {
 public:
  explicit Packed(std::unique_ptr<ByteSource> source) : source_(std::move(source)), piece_(kPiece, '\0') {}
  // Returns false at the end.
  bool fill() {
    rest_ = {piece_.data(), source_->read(piece_.data(), piece_.size())};
    return !rest_.empty();
  }
  std::string_view rest_;

 private:
  std::unique_ptr<ByteSource> source_;
  std::string piece_;
};

class GzipBytes final : public ByteSource {
 public:
  GzipBytes(std::unique_ptr<ByteSource> source, std::string name) : packed_(std::move(source)), name_(std::move(name)) {
    if (inflateInit2(&stream_, 15 + 16) != Z_OK) throw Error(Fault::internal, "zlib does not start");
  }
  ~GzipBytes() override { inflateEnd(&stream_); }

  std::size_t read(char* into, std::size_t room) override {
    while (!done_) {
      if (packed_.rest_.empty() && !packed_.fill()) {
        // The file ends within a stream.
        if (!between_) damaged(name_, "gzip");
        done_ = true;
        break;
      }
      if (between_ && !begins_stream()) continue;
      stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(packed_.rest_.data()));
      stream_.avail_in = static_cast<uInt>(packed_.rest_.size());
      stream_.next_out = reinterpret_cast<Bytef*>(into);
      stream_.avail_out = static_cast<uInt>(std::min(room, kPiece));
      const std::size_t space = stream_.avail_out;
      const int status = inflate(&stream_, Z_NO_FLUSH);
      if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) damaged(name_, "gzip");
      packed_.rest_.remove_prefix(packed_.rest_.size() - stream_.avail_in);
      if (status == Z_STREAM_END) {
        between_ = true;
        inflateReset(&stream_);
      }
      if (space > stream_.avail_out) return space - stream_.avail_out;
    }
    return 0;
  }

 private:
  // Begins a stream unless the rest is padding. A gzip file may be several streams end to end, and zeros may follow
  // each.
  bool begins_stream() {
    if (started_) packed_.rest_.remove_prefix(std::min(packed_.rest_.find_first_not_of('\0'), packed_.rest_.size()));
    if (packed_.rest_.empty()) return false;
    started_ = true;
    between_ = false;
    return true;
  }
  Packed packed_;
  std::string name_;
  z_stream stream_{};
  bool between_ = true, started_ = false, done_ = false;
};

class ZstdBytes final : public ByteSource {
 public:
  ZstdBytes(std::unique_ptr<ByteSource> source, std::string name)
      : packed_(std::move(source)), name_(std::move(name)), stream_(ZSTD_createDCtx()) {}

  std::size_t read(char* into, std::size_t room) override {
    for (;;) {
      // While the decoder still has output, it needs no input.
      if (packed_.rest_.empty() && !is_full_ && !packed_.fill()) {
        if (wanted_ != 0) damaged(name_, "Zstandard");
        return 0;
      }
      ZSTD_inBuffer in{packed_.rest_.data(), packed_.rest_.size(), 0};
      ZSTD_outBuffer out{into, room, 0};
      wanted_ = ZSTD_decompressStream(stream_.get(), &out, &in);
      if (ZSTD_isError(wanted_)) damaged(name_, "Zstandard");
      packed_.rest_.remove_prefix(in.pos);
      is_full_ = out.pos == out.size && wanted_ != 0;  // the decoder may hold more output
      if (out.pos > 0) return out.pos;
    }
  }

 private:
  struct Free {
    void operator()(ZSTD_DCtx* stream) const { ZSTD_freeDCtx(stream); }
  };
  Packed packed_;
  std::string name_;
  std::unique_ptr<ZSTD_DCtx, Free> stream_;
  std::size_t wanted_ = 1;  // 0 = a frame has just ended
  bool is_full_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> open_bytes(const fs::path& file, const std::function<void(std::uint64_t)>& on_read) {
  std::string head(4, '\0');
  {
    PlainBytes first(file, [](std::uint64_t) {});
    head.resize(first.read(head.data(), head.size()));
  }
  auto plain = std::make_unique<PlainBytes>(file, on_read);
  if (head.starts_with("\x1f\x8b")) return std::make_unique<GzipBytes>(std::move(plain), file.string());
  if (head == "\x28\xB5\x2F\xFD") return std::make_unique<ZstdBytes>(std::move(plain), file.string());
  return plain;
}

Lines::Lines(ByteSource& source, std::size_t longest)
    : source_(source), longest_(longest), buffer_(kPiece + kPadding, '\0') {}

// Moves the rest to the front and reads behind it. The buffer grows with the longest line.
bool Lines::fill() {
  if (at_end_) return false;
  if (start_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + start_, end_ - start_);
    end_ -= start_;
    start_ = 0;
  }
  if (end_ + kPadding + kPiece / 2 > buffer_.size()) buffer_.resize(buffer_.size() * 2);
  const std::size_t got = source_.read(buffer_.data() + end_, buffer_.size() - kPadding - end_);
  at_end_ = got == 0;
  end_ += got;
  return !at_end_;
}

std::string_view Lines::peek(std::size_t most) {
  while (end_ - start_ < std::min(most, longest_) && fill()) {
  }
  return {buffer_.data() + start_, std::min(end_ - start_, most)};
}

Lines::Got Lines::pass_over() {
  for (;;) {
    const auto* found = static_cast<const char*>(std::memchr(buffer_.data() + start_, '\n', end_ - start_));
    start_ = found == nullptr ? end_ : static_cast<std::size_t>(found - buffer_.data()) + 1;
    if (found != nullptr || !fill()) return Got::too_long;
  }
}

Lines::Got Lines::next(std::string_view& line) {
  std::size_t looked = 0;
  for (;;) {
    const char* from = buffer_.data() + start_;
    const auto* found = static_cast<const char*>(std::memchr(from + looked, '\n', end_ - start_ - looked));
    if (found != nullptr) {
      line = {from, static_cast<std::size_t>(found - from)};
      start_ += line.size() + 1;
      return line.size() > longest_ ? Got::too_long : Got::line;
    }
    // These bytes have no line feed: the next round searches only what is read behind them.
    looked = end_ - start_;
    // The line is too long already: the rest of it is read and dropped, so that memory stays small.
    if (looked > longest_) return pass_over();
    if (fill()) continue;
    if (looked == 0) return Got::end;
    line = {buffer_.data() + start_, looked};
    start_ = end_;
    return Got::line;
  }
}

std::string read_all(ByteSource& source, std::string_view first, std::size_t most, const std::string& name) {
  std::string bytes(first);
  for (;;) {
    const std::size_t had = bytes.size();
    if (bytes.capacity() < had + kPiece + kPadding) bytes.reserve(bytes.capacity() * 2 + kPiece + kPadding);
    bytes.resize(had + kPiece);
    const std::size_t got = source.read(bytes.data() + had, kPiece);
    bytes.resize(had + got);
    if (got == 0) return bytes;
    if (bytes.size() > most)
      throw Error(Fault::input, fmt::format("{} is larger than {} MiB: split it", name, most >> 20));
  }
}

}  // namespace segue::corpus
