-- The keys that a listener's rules leave out. A rule follows its song: a named track to its present recording, a
-- recording or an artist to the one that it was merged into.
select
  r.user_id, r.rule_id,
  case when r.item_kind = 'track' then 'recording' else r.item_kind end as item_kind,
  case when r.item_kind = 'track' then coalesce(t.recording_key, m.merged_into, r.subject)
    when r.item_kind = 'artist' then coalesce(a.merged_into, r.subject) else r.subject end as item_key,
  r.from_date, r.to_date, r.for_statistics, r.for_recommendations
from {{ ref('stg_rules') }} r
left join {{ ref('dim_tracks') }} t on t.track_key = r.subject_track
left join {{ source('raw', 'recording_merges') }} m on m.recording_key = r.subject
left join {{ source('raw', 'artist_merges') }} a on a.artist_key = r.subject
where r.kind = 'exclude'
