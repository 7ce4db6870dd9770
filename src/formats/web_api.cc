#include "formats/web_api.h"

#include <fmt/core.h>
#include <simdjson.h>

#include <algorithm>

#include "base/error.h"
#include "base/json_reader.h"
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

template <class T, class Read>
WebPage<T> page_of(const element& object, Read read) {
  simdjson::dom::array items;
  if (object["items"].get(items) != simdjson::SUCCESS) Answer::refuse("the page has no `items`");
  WebPage<T> page;
  for (const element item : items) {
    ++page.shown;
    if (item.is_object()) read(item, page.items);
  }
  page.has_next = !base::text_if(object["next"]).empty();
  page.total = std::max<std::int64_t>(base::integer_if(object["total"]).value_or(0), 0);
  return page;
}

WebPlaylist playlist_of(const element& item) {
  WebPlaylist playlist{
      base::text_if(item["id"]), base::text_if(item["name"]), base::text_if(item["description"]), "", {}, {}, false};
  playlist.owner_id = base::text_if(item["owner"]["id"]);
  playlist.is_public = base::flag_if(item["public"]);
  playlist.snapshot_id = base::text_if(item["snapshot_id"]);
  playlist.is_collaborative = base::flag_if(item["collaborative"]).value_or(false);
  return playlist;
}

WebTrack track_of(const element& object) {
  WebTrack track{base::text_if(object["id"]), base::text_if(object["uri"]), base::text_if(object["name"]), "", "", 0};
  track.artist = base::text_if(object["artists"].at(0)["name"]);
  track.album = base::text_if(object["album"]["name"]);
  track.duration_ms = base::integer_if(object["duration_ms"]).value_or(0);
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
    element item;
    WebItem& read = into.emplace_back();
    const bool found = entry["item"].get(item) == simdjson::SUCCESS || entry["track"].get(item) == simdjson::SUCCESS;
    if (!found || !item.is_object()) return;
    read.uri = base::text_if(item["uri"]);
    read.linked_from = base::text_if(item["linked_from"]["uri"]);
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
  std::string id = base::text_if(answer.root()["id"]);
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
