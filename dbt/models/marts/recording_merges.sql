-- For corpora, models and written playlists that name a recording by an older key.
select recording_key, merged_into from {{ source('raw', 'recording_merges') }}
