{# Staging models, intermediate models and seeds are in schema segue_staging on every target. Marts are in the target's
   own schema: segue, or segue_build if a build must not touch the published tables. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
  {{ target.schema if custom_schema_name in [none, 'segue'] else custom_schema_name }}
{%- endmacro %}
