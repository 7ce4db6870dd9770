-- For corpora, models and rules that name an artist by an older key.
select artist_key, merged_into, name from {{ source('raw', 'artist_merges') }}
