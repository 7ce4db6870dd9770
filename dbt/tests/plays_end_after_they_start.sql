select play_id from {{ ref('fct_plays') }} where ended_at < started_at
