{# What PostgreSQL needs and DuckDB does not. Text is ordered by its bytes whatever the database's collation: raw columns are
   collate "C" and tables made from them inherit it; a contract's columns and seeds are declared by dbt, so here. #}
{% macro postgres__get_table_columns_and_constraints() -%}
  {%- set columns = {} -%}
  {%- for name, column in model['columns'].items() -%}
    {%- set type = column['data_type'] -%}
    {%- do columns.update({name: dict(column, data_type=type ~ ' collate "C"' if type in ['varchar', 'text'] else type)}) -%}
  {%- endfor -%}
  (
    {{ adapter.render_raw_columns_constraints(raw_columns=columns) | join(', ') }}
  )
{%- endmacro %}

{# Rows of unit tests are made of this, and stand for tables whose text is ordered by bytes. #}
{% macro postgres__safe_cast(field, type) -%}
  cast({{ field }} as {{ type }}){% if type in ['character varying', 'varchar', 'text'] %} collate "C"{% endif %}
{%- endmacro %}

{# After a table is made: PostgreSQL plans badly for a table that it knows nothing of. #}
{% macro know_table() -%}
  {{ return(adapter.dispatch('know_table')()) }}
{%- endmacro %}

{% macro default__know_table() -%}
  {{ return('') }}
{%- endmacro %}

{% macro postgres__know_table() -%}
  {{ return('analyze ' ~ this) }}
{%- endmacro %}
