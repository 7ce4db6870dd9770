-- Raw tables: every row of every object, keyed by (object, ordinal). De-duplication is a model's work.
-- Instants are milliseconds since 1970 in UTC; keys are computed in C++ at load (music/names.h); "" never means null.
-- The objects that are loaded. The rows of an object and its row here commit together.
create table segue_raw.load_ledger (
  object varchar not null primary key,
  user_id varchar not null,
  sha256 varchar not null,          -- of the bytes as received
  loader_version integer not null,
  rows bigint not null,             -- rows read: loaded + rejected
  rejected bigint not null,
  refusal varchar                   -- why the member as a whole was refused; its rows are not loaded then
);

-- Every poll, answered or not.
create table segue_raw.polls (
  user_id varchar not null,
  object varchar not null,
  status integer not null,          -- 0: no answer came
  server_date_ms bigint,
  our_clock_ms bigint not null,
  items bigint not null,
  same_as varchar                   -- the object that holds an equal body
);

-- One row for each listen of a source, as the source gives it.
create table segue_raw.plays (
  user_id varchar not null,
  object varchar not null,          -- lake key
  ordinal bigint not null,          -- 0-based place in the object
  source varchar not null,          -- export, api, account, listenbrainz_bridge, listenbrainz, lastfm, maloja, other
  kind varchar not null,            -- music, podcast, audiobook, video, local, unknown
  time_basis varchar not null,      -- start or end: which side instant_ms is
  instant_ms bigint not null,       -- of a time without seconds: the 30th second of the minute
  precision_ms integer not null,    -- 1, 1000 or 60000
  ts_ms bigint,                     -- export: ts as written (instant_ms may come from offline_start_ms)
  offline_start_ms bigint,          -- export: a sane offline_timestamp
  ms_played bigint,
  duration_ms bigint,               -- the row's own idea of the track's length
  uri varchar,                      -- spotify:track:…, spotify:episode:…, spotify:local:…
  spotify_id varchar,               -- 22 characters, tracks only
  artist varchar,
  title varchar,
  album varchar,
  track_key varchar not null,
  title_key varchar,                -- frozen here: what sources pair by
  reason_start varchar,
  reason_end varchar,
  shuffle boolean,
  skipped boolean,
  offline boolean,
  incognito boolean,
  platform varchar,
  country varchar,
  context_uri varchar
);

-- What an object says about a track: one row for each distinct wording, at its first ordinal.
create table segue_raw.tracks (
  user_id varchar not null,
  object varchar not null,
  ordinal bigint not null,
  source varchar not null,          -- as plays, or library, playlist, catalogue (single-item metadata)
  track_key varchar not null,
  recording_key varchar not null,
  title_key varchar,
  artist_key varchar,
  album_key varchar,
  version_class varchar not null,
  uri varchar,
  spotify_id varchar,
  artist varchar,
  artist_spotify_id varchar,
  title varchar,
  album varchar,
  album_spotify_id varchar,
  duration_ms bigint,
  isrc varchar,
  recording_mbid varchar,
  explicit boolean,
  track_number integer,
  disc_number integer,
  release_date varchar              -- YYYY, YYYY-MM or YYYY-MM-DD
);

-- The listener's own playlists: one row for each playlist of an object, and one for each place in it.
create table segue_raw.playlists (
  user_id varchar not null,
  object varchar not null,
  ordinal bigint not null,
  source varchar not null,          -- account, api
  playlist_key varchar not null,    -- Spotify id, else hash of the name
  name varchar,
  description varchar,
  modified_on varchar               -- YYYY-MM-DD
);
create table segue_raw.playlist_items (
  user_id varchar not null,
  object varchar not null,
  ordinal bigint not null,
  playlist_key varchar not null,
  position bigint not null,
  track_key varchar not null,
  added_on varchar
);

-- Saved or banned tracks, albums, artists.
create table segue_raw.library (
  user_id varchar not null,
  object varchar not null,
  ordinal bigint not null,
  source varchar not null,
  item_kind varchar not null,       -- track, album, artist, banned_track, banned_artist
  track_key varchar,
  artist_key varchar,
  album_key varchar,
  uri varchar,
  name varchar
);

-- Computed whole at the end of each load, in its transaction.
create table segue_raw.as_of (as_of_ms bigint not null);   -- one row: newest server Date or play end in the lake
create table segue_raw.build (number bigint not null);     -- one row: raised by each transform, copied into mart `build`
create table segue_raw.dates (
  date date not null, year smallint not null, quarter smallint not null, month smallint not null, day smallint not null,
  iso_year smallint not null, iso_week smallint not null, iso_weekday smallint not null
);
-- The user's clock is offset_s seconds east of UTC in [from_ms, to_ms).
create table segue_raw.zone_offsets (
  user_id varchar not null, from_ms bigint not null, to_ms bigint not null, offset_s integer not null
);
