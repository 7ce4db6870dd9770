// A large file over HTTP: piece by piece (Range), so that a cut connection or a killed process loses one piece at most.
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

// `url` must be https, or http on loopback: else Error(usage). What was fetched lies in `<file>.part`, beside it the
// ETag that it belongs to; a file that changed meanwhile is begun anew. At the end the bytes must have `sha256` (64 hex
// digits;
// "" = not known), else they are removed and Error(input) thrown; then the file stands, durably.
// Throws Error(upstream) when the other side refuses, does not know ranges of a file beyond one piece, or is not
// reached after a few attempts: the next call goes on where this one ended.
void fetch(http::Client& client, const base::Clock& clock, const std::string& url, const std::filesystem::path& file,
           const std::string& sha256, const FetchOptions& options = {});

// One small text, whole. Throws as fetch.
std::string fetch_text(http::Client& client, const base::Clock& clock, const std::string& url);

// Throws Error(usage) unless it is https, or http on loopback.
void require_safe(const std::string& url);

}  // namespace segue::corpus
