-- Plays that a rule of their listener leaves out: by artist, recording, local day, or the playlist that they were
-- played from (which only the API tells).
with named as (
  select p.play_id, p.user_id, t.artist_key, t.recording_key, d.local_date
  from {{ ref('int_plays') }} p
  join {{ ref('dim_tracks') }} t on t.track_key = p.track_key
  join {{ ref('int_play_days') }} d on d.play_id = p.play_id
),

hits as (
  select n.play_id, e.for_statistics, e.for_recommendations
  from named n
  join {{ ref('int_exclusions') }} e on e.user_id = n.user_id and e.item_kind = 'artist' and e.item_key = n.artist_key
  union all
  select n.play_id, e.for_statistics, e.for_recommendations
  from named n
  join {{ ref('int_exclusions') }} e on e.user_id = n.user_id and e.item_kind = 'recording' and e.item_key = n.recording_key
  union all
  select n.play_id, e.for_statistics, e.for_recommendations
  from named n
  join {{ ref('int_exclusions') }} e
    on e.user_id = n.user_id and e.item_kind = 'window' and (e.from_date is null or n.local_date >= e.from_date)
    and (e.to_date is null or n.local_date < e.to_date)
  union all
  select p.play_id, e.for_statistics, e.for_recommendations
  from {{ ref('int_exclusions') }} e
  join {{ source('raw', 'plays') }} r on r.user_id = e.user_id and r.context_uri = 'spotify:playlist:' || e.item_key
  join {{ ref('int_play_members') }} m on m.object = r.object and m.ordinal = r.ordinal
  join {{ ref('int_plays') }} p on p.object = m.play_object and p.ordinal = m.play_ordinal
  where e.item_kind = 'playlist'
)

select
  play_id,
  case when max(case when for_statistics then 1 else 0 end) = 1 then true else false end as not_counted,
  case when max(case when for_recommendations then 1 else 0 end) = 1 then true else false end as not_teaching
from hits
group by play_id
