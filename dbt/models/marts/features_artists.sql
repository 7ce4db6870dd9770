{{ features_of('artist_key', 'select * from ' ~ ref('int_feature_plays') ~ ' where artist_key is not null') }}
select
  c.user_id, c.artist_key,
  {{ columns_of_features() }},
  d.recordings as recordings_known, d.recordings_released,
  {{ ratio('c.recordings_played', 'd.recordings_released') }} as share_released
from c
join {{ ref('dim_artists') }} d on d.artist_key = c.artist_key
