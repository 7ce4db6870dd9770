-- Unheard recordings that the lake knows of. Corpora join later, when recommendations are made.
with heard_artists as (
  select distinct h.user_id, r.artist_key
  from {{ ref('heard') }} h
  join {{ ref('dim_recordings') }} r on r.recording_key = h.recording_key
  where r.artist_key is not null
),
-- Tracks of albums that were asked for, by their own first artist: guests' albums and samplers bring no strangers in.
album_tracks as (
  select distinct t.track_key, d.artist_key
  from {{ source('raw', 'tracks') }} t
  join {{ source('raw', 'answers') }} a on a.object = t.object and a.kind = 'album'
  join {{ ref('dim_tracks') }} d on d.track_key = t.track_key
),
known as (
  select user_id, track_key, case when source = 'api' then 1 else 2 end as strength
  from {{ ref('stg_library') }} where item_kind = 'track'
  union all
  select user_id, track_key, 3 as strength from {{ ref('playlist_recordings') }} where not has_newer and teaches
  union all
  select h.user_id, t.track_key, 4 as strength from album_tracks t join heard_artists h on h.artist_key = t.artist_key
),
left_out as (
  select user_id, item_key as recording_key from {{ ref('exclusions') }} where item_kind = 'recording'
  union all
  select x.user_id, t.recording_key
  from {{ ref('exclusions') }} x
  join {{ ref('dim_tracks') }} t on t.artist_key = x.item_key
  where x.item_kind = 'artist'
),
recordings as (
  select k.user_id, t.recording_key, min(k.strength) as strength, cast(count(*) as bigint) as origins
  from known k
  join {{ ref('dim_tracks') }} t on t.track_key = k.track_key
  group by k.user_id, t.recording_key
)
select
  r.user_id, r.recording_key,
  case r.strength when 1 then 'saved' when 2 then 'library' when 3 then 'playlist' else 'artist_album' end as origin,
  r.origins
from recordings r
where not exists (select 1 from {{ ref('heard') }} h where h.user_id = r.user_id and h.recording_key = r.recording_key)
  and not exists (select 1 from left_out x where x.user_id = r.user_id and x.recording_key = r.recording_key)
