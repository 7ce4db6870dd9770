-- No play of a local day that a rule leaves out counts or teaches, as the rule says.
select p.play_id
from {{ ref('fct_plays') }} p
join {{ ref('stg_rules') }} r
  on r.user_id = p.user_id and r.item_kind = 'window' and coalesce(r.from_date, p.local_date) <= p.local_date
  and (r.to_date is null or r.to_date > p.local_date)
where (r.for_statistics and p.counted) or (r.for_recommendations and p.teaches)
