// Fetches a large file over HTTP piece by piece (Range), so that a cut connection or a killed process loses one piece
// at most.
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "base/clock.h"
#include "http/client.h"

namespace segue::corpus {

struct FetchOptions {
  std::size_t piece = std::size_t{8} << 20;  // bytes of one request
  std::function<void(std::uint64_t done, std::uint64_t of)> on_piece = [](std::uint64_t, std::uint64_t) {};
};

// Fetches `url` into `file`, durably. `url` must be https, or http on loopback, else it throws Error(usage). Fetched
// bytes are kept in `<file>.part`, with their ETag beside it; if the file changed at the server, the fetch begins anew.
// At the end the bytes must have the SHA-256 `sha256` (64 hex digits; "" = not known), else they are removed and
// Error(input) is thrown. Throws Error(upstream) if the server refuses, does not support ranges for a file larger than
// one piece, or is not reached after a few attempts. The next call goes on where this one ended.
void fetch(http::Client& client, const base::Clock& clock, const std::string& url, const std::filesystem::path& file,
           const std::string& sha256, const FetchOptions& options = {});

// Fetches one small text, whole. Throws as fetch.
std::string fetch_text(http::Client& client, const base::Clock& clock, const std::string& url);

// Throws Error(usage) unless `url` is https, or http on loopback.
void require_safe(const std::string& url);

}  // namespace segue::corpus
