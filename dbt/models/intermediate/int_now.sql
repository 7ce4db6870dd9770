-- One row: as_of, the newest instant that the lake knows and the only now there is, and where the year and the quarter
-- before it begin (plays after that instant and up to as_of).
select
  {{ ms_to_timestamp('as_of_ms') }} as as_of,
  {{ ms_to_timestamp('as_of_ms') }} - interval '365 days' as year_from,
  {{ ms_to_timestamp('as_of_ms') }} - interval '91 days' as quarter_from
from {{ source('raw', 'as_of') }}
