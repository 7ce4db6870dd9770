-- Each row that is no copy and no echo counts once, in its play.
select played.merged, members.total
from (select coalesce(sum(rows_merged), 0) as merged from {{ ref('fct_plays') }}) played
cross join (select count(*) as total from {{ ref('stg_plays') }} where not is_echo) members
where played.merged <> members.total
