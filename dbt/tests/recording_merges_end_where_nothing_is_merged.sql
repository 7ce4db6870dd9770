-- Chains of merges are followed to their end, and no track has a key that was merged away.
select m.recording_key from {{ ref('recording_merges') }} m join {{ ref('recording_merges') }} n on n.recording_key = m.merged_into
union all
select m.recording_key from {{ ref('recording_merges') }} m where m.recording_key = m.merged_into
union all
select t.recording_key from {{ ref('dim_tracks') }} t join {{ ref('recording_merges') }} m on m.recording_key = t.recording_key
