-- A candidate counts as many places as name it, and shows the first of them.
with named as (
  select user_id, recording_key, count(*) as origins, min(origin_rank) as first_rank,
    count(case when origin in ('saved', 'library') then 1 end) as tracks
  from {{ ref('candidate_origins') }}
  group by user_id, recording_key
)
select coalesce(c.user_id, n.user_id) as user_id, coalesce(c.recording_key, n.recording_key) as recording_key
from {{ ref('candidates') }} c
full join named n on n.user_id = c.user_id and n.recording_key = c.recording_key
left join {{ ref('candidate_origins') }} o
  on o.user_id = c.user_id and o.recording_key = c.recording_key and o.origin = c.origin and o.origin_rank = n.first_rank
where c.user_id is null or n.user_id is null or c.origins <> n.origins or o.user_id is null
  or c.origins <> c.playlists + c.saved_albums + c.artist_albums + n.tracks
