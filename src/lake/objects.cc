#include "lake/objects.h"

#include <fmt/core.h>
#include <simdjson.h>
#include <zstd.h>

#include <memory>

#include "base/error.h"
#include "base/json.h"
#include "base/json_reader.h"

namespace segue::lake {
namespace {

using base::Error;
using base::Fault;

// No writer makes larger objects: a member has at most 1 GiB.
constexpr unsigned long long kMostUnpacked = 1ull << 31;

Envelope envelope_of(std::string_view line) {
  simdjson::dom::parser parser;
  simdjson::dom::element object;
  if (parser.parse(line.data(), line.size()).get(object) != simdjson::SUCCESS)
    throw Error(Fault::input, "a lake object has no envelope in its first line");
  Envelope envelope;
  envelope.request = base::text_if(object["request"]);
  envelope.sha256 = base::text_if(object["sha256"]);
  envelope.same_as = base::text_if(object["same_as"]);
  envelope.error = base::text_if(object["error"]);
  envelope.subject = base::text_if(object["subject"]);
  envelope.snapshot = base::text_if(object["snapshot"]);
  envelope.offset = base::integer_if(object["offset"]).value_or(0);
  envelope.status = static_cast<int>(base::integer_if(object["status"]).value_or(0));
  envelope.server_date = base::parse_iso8601(base::text_if(object["server_date"]));
  const auto clock = base::parse_iso8601(base::text_if(object["our_clock"]));
  if (!clock) throw Error(Fault::input, "a lake object's envelope has no our_clock");
  envelope.our_clock = *clock;
  return envelope;
}

}  // namespace

std::string wrap(const Envelope& envelope, std::string_view body) {
  base::JsonObject line;
  line.text("request", envelope.request).number("status", envelope.status);
  if (envelope.server_date) line.text("server_date", base::to_iso8601(*envelope.server_date));
  line.text("our_clock", base::to_iso8601(envelope.our_clock)).text("sha256", envelope.sha256);
  if (!envelope.same_as.empty()) line.text("same_as", envelope.same_as);
  if (!envelope.error.empty()) line.text("error", envelope.error);
  if (!envelope.subject.empty()) line.text("subject", envelope.subject);
  if (!envelope.snapshot.empty()) line.text("snapshot", envelope.snapshot);
  if (envelope.offset != 0) line.number("offset", envelope.offset);
  std::string bytes = line.str();
  bytes.push_back('\n');
  bytes.append(body);
  return compress(bytes);
}

std::pair<Envelope, std::string> unwrap(std::string_view object_bytes) {
  std::string bytes = decompress(object_bytes);
  const std::size_t end = bytes.find('\n');
  if (end == std::string::npos) throw Error(Fault::input, "a lake object has no envelope in its first line");
  Envelope envelope = envelope_of(std::string_view(bytes).substr(0, end));
  bytes.erase(0, end + 1);
  return {std::move(envelope), std::move(bytes)};
}

std::string compress(std::string_view bytes, int level) {
  // The buffer is as large as the bytes, but pages that zstd does not write are never touched, and the returned string
  // is only as large as the frame.
  const std::size_t most = ZSTD_compressBound(bytes.size());
  const auto out = std::make_unique_for_overwrite<char[]>(most);
  const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(), &ZSTD_freeCCtx);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, level);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  const std::size_t n = ZSTD_compress2(context.get(), out.get(), most, bytes.data(), bytes.size());
  if (ZSTD_isError(n)) throw Error(Fault::internal, fmt::format("zstd: {}", ZSTD_getErrorName(n)));
  return std::string(out.get(), n);
}

std::string decompress(std::string_view bytes) {
  const unsigned long long size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
  if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR)
    throw Error(Fault::input, "a lake object is not one zstd frame of known size");
  // A damaged head may claim anything.
  if (size > kMostUnpacked)
    throw Error(Fault::input, fmt::format("a lake object claims to hold {} bytes: it is damaged", size));
  std::string out;
  out.reserve(size + 64);  // room for a parser's padding
  out.resize(size);
  const std::size_t n = ZSTD_decompress(out.data(), out.size(), bytes.data(), bytes.size());
  if (ZSTD_isError(n) || n != size)
    throw Error(Fault::input,
                fmt::format("a lake object is damaged: {}", ZSTD_isError(n) ? ZSTD_getErrorName(n) : "cut"));
  return out;
}

}  // namespace segue::lake
