select
  p.play_id, p.user_id, p.track_key,
  {{ ms_to_timestamp('p.start_ms') }} as started_at,
  {{ ms_to_timestamp('p.end_ms') }} as ended_at,
  p.time_basis,
  p.precision_ms,
  p.ms_played,
  p.ms_listened,
  p.source, p.object, p.ordinal,
  d.local_date, d.local_hour,
  s.session_id,
  p.rows_merged,
  k.skipped, k.skip_basis,
  p.reason_start, p.reason_end, p.incognito,
  c.counted, c.teaches
from {{ ref('int_plays') }} p
join {{ ref('int_play_days') }} d on d.play_id = p.play_id
join {{ ref('int_play_sessions') }} s on s.play_id = p.play_id
join {{ ref('int_play_skips') }} k on k.play_id = p.play_id
join {{ ref('int_play_counts') }} c on c.play_id = p.play_id
