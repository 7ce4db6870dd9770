// How it works: a second playlist would be the worst mistake, and Spotify's list of playlists lacks entries now and
// then. So the questions go from the surest to the least sure: the list by id; the library, then the playlist itself,
// by id; the list by name and mark; and the whole list once more.
#include "playlist/ours.h"

#include <fmt/core.h>

#include "base/error.h"
#include "spotify/account.h"

namespace segue::playlist {
namespace {

using formats::WebPlaylist;
using spotify::Call;
using spotify::Reply;

constexpr int kPage = 50;
constexpr int kPagesMost = 400;  // 20,000 entries: with more something is wrong

// Returns what `read` makes of the answer's body. An error of `read` is thrown with the call's name.
template <class Read>
auto read_answer(const Call& call, const std::string& body, Read read) {
  try {
    return read(body);
  } catch (const base::Error& error) {
    throw base::Error(error.fault(), fmt::format("{} {}: {}: run the command again", call.method,
                                                 call.path.substr(0, call.path.find('?')), error.what()));
  }
}

// Reads all pages. `next` alone proves nothing: it may be missing though more pages follow, or be set on the last one.
template <class T, class Read>
std::vector<T> every_page(spotify::WebApi& api, const std::string& path, Read read) {
  std::vector<T> all;
  std::int64_t offset = 0;
  for (int i = 0; i < kPagesMost; ++i) {
    const Call call{"GET", fmt::format("{}?limit={}&offset={}", path, kPage, offset), ""};
    const formats::WebPage<T> page = read_answer(call, api.require(call), read);
    all.insert(all.end(), page.items.begin(), page.items.end());
    offset += kPage;
    if (page.shown == 0 || (!page.has_next && offset >= page.total)) return all;
  }
  throw base::Error(
      base::Fault::upstream,
      fmt::format("GET {}: Spotify returned {} pages, and none says that it is the last", path, kPagesMost));
}

std::vector<WebPlaylist> listed(spotify::WebApi& api) {
  return every_page<WebPlaylist>(api, "/v1/me/playlists", formats::playlists_page);
}

std::optional<WebPlaylist> with_id(const std::vector<WebPlaylist>& all, const std::string& id) {
  for (const WebPlaylist& one : all)
    if (!id.empty() && one.id == id) return one;
  return std::nullopt;
}

// Returns the playlist's head, or nothing if Spotify has no such playlist.
std::optional<WebPlaylist> head_of(spotify::WebApi& api, const std::string& id) {
  const Call call{"GET", "/v1/playlists/" + id, ""};
  const Reply reply = api.patiently(call);
  if (reply.status == 404) return std::nullopt;
  if (!reply.is_good()) spotify::refuse(call, reply);
  WebPlaylist head = read_answer(call, reply.body, formats::playlist_in);
  if (head.id != id)
    throw base::Error(
        base::Fault::upstream,
        fmt::format("Spotify answered with playlist {} when asked for {}: run the command again", head.id, id));
  return head;
}

// Returns the playlist with this id, unless Spotify says that the library does not hold it.
std::optional<WebPlaylist> still_held(spotify::WebApi& api, const std::string& id) {
  const Call call{"GET", "/v1/me/library/contains?" + http::form({{"uris", "spotify:playlist:" + id}}), "",
                  spotify::Lane::playlist};
  const Reply reply = api.patiently(call);
  if (reply.is_good()) {
    const auto is_held = formats::contained_in(reply.body);
    if (!is_held)
      throw base::Error(base::Fault::upstream,
                        "Spotify's list of playlists lacks the playlist that segue wrote, and its answer whether your "
                        "library holds that playlist is not as expected: run the command again");
    if (!*is_held) return std::nullopt;
    auto head = head_of(api, id);
    if (!head)
      throw base::Error(
          base::Fault::upstream,
          fmt::format("Spotify says that your library holds playlist {}, and also that there is no such playlist: run "
                      "it again; to have a new playlist made, remove this one from your library",
                      id));
    return head;
  }
  // If this cannot be asked (an older login lacks the scope, the endpoint is gone), ask for the playlist itself.
  const bool is_of_client = reply.status >= 400 && reply.status < 500 && reply.status != 401 && reply.status != 429;
  const bool can_ask_otherwise = is_of_client || reply.status == 501;
  if (!can_ask_otherwise) spotify::refuse(call, reply);
  return head_of(api, id);
}

class Marked {
 public:
  Marked(spotify::WebApi& api, const std::string& name) : api_(api), name_(name) {}

  std::optional<WebPlaylist> among(const std::vector<WebPlaylist>& all, const std::string& but) {
    for (const WebPlaylist& one : all) {
      if (one.id == but || !may_be_ours(one)) continue;
      const bool says_all = !one.name.empty() && !one.description.empty() && !one.owner_id.empty();
      const auto whole = says_all ? one : head_of(api_, one.id);
      if (whole && is_ours(*whole)) return whole;
    }
    return std::nullopt;
  }

 private:
  // A list may leave fields of an entry empty; then the playlist itself is asked.
  bool may_be_ours(const WebPlaylist& one) const {
    return (one.name.empty() || one.name == name_) && (one.description.empty() || one.description.starts_with(kMark)) &&
           !(one.name.empty() && one.description.empty());
  }
  bool is_ours(const WebPlaylist& one) {
    if (one.name != name_ || !one.description.starts_with(kMark)) return false;
    const Call whose{"GET", spotify::kMe, ""};
    if (me_.empty()) me_ = read_answer(whose, api_.require(whose), formats::id_in);
    return one.owner_id.empty() || one.owner_id == me_;
  }
  spotify::WebApi& api_;
  const std::string& name_;
  std::string me_;
};

}  // namespace

std::optional<WebPlaylist> find_ours(spotify::WebApi& api, const std::string& name, const std::string& remembered) {
  auto all = listed(api);
  if (auto ours = with_id(all, remembered)) return ours;
  if (!remembered.empty())
    if (auto ours = still_held(api, remembered)) return ours;
  Marked marked(api, name);
  if (auto ours = marked.among(all, remembered)) return ours;
  // The caller makes a new playlist if nothing is found, and the list can be empty for a while, so it is read again.
  all = listed(api);
  if (auto ours = with_id(all, remembered)) return ours;
  return marked.among(all, remembered);
}

std::optional<WebPlaylist> find_marked(spotify::WebApi& api, const std::string& name) {
  return Marked(api, name).among(listed(api), "");
}

std::vector<formats::WebItem> items_of(spotify::WebApi& api, const std::string& playlist) {
  return every_page<formats::WebItem>(api, fmt::format("/v1/playlists/{}/items", playlist),
                                      formats::playlist_items_page);
}

}  // namespace segue::playlist
