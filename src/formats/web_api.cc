#include "formats/web_api.h"

#include <fmt/core.h>
#include <simdjson.h>

#include "base/error.h"
#include "formats/encoding.h"

namespace segue::formats {
namespace {

using simdjson::dom::element;

// An answer as JSON. Old names are read beside new ones: in February 2026 `tracks` became `items`, and an entry's
// `track` became `item`.
class Answer {
 public:
  explicit Answer(std::string_view json) {
    // Half a character in one title must not lose the page.
    const auto whole = with_whole_characters(json);
    if (whole) json = *whole;
    if (parser_.parse(json.data(), json.size()).get(root_) != simdjson::SUCCESS || !root_.is_object())
      refuse("it is not a JSON object");
  }
  const element& root() const { return root_; }
  [[noreturn]] static void refuse(std::string_view what) {
    throw base::Error(base::Fault::upstream, fmt::format("Spotify's answer is not as expected: {}", what));
  }

 private:
  simdjson::dom::parser parser_;
  element root_;
};

std::string text_at(const element& object, const char* name) {
  std::string_view value;
  return object[name].get(value) == simdjson::SUCCESS ? std::string(value) : std::string{};
}

template <class T, class Read>
WebPage<T> page_of(const element& object, Read read) {
  simdjson::dom::array items;
  if (object["items"].get(items) != simdjson::SUCCESS) Answer::refuse("the page has no `items`");
  WebPage<T> page;
  for (const element item : items) {
    ++page.shown;
    if (item.is_object()) read(item, page.items);
  }
  page.has_next = !text_at(object, "next").empty();
  if (object["total"].get(page.total) != simdjson::SUCCESS || page.total < 0) page.total = 0;
  return page;
}

WebPlaylist playlist_of(const element& item) {
  WebPlaylist playlist{text_at(item, "id"), text_at(item, "name"), text_at(item, "description"), "", {}, {}, false};
  element owner;
  if (item["owner"].get(owner) == simdjson::SUCCESS) playlist.owner_id = text_at(owner, "id");
  bool is_public = false;
  if (item["public"].get(is_public) == simdjson::SUCCESS) playlist.is_public = is_public;
  playlist.snapshot_id = text_at(item, "snapshot_id");
  if (item["collaborative"].get(playlist.is_collaborative) != simdjson::SUCCESS) playlist.is_collaborative = false;
  return playlist;
}

WebTrack track_of(const element& object) {
  WebTrack track{text_at(object, "id"), text_at(object, "uri"), text_at(object, "name"), "", "", 0};
  element artist, album;
  if (object["artists"].at(0).get(artist) == simdjson::SUCCESS) track.artist = text_at(artist, "name");
  if (object["album"].get(album) == simdjson::SUCCESS) track.album = text_at(album, "name");
  if (object["duration_ms"].get(track.duration_ms) != simdjson::SUCCESS) track.duration_ms = 0;
  return track;
}

}  // namespace

WebPage<WebPlaylist> playlists_page(std::string_view json) {
  const Answer answer(json);
  return page_of<WebPlaylist>(answer.root(), [](const element& item, std::vector<WebPlaylist>& into) {
    WebPlaylist playlist = playlist_of(item);
    if (!playlist.id.empty()) into.push_back(std::move(playlist));
  });
}

WebPlaylist playlist_in(std::string_view json) {
  const Answer answer(json);
  WebPlaylist playlist = playlist_of(answer.root());
  if (playlist.id.empty()) Answer::refuse("the playlist has no `id`");
  return playlist;
}

WebPage<WebItem> playlist_items_page(std::string_view json) {
  const Answer answer(json);
  return page_of<WebItem>(answer.root(), [](const element& entry, std::vector<WebItem>& into) {
    element item, origin;
    WebItem& read = into.emplace_back();
    const bool found = entry["item"].get(item) == simdjson::SUCCESS || entry["track"].get(item) == simdjson::SUCCESS;
    if (!found || !item.is_object()) return;
    read.uri = text_at(item, "uri");
    if (item["linked_from"].get(origin) == simdjson::SUCCESS) read.linked_from = text_at(origin, "uri");
  });
}

std::vector<WebTrack> searched_tracks(std::string_view json) {
  const Answer answer(json);
  element tracks;
  if (answer.root()["tracks"].get(tracks) != simdjson::SUCCESS) Answer::refuse("the search has no `tracks`");
  return page_of<WebTrack>(tracks,
                           [](const element& item, std::vector<WebTrack>& into) { into.push_back(track_of(item)); })
      .items;
}

std::string id_in(std::string_view json) {
  const Answer answer(json);
  std::string id = text_at(answer.root(), "id");
  if (id.empty()) Answer::refuse("the object has no `id`");
  return id;
}

std::optional<bool> contained_in(std::string_view json) {
  simdjson::dom::parser parser;
  simdjson::dom::array answers;
  bool is_contained = false;
  if (parser.parse(json.data(), json.size()).get(answers) != simdjson::SUCCESS || answers.size() != 1 ||
      answers.at(0).get(is_contained) != simdjson::SUCCESS)
    return std::nullopt;
  return is_contained;
}

}  // namespace segue::formats
