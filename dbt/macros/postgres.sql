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

{# Settings of each transaction in which dbt makes or tests something, as a hook and not as start-up options: poolers
   refuse those, and keep no `set` of a session. Windows over a million rows want memory, compiled expressions cost more
   than they save, and what is built can be built again. The models' tables have no index, and what a model makes on its
   way has no statistics: guesses of one row led to loops over a million, and to sorts where a hash is a third of the work. #}
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

{# As dbt's own, behind those settings. #}
{% macro postgres__get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) -%}
  {{ postgres__session() }};
  {{ dbt.default__get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) }}
{%- endmacro %}
