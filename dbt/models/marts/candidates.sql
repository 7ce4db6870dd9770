-- Unheard recordings that the lake knows of. Corpora join later, when recommendations are made.
with known as (
  select user_id, track_key, 'playlist' as origin from {{ ref('playlist_recordings') }}
  union all
  select user_id, track_key, 'library' as origin from {{ source('raw', 'library') }} where item_kind = 'track'
),
banned as (
  select l.user_id, t.recording_key
  from {{ source('raw', 'library') }} l
  join {{ ref('dim_tracks') }} t on t.track_key = l.track_key
  where l.item_kind = 'banned_track'
),
recordings as (
  select k.user_id, t.recording_key, min(k.origin) as origin, cast(count(*) as bigint) as origins
  from known k
  join {{ ref('dim_tracks') }} t on t.track_key = k.track_key
  group by k.user_id, t.recording_key
)
select r.user_id, r.recording_key, r.origin, r.origins
from recordings r
where not exists (select 1 from {{ ref('heard') }} h where h.user_id = r.user_id and h.recording_key = r.recording_key)
  and not exists (select 1 from banned b where b.user_id = r.user_id and b.recording_key = r.recording_key)
