-- Who is credited on a track (room music, credits.h). Keys of recordings and artists are made from the first name that a
-- source gives, as before.
-- One row for each artist of a track whose source names several artists apart.
create table segue_raw.track_artists (
  user_id varchar not null,
  object varchar not null,
  ordinal bigint not null,          -- of the track's row
  track_key varchar not null,
  position bigint not null,         -- from 1
  artist_key varchar,               -- null: without a name
  artist varchar,
  artist_spotify_id varchar
);

-- Computed whole at the end of each load for all listeners together, as artist_merges is.
-- The artists of each artist_key of segue_raw.tracks that stands for several.
create table segue_raw.artist_credits (
  credit_key varchar not null,
  position bigint not null,         -- from 1
  artist_key varchar not null,
  artist varchar not null
);
-- Artists of a track that its artist_key does not name: all artists of a list in which a source names them apart
-- (is_whole), else those that a title or a credit names as featured.
create table segue_raw.track_credits (
  track_key varchar not null,
  position bigint not null,         -- from 1; featured artists of a title stand after those of the credit
  artist_key varchar not null,
  artist varchar not null,
  role varchar not null,            -- main, featured
  is_whole boolean not null
);
