// How objects are wrapped (docs/formats/lake.md).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/time.h"

namespace segue::lake {

// What stands before the body of an answered call or a decision.
struct Envelope {
  std::string request;                       // "GET /v1/me/player/recently-played?limit=50", or what was decided
  int status = 0;                            // HTTP status; 0 when no answer came or nothing was asked
  std::optional<base::Instant> server_date;  // the Date header
  base::Instant our_clock;
  std::string sha256;   // of the body
  std::string same_as;  // key of the object that holds an equal body; then the body here is empty
  std::string error;    // why no answer came; never a secret
  // Of metadata (capture/enrich.h): whom or what it is about, where its page begins, which state of a playlist it
  // shows.
  std::string subject, snapshot;
  std::int64_t offset = 0;
};

// Bytes of an object: one line of JSON (the envelope), '\n', the body as received; all of it zstd.
std::string wrap(const Envelope& envelope, std::string_view body);
// The opposite. Throws Error(input) for bytes that are no such object.
std::pair<Envelope, std::string> unwrap(std::string_view object_bytes);

std::string compress(std::string_view bytes, int level = 3);
// Throws Error(input) for bytes that are not one whole zstd frame.
std::string decompress(std::string_view bytes);

}  // namespace segue::lake
