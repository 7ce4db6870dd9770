-- Things that recommendations leave out: by rules, and because account data lists them as banned.
with everything as (
  select user_id, item_kind, item_key, 1 as by_rule
  from {{ ref('int_exclusions') }}
  where for_recommendations and item_kind <> 'window'
  union all
  select l.user_id, 'recording' as item_kind, t.recording_key as item_key, 0 as by_rule
  from {{ ref('stg_library') }} l
  join {{ ref('dim_tracks') }} t on t.track_key = l.track_key
  where l.item_kind = 'banned_track'
  union all
  select user_id, 'artist' as item_kind, artist_key as item_key, 0 as by_rule
  from {{ ref('stg_library') }}
  where item_kind = 'banned_artist' and artist_key is not null
)
select user_id, item_kind, item_key, case when max(by_rule) = 1 then true else false end as by_rule
from everything
group by user_id, item_kind, item_key
