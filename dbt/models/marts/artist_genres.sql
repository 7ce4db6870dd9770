select g.artist_key, g.genre, g.place, g.source, g.kind, {{ ms_to_timestamp('g.answered_ms') }} as answered_at, g.spotify_id
from {{ ref('int_artist_genres') }} g
join {{ ref('dim_artists') }} d on d.artist_key = g.artist_key
