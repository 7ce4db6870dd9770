{# Milliseconds since 1970 → timestamp in UTC. #}
{% macro ms_to_timestamp(ms) -%}
  (timestamp '1970-01-01 00:00:00' + {{ ms }} * interval '1 millisecond')
{%- endmacro %}

{# Milliseconds since 1970, in a local clock → its date. #}
{% macro ms_to_date(ms) -%}
  cast({{ ms_to_timestamp(ms) }} as date)
{%- endmacro %}
