-- What a person decided (`segue rule`; docs/formats/lake.md): one row for each object of the lake. Undone rules stay; the
-- rules that undo them have rows of their own.
create table segue_raw.rules (
  user_id varchar not null,
  object varchar not null,
  rule_id varchar not null,
  action varchar not null,          -- add, undo
  kind varchar,                     -- merge, split, exclude; undo: null, as all below except why and decided_ms
  item_kind varchar,                -- of exclude: artist, track, playlist, window
  subject varchar,                  -- artist_key, recording_key or playlist_key; null of windows
  subject_track varchar,            -- track_key if the rule names one track
  subject_name varchar,             -- for people
  target varchar,                   -- of merge: the recording_key that the subject becomes
  target_track varchar,
  target_name varchar,
  from_date date,                   -- of windows: local days from this one on (null: all before to_date)
  to_date date,                     -- ... and before this one (null: without end)
  for_statistics boolean,
  for_recommendations boolean,
  why varchar,
  decided_ms bigint not null        -- our clock
);

-- The result of all listeners' merges and splits that are not undone; computed whole at the end of each load.
-- No recording is merged into one that is merged itself.
create table segue_raw.recording_merges (
  recording_key varchar not null primary key,
  merged_into varchar not null
);
create table segue_raw.track_splits (
  track_key varchar not null primary key,
  recording_key varchar not null    -- merges applied
);
