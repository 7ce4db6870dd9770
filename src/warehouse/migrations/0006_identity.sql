-- Artists and albums that are merged into another key: the names that one Spotify artist id had, and artists that a rule
-- merges (room load, artist_names.h). Computed whole at the end of each load for all listeners together, as
-- recording_merges is. None is merged into one that is merged itself.
create table segue_raw.artist_merges (
  artist_key varchar not null primary key,
  merged_into varchar not null,
  name varchar not null             -- how merged_into is spelt
);
create table segue_raw.album_merges (
  album_key varchar not null primary key,
  merged_into varchar not null
);
