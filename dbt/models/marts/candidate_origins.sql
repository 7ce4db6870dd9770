-- The places that name an unheard recording, one row each. Corpora are added later, when recommendations are made.
with heard_artists as (
  select distinct h.user_id, r.artist_key
  from {{ ref('heard') }} h
  join {{ ref('dim_recordings') }} r on r.recording_key = h.recording_key
  where r.artist_key is not null
),
-- Tracks of the albums in the lake, each under its own first artist, not the album's. Below, that artist must have been
-- heard, so samplers and albums of guests add no strangers.
album_tracks as (
  select distinct t.track_key, d.artist_key, a.subject, t.album
  from {{ source('raw', 'tracks') }} t
  join {{ source('raw', 'answers') }} a on a.object = t.object and a.kind = 'album'
  join {{ ref('dim_tracks') }} d on d.track_key = t.track_key
),
known as (
  select user_id, track_key, case when source = 'api' then 1 else 2 end as origin_rank, track_key as place_key, name as place
  from {{ ref('stg_library') }} where item_kind = 'track'
  union all
  select user_id, track_key, 3 as origin_rank, playlist_key as place_key, name as place
  from {{ ref('playlist_recordings') }} where not has_newer and teaches
  union all
  select l.user_id, d.track_key, 4 as origin_rank, l.album_key as place_key, d.album as place
  from {{ ref('stg_library') }} l
  join {{ ref('dim_tracks') }} d on d.album_key = l.album_key
  where l.item_kind = 'album'
  union all
  select h.user_id, t.track_key, 5 as origin_rank, coalesce(t.subject, '') as place_key, t.album as place
  from album_tracks t
  join heard_artists h on h.artist_key = t.artist_key
),
left_out as (
  select user_id, item_key as recording_key from {{ ref('exclusions') }} where item_kind = 'recording'
  union all
  select x.user_id, t.recording_key
  from {{ ref('exclusions') }} x
  join {{ ref('dim_tracks') }} t on t.artist_key = x.item_key
  where x.item_kind = 'artist'
)
select
  k.user_id, t.recording_key,
  case k.origin_rank when 1 then 'saved' when 2 then 'library' when 3 then 'playlist' when 4 then 'saved_album' else 'artist_album' end
    as origin,
  k.place_key, min(k.place) as place,
  cast(k.origin_rank as smallint) as origin_rank,
  count(*) as mentions
from known k
join {{ ref('dim_tracks') }} t on t.track_key = k.track_key
where not exists (select 1 from {{ ref('heard') }} h where h.user_id = k.user_id and h.recording_key = t.recording_key)
  and not exists (select 1 from {{ ref('heard_also') }} o where o.user_id = k.user_id and o.recording_key = t.recording_key)
  and not exists (select 1 from left_out x where x.user_id = k.user_id and x.recording_key = t.recording_key)
group by k.user_id, t.recording_key, k.origin_rank, k.place_key
