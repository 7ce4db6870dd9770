-- For what names an artist by an older key: compiled corpora, trained models, rules.
select artist_key, merged_into, name from {{ source('raw', 'artist_merges') }}
