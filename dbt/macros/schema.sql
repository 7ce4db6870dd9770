{# Staging, intermediate and seeds lie in segue_staging on every target. Marts lie in the target's own schema: segue, or
   segue_build where a build must not touch what is published. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
  {{ target.schema if custom_schema_name in [none, 'segue'] else custom_schema_name }}
{%- endmacro %}
