-- The artists that the artist key of a track stands for: itself, or each artist of a credit such as "A; B".
with credits as (
  select distinct artist_key as credit_key from {{ ref('dim_tracks') }} where artist_key is not null
),
named as (
  select
    c.credit_key, coalesce(m.merged_into, a.artist_key, c.credit_key) as artist_key, coalesce(m.name, a.artist) as artist,
    coalesce(a.position, 1) as position
  from credits c
  left join {{ source('raw', 'artist_credits') }} a on a.credit_key = c.credit_key
  left join {{ source('raw', 'artist_merges') }} m on m.artist_key = a.artist_key
)
-- Two names of one artist are one.
select credit_key, artist_key, min(artist) as artist, min(position) as position
from named
group by credit_key, artist_key
