// Wraps and compresses objects (docs/formats/lake.md).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/time.h"

namespace segue::lake {

// The line before the body of an answer or a decision.
struct Envelope {
  std::string request;                       // "GET /v1/me/player/recently-played?limit=50", or what was decided
  int status = 0;                            // HTTP status; 0 when no answer came or nothing was asked
  std::optional<base::Instant> server_date;  // the Date header
  base::Instant our_clock;
  std::string sha256;   // of the body
  std::string same_as;  // key of the object that holds an equal body; then the body here is empty
  std::string error;    // why no answer came; never a secret
  // Metadata only (capture/enrich.h): what the answer is about, which state of a playlist it shows, where its page
  // begins.
  std::string subject, snapshot;
  std::int64_t offset = 0;
};

// Returns the bytes of an object: one line of JSON (the envelope), '\n', the body as received; all of it is zstd.
std::string wrap(const Envelope& envelope, std::string_view body);
// Reverses wrap(). Throws Error(input) for bytes that are no such object.
std::pair<Envelope, std::string> unwrap(std::string_view object_bytes);

// Returns one zstd frame with a checksum.
std::string compress(std::string_view bytes, int level = 3);
// Throws Error(input) for bytes that are not one whole zstd frame.
std::string decompress(std::string_view bytes);

}  // namespace segue::lake
