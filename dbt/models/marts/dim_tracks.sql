select
  track_key, recording_key, artist_key, album_key, spotify_id, artist, title, album, duration_ms, isrc, explicit, release_date,
  version_class
from {{ ref('stg_tracks') }}
