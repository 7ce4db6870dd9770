-- Each playlist of account data as its newest object shows it (of equal dates, the greatest key). Each playlist that
-- Spotify shows as the newest whole reading of its items shows it, while the newest list of playlists names it. The
-- playlist that segue writes (its description begins with our mark) is left out, because recommendations must not
-- recommend themselves.
with newest as (
  select user_id, object, playlist_key, name, description,
    row_number() over (
      partition by user_id, playlist_key order by modified_on desc nulls last, object desc nulls last, ordinal desc nulls last) as place
  from {{ source('raw', 'playlists') }}
  where source <> 'api'
),

shown as (
  select p.user_id, p.playlist_key, p.name, p.description,
    row_number() over (partition by p.user_id, p.playlist_key order by p.object desc nulls last, p.ordinal nulls last) as place
  from {{ source('raw', 'playlists') }} p
  join {{ ref('stg_lists') }} s on s.kind = 'playlists' and s.user_id = p.user_id and s.object = p.object
  where p.source = 'api'
),

read_places as (
  select i.user_id, i.playlist_key, i.position, i.track_key,
    row_number() over (
      partition by i.user_id, i.playlist_key, i.position order by i.object desc nulls last, i.ordinal nulls last) as copy
  from {{ source('raw', 'playlist_items') }} i
  join {{ ref('stg_lists') }} s
    on s.kind = 'playlist_items' and s.user_id = i.user_id and s.object = i.object and s.subject = i.playlist_key
),

places as (
  select i.user_id, i.playlist_key, 'account' as source, n.name, n.description, i.position, i.track_key
  from {{ source('raw', 'playlist_items') }} i
  join newest n on n.user_id = i.user_id and n.object = i.object and n.playlist_key = i.playlist_key and n.place = 1
  union all
  select i.user_id, i.playlist_key, 'api' as source, h.name, h.description, i.position, i.track_key
  from read_places i
  join shown h on h.user_id = i.user_id and h.playlist_key = i.playlist_key and h.place = 1
  where i.copy = 1
),

names_shown as (
  select distinct user_id, name from places where source = 'api'
),

-- Playlists that the listener's rules keep out of recommendations.
left_out as (
  select distinct user_id, item_kind, item_key from {{ ref('int_exclusions') }} where for_recommendations
)

select
  p.user_id, p.playlist_key, p.source, p.name, p.position, t.recording_key, p.track_key,
  case when p.source = 'account' and s.name is not null then true else false end as has_newer,
  case when xp.user_id is null and xa.user_id is null and xr.user_id is null then true else false end as teaches
from places p
join {{ ref('dim_tracks') }} t on t.track_key = p.track_key
left join names_shown s on s.user_id = p.user_id and s.name = p.name
left join left_out xp on xp.user_id = p.user_id and xp.item_kind = 'playlist' and xp.item_key = p.playlist_key
left join left_out xa on xa.user_id = p.user_id and xa.item_kind = 'artist' and xa.item_key = t.artist_key
left join left_out xr on xr.user_id = p.user_id and xr.item_kind = 'recording' and xr.item_key = t.recording_key
where coalesce(p.description, '') not like 'Made by segue%'
