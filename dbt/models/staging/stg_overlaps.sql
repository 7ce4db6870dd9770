-- Finds where an export overlaps itself: rows of one song and one length whose ends are nearer than that length. Nobody
-- hears a song twice at once, so the first row is kept for all; each row is compared with the row that is kept, not
-- with the row before it. Only known times are compared; a written time may be off by a second. Overlapping rows are
-- few, and only they are followed: each row knows the next row that does not overlap with it, and by doubling the first
-- row of a run knows the 2nd, 4th, 8th … such row.
{% set steps = 8 %}
with firsts as (
  select r.user_id, r.object, r.ordinal, r.song_key, r.instant_ms, p.ms_played
  from {{ ref('stg_play_rows') }} r
  join {{ source('raw', 'plays') }} p on p.object = r.object and p.ordinal = r.ordinal
  where r.source = 'export' and r.first_object = r.object and r.first_ordinal = r.ordinal
    and not r.is_adrift and p.ms_played >= 1000
),
-- A cheap filter first: a row that overlaps with an equal row overlaps with the row right before it, whatever its song.
-- So only numbers are sorted here.
pressed as (
  select distinct user_id, song_key, ms_played
  from (
    select user_id, song_key, ms_played, instant_ms,
      lag(instant_ms) over (partition by user_id order by instant_ms nulls first) as before_ms
    from firsts
  ) one
  where instant_ms - before_ms + 1000 <= ms_played
),
neighbours as (
  select f.*,
    instant_ms - lag(instant_ms) over (
      partition by song_key, ms_played, user_id order by instant_ms nulls first, object nulls first, ordinal nulls first) as after_ms,
    lead(instant_ms) over (
      partition by song_key, ms_played, user_id
      order by instant_ms nulls first, object nulls first, ordinal nulls first) - instant_ms as before_ms
  from firsts f
  where exists (
    select 1 from pressed p where p.user_id = f.user_id and p.song_key = f.song_key and p.ms_played = f.ms_played)
),
near as (
  select *, case when after_ms + 1000 <= ms_played then 0 else 1 end as is_head
  from neighbours
  where after_ms + 1000 <= ms_played or before_ms + 1000 <= ms_played
),
runs as (
  select user_id, object, ordinal, song_key, instant_ms, ms_played,
    cast(sum(is_head) over (
      partition by song_key, ms_played, user_id order by instant_ms nulls first, object nulls first, ordinal nulls first
      rows between unbounded preceding and current row) as bigint) as run,
    row_number() over (
      partition by song_key, ms_played, user_id order by instant_ms nulls first, object nulls first, ordinal nulls first) as place
  from near
),
kept_0 as (
  select song_key, ms_played, user_id, run, min(place) as place from runs group by song_key, ms_played, user_id, run
),
jumps_0 as (
  select a.song_key, a.ms_played, a.user_id, a.run, a.place, min(b.place) as next_place
  from runs a
  join runs b on b.song_key = a.song_key and b.ms_played = a.ms_played and b.user_id = a.user_id and b.run = a.run
    and b.place > a.place and b.instant_ms - a.instant_ms + 1000 > a.ms_played
  group by a.song_key, a.ms_played, a.user_id, a.run, a.place
),
{% for step in range(1, steps + 1) %}
kept_{{ step }} as (
  select song_key, ms_played, user_id, run, place from kept_{{ step - 1 }}
  union all
  select k.song_key, k.ms_played, k.user_id, k.run, j.next_place
  from kept_{{ step - 1 }} k
  join jumps_{{ step - 1 }} j on j.song_key = k.song_key and j.ms_played = k.ms_played and j.user_id = k.user_id and j.place = k.place
),
jumps_{{ step }} as (
  select a.song_key, a.ms_played, a.user_id, a.run, a.place, b.next_place
  from jumps_{{ step - 1 }} a
  join jumps_{{ step - 1 }} b
    on b.song_key = a.song_key and b.ms_played = a.ms_played and b.user_id = a.user_id and b.place = a.next_place
),
{% endfor %}
standing as (
  select r.song_key, r.ms_played, r.user_id, r.place, max(k.place) as first_place
  from runs r
  join kept_{{ steps }} k
    on k.song_key = r.song_key and k.ms_played = r.ms_played and k.user_id = r.user_id and k.run = r.run and k.place <= r.place
  group by r.song_key, r.ms_played, r.user_id, r.place
)
select e.user_id, e.object, e.ordinal, f.object as first_object, f.ordinal as first_ordinal
from standing s
join runs e on e.song_key = s.song_key and e.ms_played = s.ms_played and e.user_id = s.user_id and e.place = s.place
join runs f on f.song_key = s.song_key and f.ms_played = s.ms_played and f.user_id = s.user_id and f.place = s.first_place
-- Rows beyond the 256th play of a run are not judged and stay.
where s.place <> s.first_place and e.instant_ms - f.instant_ms + 1000 <= e.ms_played
