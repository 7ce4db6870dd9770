-- Each playlist as its newest object shows it: of equal dates the greatest key. The one that segue writes (its description
-- begins with our mark) is no taste of the listener's: what we recommended must not recommend itself.
with newest as (
  select user_id, object, playlist_key, name, description,
    row_number() over (
      partition by user_id, playlist_key order by modified_on desc nulls last, object desc nulls last, ordinal desc nulls last) as place
  from {{ source('raw', 'playlists') }}
)
select i.user_id, i.playlist_key, n.name, i.position, t.recording_key, i.track_key
from {{ source('raw', 'playlist_items') }} i
join newest n on n.user_id = i.user_id and n.object = i.object and n.playlist_key = i.playlist_key and n.place = 1
join {{ ref('dim_tracks') }} t on t.track_key = i.track_key
where coalesce(n.description, '') not like 'Made by segue%'
