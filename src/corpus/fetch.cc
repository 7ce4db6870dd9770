// How it works: each piece is asked for with Range, and with If-Match if the ETag is known, and is appended durably to
// `<file>.part`, which so is always the beginning of the file. Its size and its ETag are the whole state from which a
// later call goes on.
#include "corpus/fetch.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <charconv>
#include <fstream>
#include <optional>
#include <string_view>

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/text.h"
#include "http/retry.h"

namespace segue::corpus {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::Fault;

constexpr int kMostRedirects = 5;
constexpr int kMostBeginnings = 3;  // the file may change while it is fetched

// Sends a request, again as the retry rule says, and returns the final answer.
http::Response asked(http::Client& client, const base::Clock& clock, const http::Request& request) {
  const http::RetryPolicy policy;
  for (int attempt = 1;; ++attempt) {
    const auto answer = client.send(request);
    const auto wait = http::next_wait(policy, attempt, answer, 0.5);
    const bool is_final = answer && answer->status < 500 && answer->status != 429;
    if (is_final) return *answer;
    if (!wait)
      throw Error(Fault::upstream, answer ? fmt::format("{} answers {}: try again later", request.url, answer->status)
                                          : fmt::format("{}: run the same command again; it goes on where it stopped",
                                                        answer.error().what));
    clock.wait_until(clock.now() + std::chrono::ceil<base::Millis>(*wait));
  }
}

http::Response followed(http::Client& client, const base::Clock& clock, http::Request request) {
  request.headers.emplace_back("User-Agent", "segue");
  for (int hop = 0;; ++hop) {
    // Each hop is checked, because a redirect may lead away from https.
    require_safe(request.url);
    http::Response response = asked(client, clock, request);
    const auto target = response.header("Location");
    const bool moved =
        response.status == 301 || response.status == 302 || response.status == 307 || response.status == 308;
    if (!moved || !target || hop == kMostRedirects) return response;
    request.url = *target;
  }
}

// "bytes 0-99/1000"
struct ContentRange {
  std::uint64_t first = 0, last = 0, of = 0;
};
std::optional<ContentRange> content_range(const http::Response& response) {
  const auto header = response.header("Content-Range");
  if (!header || !header->starts_with("bytes ")) return std::nullopt;
  ContentRange range;
  const char* at = header->data() + 6;
  const char* end = header->data() + header->size();
  for (const auto& [into, mark] : {std::pair{&range.first, '-'}, {&range.last, '/'}, {&range.of, '\0'}}) {
    const auto [next, error] = std::from_chars(at, end, *into);
    if (error != std::errc{} || (mark != '\0' ? next == end || *next != mark : next != end)) return std::nullopt;
    at = next + (mark != '\0' ? 1 : 0);
  }
  return range;
}

void append_durably(const fs::path& file, std::string_view bytes) {
  {
    std::ofstream out(file, std::ios::binary | std::ios::app);
    if (!out.write(bytes.data(), static_cast<std::streamsize>(bytes.size())).flush())
      throw Error(Fault::internal, fmt::format("cannot write {}", file.string()));
  }
  base::fsync_file(file);
}

class Download {
 public:
  Download(http::Client& client, const base::Clock& clock, const std::string& url, const fs::path& file,
           const FetchOptions& options)
      : client_(client),
        clock_(clock),
        url_(url),
        part_(file.string() + ".part"),
        tag_(file.string() + ".part.etag"),
        options_(options) {
    if (fs::exists(part_) && fs::exists(tag_))
      etag_ = base::read_file(tag_);
    else
      begin_anew();
  }

  // Fetches to the last byte and returns true. Returns false if the file at the server is another one now: the fetched
  // bytes are then removed.
  bool run() {
    for (std::uint64_t done = fs::exists(part_) ? fs::file_size(part_) : 0;;) {
      if (of_ != 0 && done == of_) return true;
      const http::Response answer = piece_from(done);
      // 416: the server has no bytes behind ours. The sum shows whether ours are all.
      if (answer.status == 416 && done > 0) return true;
      // 412: the ETag is another; 416 without any bytes of ours: the server's file is empty or another.
      if (answer.status == 412 || answer.status == 416 || is_another(answer)) return begin_anew();
      // A server without ranges may send a small file whole.
      if (answer.status == 200 && answer.body.size() <= options_.piece) return whole(answer);
      if (answer.status == 200)
        throw Error(Fault::upstream,
                    fmt::format("{} does not serve ranges: fetch the file by hand, then add it", url_));
      if (answer.status != 206) throw Error(Fault::upstream, fmt::format("{} answers {}", url_, answer.status));
      const auto range = content_range(answer);
      if (!range || range->first != done || range->last + 1 - range->first != answer.body.size())
        throw Error(Fault::upstream, fmt::format("{} answered with another range than segue asked for", url_));
      // Without an ETag only another total length shows that the file changed.
      if (of_ != 0 && range->of != of_) return begin_anew();
      of_ = range->of;
      if (done == 0) remember_tag(answer);
      append_durably(part_, answer.body);
      done += answer.body.size();
      options_.on_piece(done, of_);
    }
  }
  const fs::path& part() const { return part_; }
  // Returns false, for callers that return it.
  bool begin_anew() {
    fs::remove(part_);
    fs::remove(tag_);
    etag_.clear();
    of_ = 0;
    return false;
  }
  void put_in_place(const fs::path& file) {
    fs::rename(part_, file);
    fs::remove(tag_);
    base::fsync_folder(file.parent_path());
  }

 private:
  http::Response piece_from(std::uint64_t done) {
    http::Request request;
    request.url = url_;
    request.timeout = std::chrono::minutes(5);
    request.headers.emplace_back("Range", fmt::format("bytes={}-{}", done, done + options_.piece - 1));
    // A compressed answer would have other bytes, and so other ranges.
    request.headers.emplace_back("Accept-Encoding", "identity");
    if (done > 0 && !etag_.empty()) request.headers.emplace_back("If-Match", etag_);
    return followed(client_, clock_, std::move(request));
  }
  bool is_another(const http::Response& answer) const {
    return !etag_.empty() && answer.status == 206 && answer.header("ETag").value_or("") != etag_;
  }
  void remember_tag(const http::Response& answer) {
    etag_ = answer.header("ETag").value_or("");
    if (etag_.starts_with("W/")) etag_.clear();  // a weak tag says nothing about bytes
    base::write_file_durably(tag_, etag_);
  }
  bool whole(const http::Response& answer) {
    begin_anew();
    append_durably(part_, answer.body);
    options_.on_piece(answer.body.size(), answer.body.size());
    return true;
  }

  http::Client& client_;
  const base::Clock& clock_;
  std::string url_;
  fs::path part_, tag_;
  const FetchOptions& options_;
  std::string etag_;
  std::uint64_t of_ = 0;
};

std::string sum_of(const fs::path& file) {
  base::Sha256 sum;
  std::ifstream in(file, std::ios::binary);
  std::string piece(std::size_t{1} << 20, '\0');
  while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())) || in.gcount() > 0)
    sum.add({piece.data(), static_cast<std::size_t>(in.gcount())});
  return sum.hex_digits();
}

}  // namespace

void require_safe(const std::string& url) {
  if (!url.starts_with("https://") && !base::is_loopback_url(url))
    throw Error(Fault::usage, fmt::format("{} is refused: corpora are fetched over https (or from loopback)", url));
}

std::string fetch_text(http::Client& client, const base::Clock& clock, const std::string& url) {
  http::Request request;
  request.url = url;
  http::Response response = followed(client, clock, std::move(request));
  if (response.status != 200) throw Error(Fault::upstream, fmt::format("{} answers {}", url, response.status));
  return std::move(response.body);
}

void fetch(http::Client& client, const base::Clock& clock, const std::string& url, const fs::path& file,
           const std::string& sha256, const FetchOptions& options) {
  require_safe(url);
  fs::create_directories(file.parent_path());
  Download download(client, clock, url, file, options);
  for (int beginning = 1; !download.run(); ++beginning)
    if (beginning == kMostBeginnings)
      throw Error(Fault::upstream, fmt::format("{} changed while it was fetched: try again later", url));
  if (!sha256.empty() && sum_of(download.part()) != sha256) {
    download.begin_anew();
    throw Error(
        Fault::input,
        fmt::format("the file from {} does not have the sha256 that was announced ({}): it was removed; try again", url,
                    sha256));
  }
  download.put_in_place(file);
}

}  // namespace segue::corpus
