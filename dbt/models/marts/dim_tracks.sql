-- Which recording a track is: by its names, unless a rule splits it off or merges that recording into another.
select
  t.track_key, coalesce(s.recording_key, m.merged_into, t.recording_key) as recording_key, t.artist_key, t.album_key,
  t.spotify_id, t.artist, t.title, t.album, t.duration_ms, t.isrc, t.explicit, t.release_date, t.version_class,
  t.recording_key as named_recording_key
from {{ ref('stg_tracks') }} t
left join {{ source('raw', 'track_splits') }} s on s.track_key = t.track_key
left join {{ source('raw', 'recording_merges') }} m on m.recording_key = t.recording_key
