-- One row: as_of, the newest instant that the lake knows, which is the only "now" in the models; and the instants after
-- which its last year and quarter begin.
select
  {{ ms_to_timestamp('as_of_ms') }} as as_of,
  {{ ms_to_timestamp('as_of_ms') }} - interval '365 days' as year_from,
  {{ ms_to_timestamp('as_of_ms') }} - interval '91 days' as quarter_from
from {{ source('raw', 'as_of') }}
