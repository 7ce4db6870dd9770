// How it works: first every name in the raw tables is noted, because a credit such as "A & B" is split only if A and B
// stand elsewhere. Then each spelling of an artist is split, each list that a source gave is taken as it is, and titles
// that may name a featured artist are read.
#include "load/credits.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "load/raw_tables.h"
#include "music/credits.h"
#include "music/names.h"

namespace segue::load {
namespace {

using music::CreditedArtist;
using music::CreditRole;
using music::KnownNames;
using warehouse::Connection;
using warehouse::Row;

// Spotify names one artist for a track: its first, or the album's. Local files are tagged by people.
constexpr const char* kSpelt =
    R"sql(
      select artist_key, artist, count(distinct recording_key),
        max(case
          when source = 'account' then 1
          when spotify_id is not null and source in ('export', 'api', 'catalogue', 'library', 'playlist') then 1
          else 0
        end)
      from segue_raw.tracks
      where artist_key is not null and artist is not null
      group by artist_key, artist
    )sql";

// Names that stand for one artist in Spotify's catalogue, or in a list of artists.
constexpr const char* kListedNames =
    R"sql(
      select distinct artist from segue_raw.track_artists where artist is not null
      union
      select distinct name from segue_raw.artists where name is not null
      union
      select distinct artist from segue_raw.albums where artist is not null
    )sql";

// The lists of artists: of several lists of one track, the list of the object with the greatest key. An object has at
// most one row of a track.
constexpr const char* kLists =
    R"sql(
      with chosen as (select track_key, max(object) as object from segue_raw.track_artists group by track_key)
      select a.track_key, a.artist, t.title
      from chosen c
      join segue_raw.track_artists a on a.track_key = c.track_key and a.object = c.object
      join segue_raw.tracks t on t.track_key = a.track_key and t.object = a.object and t.ordinal = a.ordinal
      where a.artist is not null
      order by a.track_key, a.position
    )sql";

// Wordings that may name a featured artist; music/featuring.h says whether they do.
constexpr const char* kWordings =
    R"sql(
      with told as (
        select distinct track_key, artist, title, lower(artist) as credit, lower(coalesce(title, '')) as name
        from segue_raw.tracks
        where artist_key is not null and artist is not null
      )
      select track_key, artist, title
      from told
      where name like '%feat%' or name like '%ft.%' or name like '%ft %' or name like '%with %' or credit like '%feat%'
        or credit like '%ft.%' or credit like '%ft %'
      order by track_key, artist, title nulls first
    )sql";

struct Spelling {
  std::string key, artist;
};

struct Wording {
  std::string artist, title;
};

struct List {
  std::vector<std::string> artists;
  std::string title;
};

// Everything that the raw tables say about credits.
struct Told {
  KnownNames known;
  std::vector<Spelling> spellings;
  std::map<std::string, List> lists;                   // by track key
  std::map<std::string, std::vector<Wording>> worded;  // by track key
};

Told read_told(Connection& connection) {
  Told told;
  connection.each(kSpelt, [&](const Row& row) {
    music::note_credit(told.known, row.text(1), row.bigint(2));
    if (row.bigint(3) == 1) music::note_artist(told.known, row.text(1));
    told.spellings.push_back({std::string(row.text(0)), std::string(row.text(1))});
  });
  connection.each(kListedNames, [&](const Row& row) { music::note_artist(told.known, row.text(0)); });
  connection.each(kLists, [&](const Row& row) {
    List& list = told.lists[std::string(row.text(0))];
    list.artists.emplace_back(row.text(1));
    list.title = row.text(2);
  });
  connection.each(kWordings, [&](const Row& row) {
    music::note_title(told.known, row.text(2));
    told.worded[std::string(row.text(0))].push_back({std::string(row.text(1)), std::string(row.text(2))});
  });
  return told;
}

using Credits = std::map<std::string, std::vector<CreditedArtist>>;

// Returns the artists of each artist key that stands for several. Spellings of one key may differ in their signs: the
// one that names most artists counts, of equal ones the smallest.
Credits credits_of_artists(const Told& told) {
  std::map<std::string, std::set<std::string>> spellings;
  for (const Spelling& one : told.spellings) spellings[one.key].insert(one.artist);
  Credits credits;
  for (const auto& [key, artists] : spellings) {
    std::vector<CreditedArtist> most;
    for (const std::string& artist : artists) {
      auto named = music::credited_artists(artist, "", told.known);
      std::erase_if(named, [](const CreditedArtist& one) { return one.role == CreditRole::featured; });
      if (named.size() > most.size()) most = std::move(named);
    }
    if (most.size() > 1) credits.emplace(key, std::move(most));
  }
  return credits;
}

// Returns the featured artists that the wordings of one track name, no key twice.
std::vector<CreditedArtist> featured_in(const std::vector<Wording>& wordings, const KnownNames& known) {
  std::vector<CreditedArtist> featured;
  std::set<music::ArtistKey> seen;
  for (const Wording& one : wordings)
    for (CreditedArtist& artist : music::credited_artists(one.artist, one.title, known))
      if (artist.role == CreditRole::featured && seen.insert(artist.key).second) featured.push_back(std::move(artist));
  return featured;
}

void write_track(warehouse::RowWriter& writer, const std::string& track, const std::vector<CreditedArtist>& artists,
                 bool is_whole) {
  std::int64_t position = 0;
  for (const CreditedArtist& artist : artists) {
    writer.text(track).bigint(++position).text(artist.key.value).text(artist.name);
    writer.text(music::text_of(artist.role)).boolean(is_whole).end_row();
  }
}

}  // namespace

void write_credits(Connection& connection) {
  const Told told = read_told(connection);
  connection.execute("delete from segue_raw.artist_credits; delete from segue_raw.track_credits");
  const auto credits = rows_into(connection, raw::kArtistCredits);
  for (const auto& [key, artists] : credits_of_artists(told)) {
    std::int64_t position = 0;
    for (const CreditedArtist& artist : artists)
      credits->text(key).bigint(++position).text(artist.key.value).text(artist.name).end_row();
  }
  credits->flush();
  const auto tracks = rows_into(connection, raw::kTrackCredits);
  for (const auto& [track, list] : told.lists) {
    const auto artists = music::credited_in_list(list.artists, list.title, told.known);
    if (artists.size() > 1) write_track(*tracks, track, artists, true);
  }
  for (const auto& [track, wordings] : told.worded)
    if (!told.lists.contains(track)) write_track(*tracks, track, featured_in(wordings, told.known), false);
  tracks->flush();
}

}  // namespace segue::load
