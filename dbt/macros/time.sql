{# Milliseconds since 1970 (bigint) → timestamp in UTC. DuckDB multiplies intervals by 32-bit numbers only. #}
{% macro ms_to_timestamp(ms) -%}
  {{ adapter.dispatch('ms_to_timestamp')(ms) }}
{%- endmacro %}

{% macro default__ms_to_timestamp(ms) -%}
  (timestamp '1970-01-01 00:00:00' + {{ ms }} * interval '1 millisecond')
{%- endmacro %}

{% macro duckdb__ms_to_timestamp(ms) -%}
  epoch_ms({{ ms }})
{%- endmacro %}

{# Milliseconds since 1970 → the date they lie on, and the hour of it. Counted from 1900 (25,567 days earlier), because
   a remainder of a negative number is negative. A multiple divided by what it is a multiple of: exact on every engine. #}
{% macro ms_to_date(ms) -%}
  (date '1900-01-01' + cast(({{ ms }} + 2208988800000 - ({{ ms }} + 2208988800000) % 86400000) / 86400000 as integer))
{%- endmacro %}

{% macro ms_to_hour(ms) -%}
  cast((({{ ms }} + 2208988800000) % 86400000 - ({{ ms }} + 2208988800000) % 3600000) / 3600000 as smallint)
{%- endmacro %}
