// How it works: an answer is parsed as a whole; its kind decides whether it is a page of entries or a single thing. A
// bad entry is rejected and the others are read. An answer without its frame (`items`, or the thing's `id`) is refused.
#include "formats/api_answers.h"

#include <fmt/core.h>
#include <simdjson.h>

#include <array>
#include <set>
#include <utility>

#include "base/json_reader.h"
#include "formats/api_entities.h"
#include "formats/html_text.h"
#include "formats/json_fields.h"

namespace segue::formats {
namespace {

using base::text_view_if;
using simdjson::dom::element;

constexpr std::array<std::pair<Answer, std::string_view>, 10> kKinds{{{Answer::saved_tracks, "saved_tracks"},
                                                                      {Answer::playlists, "playlists"},
                                                                      {Answer::playlist_items, "playlist_items"},
                                                                      {Answer::top_tracks, "top_tracks"},
                                                                      {Answer::top_artists, "top_artists"},
                                                                      {Answer::followed_artists, "followed_artists"},
                                                                      {Answer::track, "track"},
                                                                      {Answer::album, "album"},
                                                                      {Answer::artist, "artist"},
                                                                      {Answer::artist_albums, "artist_albums"}}};

class Reading {
 public:
  Reading(Answer kind, std::string_view subject, std::int64_t offset, Sink& sink)
      : kind_(kind), subject_(subject), offset_(offset), sink_(sink) {}

  void all(const element& root) {
    switch (kind_) {
      case Answer::track:
        return single(root, [&] { full_track(root, 0); });
      case Answer::artist:
        return single(root, [&] { artist(root, 0); });
      case Answer::album:
        return whole_album(root);
      case Answer::followed_artists: {
        element artists;
        if (root["artists"].get(artists) != simdjson::SUCCESS)
          throw SyntaxFault("`artists` is expected, but there is none");
        return page(artists);
      }
      default:
        return page(root);
    }
  }
  AnswerRead read;

 private:
  // Visits one row; rejects it if it is no object or lacks what it needs.
  template <class Visit>
  void row(std::int64_t ordinal, Visit visit) {
    ++read.counts.rows;
    try {
      visit();
    } catch (RowFault& fault) {
      ++read.counts.rejected;
      sink_.reject({ordinal, std::move(fault.field), std::move(fault.reason)});
    }
  }

  template <class Visit>
  void single(const element& root, Visit visit) {
    if (text_view_if(root["id"]).empty()) throw SyntaxFault("`id` is expected, but there is none");
    row(0, visit);
  }

  void page(const element& from) {
    simdjson::dom::array items;
    if (from["items"].get(items) != simdjson::SUCCESS) throw SyntaxFault("`items` is expected, but there is none");
    std::int64_t ordinal = 0;
    for (const element item : items) {
      row(ordinal, [&] { entry(item, ordinal); });
      ++ordinal;
    }
    if (text_view_if(from["next"]).empty()) return;
    // A page may hold fewer entries than its limit; the next page begins one limit further all the same.
    constexpr std::int64_t kMostOfAPage = 1'000;
    std::int64_t limit = base::integer_if(from["limit"]).value_or(ordinal);
    if (limit < ordinal || limit > kMostOfAPage) limit = ordinal;
    if (kind_ != Answer::followed_artists)
      read.next = std::to_string(offset_ + limit);
    else
      read.next = text_view_if(from["cursors"]["after"]);
    if (ordinal == 0) read.next.clear();  // an empty page leads nowhere
  }

  void entry(const element& item, std::int64_t ordinal) {
    if (item.is_null()) return;
    if (!item.is_object()) throw RowFault{"", "an object is expected"};
    switch (kind_) {
      case Answer::saved_tracks:
        return saved(item, ordinal);
      case Answer::playlists:
        return playlist(item, ordinal);
      case Answer::playlist_items:
        return playlist_item(item, ordinal);
      case Answer::top_tracks:
        return full_track(item, ordinal);
      case Answer::artist_albums:
        return album(album_of(item, ordinal));
      default:
        artist(item, ordinal);
        if (kind_ == Answer::followed_artists) follow(item, ordinal);
    }
  }

  TrackRow row_with_album(const element& track, std::int64_t ordinal) {
    AlbumRow of;
    element beside;
    if (track["album"].get(beside) == simdjson::SUCCESS && beside.is_object()) of = album_of(beside, ordinal);
    if (!of.spotify_id.empty() && seen_.emplace(of.spotify_id).second) sink_.album(of);
    return track_of(track, ordinal, of, texts_);
  }

  void full_track(const element& track, std::int64_t ordinal) {
    const TrackRow found = row_with_album(track, ordinal);
    if (found.spotify_id.empty()) throw RowFault{"id", "a track's id is expected"};
    sink_.track(found);
  }

  // Returns nothing for an episode, a local file, and an entry whose track is gone.
  std::optional<TrackRow> track_in(const element& holder, const char* name, std::int64_t ordinal) {
    element track;
    if (holder[name].get(track) != simdjson::SUCCESS || track.is_null()) return std::nullopt;
    if (!track.is_object()) throw RowFault{name, "an object is expected"};
    if (text_view_if(track["type"]) == "episode") return std::nullopt;
    const TrackRow found = row_with_album(track, ordinal);
    if (!found.spotify_id.empty()) return found;
    // A local file and a track that is gone have no id; a text that is no id is a fault.
    if (element id;
        track["id"].get(id) == simdjson::SUCCESS && !id.is_null() && !found.uri.starts_with("spotify:local:"))
      throw RowFault{"id", "a track's id is expected"};
    return std::nullopt;
  }

  void saved(const element& item, std::int64_t ordinal) {
    LibraryRow found;
    const auto track = track_in(item, "track", ordinal);
    if (!track) return;
    found.track = *track;
    sink_.library_item(found);
  }

  void playlist(const element& item, std::int64_t ordinal) {
    PlaylistRow found;
    found.ordinal = ordinal;
    found.id = text_view_if(item["id"]);
    found.name = text_view_if(item["name"]);
    if (found.id.empty()) throw RowFault{"id", "a playlist's id is expected"};
    const std::string description = unescape_html(text_view_if(item["description"]));
    found.description = description;
    sink_.playlist(found);
  }

  void playlist_item(const element& item, std::int64_t ordinal) {
    PlaylistItemRow found;
    const auto track = track_in(item, item["item"].error() == simdjson::SUCCESS ? "item" : "track", ordinal);
    if (!track) return;
    found.playlist = subject_;
    found.position = offset_ + ordinal;
    found.added_on = text_view_if(item["added_at"]).substr(0, 10);
    found.track = *track;
    sink_.playlist_item(found);
  }

  void artist(const element& item, std::int64_t ordinal) {
    const ArtistRow found = artist_of(item, ordinal);
    if (found.spotify_id.empty()) throw RowFault{"id", "an artist's id is expected"};
    sink_.artist(found);
  }

  void follow(const element& item, std::int64_t ordinal) {
    LibraryRow found;
    found.kind = LibraryKind::artist;
    found.track.ordinal = ordinal;
    found.track.artist = text_view_if(item["name"]);
    found.track.artist_spotify_id = text_view_if(item["id"]);
    found.track.uri = text_view_if(item["uri"]);
    sink_.library_item(found);
  }

  void album(const AlbumRow& found) {
    if (found.spotify_id.empty()) throw RowFault{"id", "an album's id is expected"};
    sink_.album(found);
  }

  void whole_album(const element& root) {
    const AlbumRow head = album_of(root, 0);
    if (head.spotify_id.empty()) throw SyntaxFault("`id` is expected, but there is none");
    sink_.album(head);
    simdjson::dom::array items;
    if (root["tracks"]["items"].get(items) != simdjson::SUCCESS) return;
    std::int64_t ordinal = 0;
    for (const element item : items) {
      row(ordinal, [&] {
        if (!item.is_object()) throw RowFault{"", "an object is expected"};
        const TrackRow found = track_of(item, ordinal, head, texts_);
        if (found.spotify_id.empty()) throw RowFault{"id", "a track's id is expected"};
        sink_.track(found);
      });
      ++ordinal;
    }
  }

  Answer kind_;
  std::string_view subject_;
  std::int64_t offset_;
  Sink& sink_;
  std::set<std::string_view> seen_;  // albums beside tracks that have a row
  Texts texts_;
};

}  // namespace

std::string_view text_of(Answer kind) {
  for (const auto& [answer, text] : kKinds)
    if (answer == kind) return text;
  return {};
}

std::optional<Answer> answer_named(std::string_view kind) {
  for (const auto& [answer, text] : kKinds)
    if (text == kind) return answer;
  return std::nullopt;
}

AnswerRead read_answer(Answer kind, std::string_view json, std::string_view subject, std::int64_t offset, Sink& sink) {
  Reading reading(kind, subject, offset, sink);
  simdjson::dom::parser parser;
  element root;
  try {
    const auto whole = with_whole_characters(json);
    if (whole) json = *whole;
    if (parser.parse(json.data(), json.size()).get(root) != simdjson::SUCCESS || !root.is_object())
      throw SyntaxFault("it is not a JSON object");
    reading.all(root);
  } catch (const SyntaxFault& fault) {
    reading.read = {};
    reading.read.refusal = Refusal{fmt::format("{} is not an answer as expected: {}", text_of(kind), fault.what())};
  }
  return reading.read;
}

}  // namespace segue::formats
