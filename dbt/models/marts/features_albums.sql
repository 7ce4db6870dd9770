{{ features_of('album_key', 'select * from ' ~ ref('int_feature_plays') ~ ' where album_key is not null') }}
select
  c.user_id, c.album_key,
  {{ columns_of_features() }},
  d.recordings as recordings_known, d.recordings_released,
  {{ ratio('c.recordings_played', 'd.recordings_released') }} as share_released
from c
join {{ ref('dim_albums') }} d on d.album_key = c.album_key
