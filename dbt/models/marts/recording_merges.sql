-- For what names a recording by an older key: compiled corpora, trained models, lists that were written.
select recording_key, merged_into from {{ source('raw', 'recording_merges') }}
