-- The rules that their listener has not undone.
select
  r.user_id, r.rule_id, r.kind, r.item_kind, r.subject, r.subject_track, r.from_date, r.to_date, r.for_statistics,
  r.for_recommendations
from {{ source('raw', 'rules') }} r
where r.action = 'add'
  and not exists (
    select 1 from {{ source('raw', 'rules') }} u
    where u.action = 'undo' and u.user_id = r.user_id and u.rule_id = r.rule_id)
