-- The names of one song: maps a title key, or the address of a row without names, to the title key that represents the
-- song. Two wordings are one song if one address (Spotify's id, else the URI) had both. Only rows of plays count, never
-- the catalogue, so that metadata that arrives later moves no play. A wording that represents itself has no row here.
with wordings as (
  select distinct user_id, coalesce(spotify_id, uri) as address, title_key
  from {{ source('raw', 'tracks') }}
  where source not in ('catalogue', 'library', 'playlist') and coalesce(spotify_id, uri) is not null
),

titles_0 as (
  select distinct user_id, title_key, title_key as song_key from wordings where title_key is not null
),

-- Each round spreads the smallest title key over one more address: renamed, relinked, renamed again.
{% for round in range(1, 5) %}
addresses_{{ round }} as (
  select w.user_id, w.address, min(t.song_key) as song_key
  from wordings w
  join titles_{{ round - 1 }} t on t.user_id = w.user_id and t.title_key = w.title_key
  group by w.user_id, w.address
),
titles_{{ round }} as (
  select w.user_id, w.title_key, min(a.song_key) as song_key
  from wordings w
  join addresses_{{ round }} a on a.user_id = w.user_id and a.address = w.address
  where w.title_key is not null
  group by w.user_id, w.title_key
){% if not loop.last %},{% endif %}

{% endfor %}

select user_id, title_key as known_as, song_key from titles_4 where song_key <> title_key
union all
select w.user_id, w.address as known_as, a.song_key
from wordings w
join addresses_4 a on a.user_id = w.user_id and a.address = w.address
where w.title_key is null
