// How it works: a search is known in the lake by its path. The newest answer to the same path is used if it shows the
// song, or if it is younger than kMissLasts. A search that failed is never kept, so it is made again.
#include "playlist/lookup.h"

#include <fmt/core.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/log.h"
#include "formats/web_api.h"
#include "lake/keep.h"
#include "lake/object_key.h"
#include "lake/read_object.h"
#include "music/names.h"
#include "playlist/query.h"
#include "spotify/said.h"

namespace segue::playlist {
namespace {

constexpr int kFailuresInARow = 6;  // searches without an answer; a song takes two

// Returns the id of the song among the answer's tracks, or "" if all are other songs. Throws if a track that cannot be
// read may be the song.
std::string id_among(const std::string& body, const music::Recording& song) {
  bool is_legible = true;
  for (const auto& found : formats::searched_tracks(body)) {
    if (is_same_song(found, song) && music::spotify_track_id(found.id)) return found.id;
    is_legible = is_legible && !found.id.empty() && !found.title.empty() && !found.artist.empty();
  }
  if (!is_legible)
    throw base::Error(base::Fault::upstream,
                      "Spotify's answer is not as expected: a song that was found has no id, name or artist");
  return {};
}

// Returns whether the reply is not about this song: every other call would end the same.
bool stops_all(const spotify::Reply& reply) {
  return reply.is_held() || reply.status == 401 || reply.status == 429;
}

// Returns whether the reply says nothing about the song. If that goes on, it is an outage.
bool says_nothing(const spotify::Reply& reply) {
  return reply.status < 400 || reply.status >= 500;
}

}  // namespace

Lookup::Lookup(lake::Lake& lake, std::string user, spotify::WebApi& api, const base::Clock& clock)
    : lake_(lake), user_(std::move(user)), api_(api), clock_(clock) {
  for (const auto& object : lake_.list(lake::prefix_of(user_, lake::ObjectKind::search))) {
    try {
      const lake::Envelope envelope = lake::read_object(lake_, object.key).first;
      Kept& kept = kept_[envelope.request];
      const base::Instant at = envelope.server_date.value_or(envelope.our_clock);
      if (kept.key.empty() || kept.at <= at) kept = {object.key, at};
    } catch (const base::Error& error) {
      if (error.fault() != base::Fault::input) throw;
      spdlog::warn("a search in the lake cannot be read and is skipped: {}", error.what());
    }
  }
}

Looked Lookup::spotify_id(const music::Recording& song) {
  if (!song.spotify_id.empty()) return {song.spotify_id.value, "", false};
  if (song.artist.empty() || song.title.empty()) return {"", "it has no artist or no title to search for", false};
  std::string failure;
  for (const std::string& path : search_paths(song)) {
    Searched searched = search(path, song);
    if (!searched.id.empty()) return {std::move(searched.id), "", false};
    if (!searched.failure.empty()) failure = std::move(searched.failure);
  }
  if (failure.empty()) return {"", "Spotify's search does not find it", false};
  return {"", failure, true};
}

std::optional<Lookup::Searched> Lookup::remembered(const std::string& request, const music::Recording& song) const {
  const auto known = kept_.find(request);
  if (known == kept_.end()) return std::nullopt;
  const std::string body = lake::read_object(lake_, known->second.key).second;
  try {
    std::string id = id_among(body, song);
    if (id.empty() && known->second.at + kMissLasts <= clock_.now()) return std::nullopt;
    return Searched{std::move(id), ""};
  } catch (const base::Error&) {
    return std::nullopt;  // not a readable answer: search again
  }
}

Lookup::Searched Lookup::search(const std::string& path, const music::Recording& song) {
  const std::string request = "GET " + path;
  if (const auto known = remembered(request, song)) return *known;
  if (!shut_.empty()) return {"", shut_};
  const spotify::Call call{"GET", path, ""};
  spotify::Reply reply = api_.patiently(call);
  if (reply.is_good()) {
    try {
      std::string id = id_among(reply.body, song);
      failures_ = 0;
      keep(request, reply);
      return {std::move(id), ""};
    } catch (const base::Error& error) {
      reply.error = error.what();
    }
  }
  const bool is_over = says_nothing(reply) && ++failures_ >= kFailuresInARow;
  if (stops_all(reply) || is_over) spotify::refuse(call, reply);
  std::string failure =
      fmt::format("its search failed: {}{}{}", reply.status == 0 ? "no answer" : fmt::format("status {}", reply.status),
                  reply.error.empty() ? "" : " (" + reply.error + ")", spotify::cure_of(reply.status, reply.error));
  if (reply.status == 403) shut_ = failure;
  return {"", std::move(failure)};
}

void Lookup::keep(const std::string& request, const spotify::Reply& reply) {
  lake::Envelope envelope;
  envelope.request = request;
  envelope.status = reply.status;
  envelope.server_date = reply.server_date;
  envelope.our_clock = clock_.now();
  envelope.sha256 = base::sha256_hex(reply.body);
  envelope.subject = request;  // keeps two empty answers within a second apart
  auto [key, is_new] = lake::keep_answer(lake_, user_, lake::ObjectKind::search, envelope, reply.body);
  if (is_new) kept_[request] = {std::move(key), envelope.server_date.value_or(envelope.our_clock)};
}

}  // namespace segue::playlist
