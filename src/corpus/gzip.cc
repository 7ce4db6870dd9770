#include "corpus/gzip.h"

#include <fmt/core.h>
#include <zlib.h>

#include <algorithm>

#include "base/error.h"

namespace segue::corpus {
namespace {

constexpr std::size_t kMost = std::size_t{4} << 30;

class Inflater {
 public:
  Inflater() { ready_ = inflateInit2(&stream, 15 + 32) == Z_OK; }
  ~Inflater() {
    if (ready_) inflateEnd(&stream);
  }
  Inflater(const Inflater&) = delete;
  z_stream stream{};

 private:
  bool ready_ = false;
};

// True when nothing but padding follows the stream that just ended: gzip files may be joined end to end.
bool is_done(const z_stream& stream, std::string_view bytes, std::size_t given) {
  const std::string_view rest = bytes.substr(given - stream.avail_in);
  return rest.find_first_not_of('\0') == std::string_view::npos;
}

}  // namespace

bool is_gzip(std::string_view bytes) {
  return bytes.starts_with("\x1f\x8b");
}

std::string gunzip(std::string_view bytes, const std::string& name) {
  Inflater inflater;
  z_stream& stream = inflater.stream;
  // zlib takes a pointer to non-const and never writes through it.
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
  std::size_t given = 0;
  std::string out(std::max<std::size_t>(bytes.size() * 6, 65536), '\0');
  std::size_t made = 0;
  int status = Z_OK;
  while (status != Z_STREAM_END) {
    if (stream.avail_in == 0) {
      const std::size_t more = std::min<std::size_t>(bytes.size() - given, 1u << 30);
      stream.avail_in = static_cast<uInt>(more);
      given += more;
    }
    if (made == out.size()) out.resize(out.size() * 2);
    if (made > kMost)
      throw base::Error(base::Fault::usage, fmt::format("{} unpacks to more than 4 GiB: split it", name));
    const std::size_t room = std::min<std::size_t>(out.size() - made, 1u << 30);
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + made);
    stream.avail_out = static_cast<uInt>(room);
    status = inflate(&stream, Z_NO_FLUSH);
    made += room - stream.avail_out;
    const bool starved =
        stream.avail_in == 0 && given == bytes.size() && status != Z_STREAM_END && stream.avail_out > 0;
    if (status == Z_STREAM_END && !is_done(stream, bytes, given)) {
      status = inflateReset(&stream);
      continue;
    }
    if ((status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) || starved)
      throw base::Error(base::Fault::input, fmt::format("{}: the gzip data is damaged or cut", name));
  }
  out.resize(made);
  return out;
}

}  // namespace segue::corpus
