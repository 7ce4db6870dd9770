-- Who is credited on a track. A list in which a source names the artists apart counts whole; else the artists of the
-- track's artist key count, and after them those that a title or a credit names as featured.
with listed as (
  select distinct track_key from {{ source('raw', 'track_credits') }} where is_whole
),
credited as (
  select t.track_key, c.artist_key, coalesce(c.artist, t.artist) as artist, 0 as is_after, c.position, 0 as is_featured
  from {{ ref('dim_tracks') }} t
  join {{ ref('int_artist_credits') }} c on c.credit_key = t.artist_key
  left join listed l on l.track_key = t.track_key
  where l.track_key is null
  union all
  select
    r.track_key, coalesce(m.merged_into, r.artist_key) as artist_key, coalesce(m.name, r.artist) as artist,
    case when r.is_whole then 0 else 1 end as is_after, r.position,
    case when r.role = 'featured' then 1 else 0 end as is_featured
  from {{ source('raw', 'track_credits') }} r
  left join {{ source('raw', 'artist_merges') }} m on m.artist_key = r.artist_key
),
once as (
  select
    track_key, artist_key, min(artist) as artist, min(is_after) as is_after, min(position) as position,
    max(is_featured) as is_featured
  from credited
  group by track_key, artist_key
),
placed as (
  select
    o.track_key, o.artist_key, o.artist, o.is_featured,
    row_number() over (
      partition by o.track_key order by o.is_after nulls last, o.position nulls last, o.artist_key nulls last) as position
  from once o
)
select
  t.track_key, t.recording_key, p.artist_key, p.artist, p.position,
  case when p.is_featured = 1 and p.position > 1 then 'featured' else 'main' end as role
from placed p
join {{ ref('dim_tracks') }} t on t.track_key = p.track_key
