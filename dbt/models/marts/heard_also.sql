-- Other keys of heard songs: a heard track had them under another wording, and the listener has heard no recording with
-- such a key. A song that is named by one of them is not new. A track that a rule splits off has only its own key.
with worded as (
  select distinct r.track_key, coalesce(m.merged_into, r.recording_key) as recording_key, t.recording_key as heard_as
  from {{ source('raw', 'tracks') }} r
  join {{ ref('dim_tracks') }} t on t.track_key = r.track_key
  left join {{ source('raw', 'recording_merges') }} m on m.recording_key = r.recording_key
  left join {{ source('raw', 'track_splits') }} s on s.track_key = r.track_key
  where r.recording_key <> t.named_recording_key and s.track_key is null
),
played as (
  select distinct user_id, track_key from {{ ref('fct_plays') }} where coalesce(ms_played, 30000) >= 30000
)
select p.user_id, w.recording_key, min(w.heard_as) as heard_as
from worded w
join played p on p.track_key = w.track_key
where not exists (select 1 from {{ ref('heard') }} h where h.user_id = p.user_id and h.recording_key = w.recording_key)
group by p.user_id, w.recording_key
