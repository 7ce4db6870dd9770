-- The recording of a track follows from its names, unless a rule splits the track off, or the recording was merged into
-- another one by a rule or a renaming. A renamed artist is shown with the new name.
select
  t.track_key, coalesce(s.recording_key, m.merged_into, t.recording_key) as recording_key,
  coalesce(a.merged_into, t.artist_key) as artist_key, coalesce(b.merged_into, t.album_key) as album_key,
  t.spotify_id, coalesce(a.name, t.artist) as artist, t.title, t.album, t.duration_ms, t.isrc, t.explicit, t.release_date,
  t.version_class, t.recording_key as named_recording_key
from {{ ref('stg_tracks') }} t
left join {{ source('raw', 'track_splits') }} s on s.track_key = t.track_key
left join {{ source('raw', 'recording_merges') }} m on m.recording_key = t.recording_key
left join {{ source('raw', 'artist_merges') }} a on a.artist_key = t.artist_key
left join {{ source('raw', 'album_merges') }} b on b.album_key = t.album_key
