// For tests: keeps every row with texts of its own, and reads literals.
#pragma once
#include <deque>
#include <string>
#include <vector>

#include "formats/formats.h"

namespace segue::formats {

class KeepingSink final : public Sink {
 public:
  void play(const PlayRow& row) override {
    PlayRow kept = row;
    for (auto* text :
         {&kept.uri, &kept.spotify_id, &kept.artist, &kept.title, &kept.album, &kept.artist_spotify_id,
          &kept.album_spotify_id, &kept.isrc, &kept.recording_mbid, &kept.release_date, &kept.reason_start,
          &kept.reason_end, &kept.platform, &kept.country, &kept.context_uri, &kept.listener, &kept.time_field})
      keep(*text);
    keep(kept.artists);
    plays.push_back(kept);
  }
  void playlist(const PlaylistRow& row) override {
    PlaylistRow kept = row;
    for (auto* text : {&kept.id, &kept.name, &kept.description, &kept.modified_on}) keep(*text);
    playlists.push_back(kept);
  }
  void playlist_item(const PlaylistItemRow& row) override {
    PlaylistItemRow kept = row;
    keep(kept.playlist);
    keep(kept.added_on);
    keep(kept.track);
    items.push_back(kept);
  }
  void library_item(const LibraryRow& row) override {
    LibraryRow kept = row;
    keep(kept.track);
    library.push_back(kept);
  }
  void list_item(const ListRow& row) override {
    ListRow kept = row;
    keep(kept.list);
    keep(kept.track);
    lists.push_back(kept);
  }
  void track(const TrackRow& row) override {
    TrackRow kept = row;
    keep(kept);
    tracks.push_back(kept);
  }
  void album(const AlbumRow& row) override {
    AlbumRow kept = row;
    for (auto* text : {&kept.spotify_id, &kept.name, &kept.artist, &kept.artist_spotify_id, &kept.type,
                       &kept.release_date, &kept.upc, &kept.label, &kept.image_url})
      keep(*text);
    albums.push_back(kept);
  }
  void artist(const ArtistRow& row) override {
    ArtistRow kept = row;
    for (auto* text : {&kept.spotify_id, &kept.name, &kept.image_url}) keep(*text);
    for (auto& genre : kept.genres) keep(genre);
    artists.push_back(kept);
  }
  void reject(const Reject& row) override { rejects.push_back(row); }

  void dropped_id() override { ++ids_dropped; }

  // Returns how many rows the sink was given, rejected ones too.
  std::size_t rows() const { return plays.size() + items.size() + library.size() + lists.size() + rejects.size(); }

  std::vector<PlayRow> plays;
  std::vector<PlaylistRow> playlists;
  std::vector<PlaylistItemRow> items;
  std::vector<LibraryRow> library;
  std::vector<ListRow> lists;
  std::vector<TrackRow> tracks;
  std::vector<AlbumRow> albums;
  std::vector<ArtistRow> artists;
  std::vector<Reject> rejects;
  int ids_dropped = 0;

 private:
  void keep(std::string_view& text) { text = texts_.emplace_back(text); }
  void keep(TrackRow& track) {
    for (auto* text : {&track.uri, &track.spotify_id, &track.artist, &track.artist_spotify_id, &track.title,
                       &track.album, &track.album_spotify_id, &track.isrc, &track.recording_mbid, &track.release_date})
      keep(*text);
    keep(track.artists);
  }
  void keep(std::vector<NamedArtist>& named) {
    for (NamedArtist& artist : named)
      for (auto* text : {&artist.name, &artist.spotify_id}) keep(*text);
  }
  std::deque<std::string> texts_;
};

inline Outcome read(Format format, std::string bytes, Sink& sink, std::string_view name = "x") {
  return parse(format, name, padded(bytes), sink);
}

// Returns "row field: reason", rows counted from 1 as in reject files; several rejects with ", " between them.
inline std::string said(const KeepingSink& sink) {
  std::string all;
  for (const Reject& reject : sink.rejects)
    all += (all.empty() ? "" : ", ") + std::to_string(reject.ordinal + 1) + " " + reject.field + ": " + reject.reason;
  return all;
}

}  // namespace segue::formats
