select b.number, {{ ms_to_timestamp('a.as_of_ms') }} as as_of
from {{ source('raw', 'build') }} b
cross join {{ source('raw', 'as_of') }} a
