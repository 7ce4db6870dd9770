-- What `enrich` keeps: one row for each answer, and what Spotify's catalogue says about albums and artists
-- (docs/formats/lake.md).
-- Tracks go into segue_raw.tracks (source catalogue), saved tracks and playlists into their tables (source api).
create table segue_raw.answers (
  user_id varchar not null,
  object varchar not null,
  kind varchar not null,            -- track, album, artist, artist_albums, saved_tracks, playlists, …
  subject varchar,                  -- Spotify id of what was asked about, or the time range; null: the listener
  snapshot varchar,                 -- playlist_items: the state of the playlist
  page_offset bigint not null,
  next_page varchar,                -- an offset or a cursor; null: nothing comes after it
  status integer not null,          -- 200, or 404: Spotify has no such thing
  items bigint not null,
  same_as varchar,                  -- the object that holds an equal body
  answered_ms bigint not null       -- the server's Date, else our clock
);

create table segue_raw.albums (
  user_id varchar not null,
  object varchar not null,
  ordinal bigint not null,
  kind varchar not null,            -- of the answer that gave this row
  spotify_id varchar not null,
  album_key varchar,                -- as tracks
  artist_key varchar,
  name varchar,
  artist varchar,
  artist_spotify_id varchar,
  album_type varchar,               -- album, single, compilation
  release_date varchar,             -- YYYY, YYYY-MM or YYYY-MM-DD
  total_tracks integer,
  upc varchar,
  label varchar,
  image_url varchar                 -- the widest
);

create table segue_raw.artists (
  user_id varchar not null,
  object varchar not null,
  ordinal bigint not null,
  kind varchar not null,
  spotify_id varchar not null,
  artist_key varchar,
  name varchar,
  image_url varchar
);
create table segue_raw.artist_genres (
  user_id varchar not null,
  object varchar not null,
  ordinal bigint not null,          -- of the artist's row
  place bigint not null,            -- 0-based
  spotify_id varchar not null,
  artist_key varchar,
  genre varchar not null
);
