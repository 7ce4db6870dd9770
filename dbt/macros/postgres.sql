{# Macros that only PostgreSQL needs. Text must be ordered by its bytes, whatever the database's collation is. Raw
   columns are collate "C", and tables made from them inherit it; dbt declares the columns of contracts and seeds, so
   this macro adds it there. #}
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

{# dbt makes the rows of unit tests with this macro; they replace tables whose text is ordered by bytes. #}
{% macro postgres__safe_cast(field, type) -%}
  cast({{ field }} as {{ type }}){% if type in ['character varying', 'varchar', 'text'] %} collate "C"{% endif %}
{%- endmacro %}

{# Runs after a table is made: PostgreSQL plans badly for a table without statistics. #}
{% macro know_table() -%}
  {{ return(adapter.dispatch('know_table')()) }}
{%- endmacro %}

{% macro default__know_table() -%}
  {{ return('') }}
{%- endmacro %}

{% macro postgres__know_table() -%}
  {{ return('analyze ' ~ this) }}
{%- endmacro %}

{# Settings of each transaction in which dbt builds or tests. They are a hook because poolers refuse start-up options
   and forget a session's `set`. Windows over a million rows need memory (work_mem); compiled expressions cost more than
   they save (jit); a lost build can be repeated (synchronous_commit). The models' tables have no index, and relations
   inside a model have no statistics: PostgreSQL guessed one row and looped over a million, or sorted where a hash join
   is a third of the work (enable_nestloop, enable_mergejoin). #}
{% macro session() -%}
  {{ return(adapter.dispatch('session', 'segue')()) }}
{%- endmacro %}

{% macro default__session() -%}
  {{ return('') }}
{%- endmacro %}

{% macro postgres__session() -%}
  {{ return("set local timezone = 'UTC'; set local work_mem = '256MB'; set local jit = off; set local synchronous_commit = off;"
     ~ " set local enable_nestloop = off; set local enable_mergejoin = off") }}
{%- endmacro %}

{# dbt's own macro, after those settings. #}
{% macro postgres__get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) -%}
  {{ postgres__session() }};
  {{ dbt.default__get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) }}
{%- endmacro %}
