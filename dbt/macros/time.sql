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

{# Milliseconds since 1970 → the date they lie on. A multiple of a day divided by a day: exact on every engine. #}
{% macro ms_to_date(ms) -%}
  (date '1970-01-01' + cast(({{ ms }} - {{ ms }} % 86400000) / 86400000 as integer))
{%- endmacro %}
