-- Every play counts in one recording's life; the quarter lies in the year, the year in the life.
with lives as (
  select user_id, sum(plays_life) as plays from {{ ref('features_recordings') }} group by user_id
),
played as (
  select user_id, count(*) as plays from {{ ref('fct_plays') }} where counted group by user_id
)
select p.user_id, 'life' as what from played p left join lives l on l.user_id = p.user_id where l.plays is null or l.plays <> p.plays
union all
select user_id, 'recordings' as what from {{ ref('features_recordings') }}
where plays_quarter > plays_year or plays_year > plays_life or skips_life > skip_known_life or skip_known_life > plays_life
  or first_played_at > last_played_at or days_life > plays_life or sessions_life > plays_life
union all
select user_id, 'artists' as what from {{ ref('features_artists') }}
where plays_quarter > plays_year or plays_year > plays_life or months_played > plays_life or recordings_played > plays_life
