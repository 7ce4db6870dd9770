#include "playlist/lookup.h"

#include <fmt/core.h>

#include <cstdlib>

#include "base/hash.h"
#include "formats/web_api.h"
#include "lake/objects.h"
#include "music/names.h"

namespace segue::playlist {
namespace {

constexpr std::int64_t kLengthMayDiffer_ms = 10'000;
constexpr std::size_t kTextMost = 100;  // bytes of a name in a query; longer ones find nothing

// Cut at a character, and without the quotes that would end the filter.
std::string quoted(std::string text) {
  std::erase(text, '"');
  std::size_t end = std::min(text.size(), kTextMost);
  while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return "\"" + text.substr(0, end) + "\"";
}

std::string search_path(const Song& song) {
  const std::string query = fmt::format("track:{} artist:{}", quoted(song.title), quoted(song.artist));
  return "/v1/search?" + http::form({{"q", query}, {"type", "track"}, {"limit", "10"}});
}

bool is_same_song(const formats::WebTrack& found, const Song& song) {
  const auto keys = music::keys_of({found.artist, found.title, found.album, found.id});
  const auto wanted = music::keys_of({song.artist, song.title, song.album, {}});
  if (keys.title_key != wanted.title_key || keys.version_class != wanted.version_class) return false;
  if (found.duration_ms == 0 || song.duration_ms == 0) return true;
  return std::abs(found.duration_ms - song.duration_ms) <= kLengthMayDiffer_ms;
}

}  // namespace

Lookup::Lookup(lake::Lake& lake, std::string user, spotify::WebApi& api, const base::Clock& clock)
    : lake_(lake), user_(std::move(user)), api_(api), clock_(clock) {
  for (const auto& object : lake_.list(fmt::format("v1/{}/search/", user_)))
    objects_[lake::unwrap(lake_.get(object.key)).first.request] = object.key;
}

std::optional<std::string> Lookup::spotify_id(const Song& song) {
  if (!song.spotify_id.empty()) return song.spotify_id;
  if (song.artist.empty() || song.title.empty()) return std::nullopt;
  for (const auto& found : formats::searched_tracks(answer_to(search_path(song))))
    if (is_same_song(found, song) && music::spotify_track_id(found.id)) return found.id;
  return std::nullopt;
}

std::string Lookup::answer_to(const std::string& path) {
  const std::string request = "GET " + path;
  if (const auto known = objects_.find(request); known != objects_.end())
    return lake::unwrap(lake_.get(known->second)).second;
  const spotify::Call call{"GET", path, ""};
  const spotify::Reply reply = api_.patiently(call);
  if (!reply.is_good()) spotify::refuse(call, reply);
  lake::Envelope envelope;
  envelope.request = request;
  envelope.status = reply.status;
  envelope.server_date = reply.server_date;
  envelope.our_clock = clock_.now();
  envelope.sha256 = base::sha256_hex(reply.body);
  const std::string key = lake::dated_key(user_, "search", envelope);
  if (lake_.put_new(key, lake::wrap(envelope, reply.body))) objects_[request] = key;
  return reply.body;
}

}  // namespace segue::playlist
