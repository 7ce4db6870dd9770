{# Milliseconds since 1970 (bigint) → timestamp in UTC. DuckDB has its own version because it multiplies intervals by
   32-bit numbers only. #}
{% macro ms_to_timestamp(ms) -%}
  {{ adapter.dispatch('ms_to_timestamp')(ms) }}
{%- endmacro %}

{% macro default__ms_to_timestamp(ms) -%}
  (timestamp '1970-01-01 00:00:00' + {{ ms }} * interval '1 millisecond')
{%- endmacro %}

{% macro duckdb__ms_to_timestamp(ms) -%}
  epoch_ms({{ ms }})
{%- endmacro %}

{# Milliseconds since 1970 → date and hour. Counts from 1900 (25,567 days earlier), because the remainder of a negative
   number is negative. The remainder is subtracted before the division, so the division is exact on every engine. #}
{% macro ms_to_date(ms) -%}
  (date '1900-01-01' + cast(({{ ms }} + 2208988800000 - ({{ ms }} + 2208988800000) % 86400000) / 86400000 as integer))
{%- endmacro %}

{% macro ms_to_hour(ms) -%}
  cast((({{ ms }} + 2208988800000) % 86400000 - ({{ ms }} + 2208988800000) % 3600000) / 3600000 as smallint)
{%- endmacro %}
