select user_id, from_at, state from {{ ref('coverage_spans') }}
where (state = 'certified' and as_of is null) or (state = 'certified' and as_of < to_at) or (state <> 'certified' and as_of is not null)
