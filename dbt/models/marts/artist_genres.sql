select distinct a.artist_key, g.genre
from {{ ref('stg_artists') }} a
join {{ source('raw', 'artist_genres') }} g on g.object = a.object and g.ordinal = a.ordinal
join {{ ref('dim_artists') }} d on d.artist_key = a.artist_key
