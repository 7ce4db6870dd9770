{# Columns of one cell of `stg_play_rows`, the rows that show one play: the row that is kept, and the best times that
   any of the rows knows. `cell` is a window over the whole partition, ordered with the best row first. #}
{% macro standing(cell) %}
  first_value(object) over ({{ cell }}) as first_object,
  first_value(ordinal) over ({{ cell }}) as first_ordinal,
  -- The time comes from the most precise stamp, whichever row has it.
  coalesce(
    min(case when instant_ms <> moment_ms and offline_start_ms % 1000 <> 0 then instant_ms end) over ({{ cell }}),
    min(case when instant_ms <> moment_ms then instant_ms end) over ({{ cell }})) as stamped_ms,
  coalesce(
    min(case when offline_start_ms % 1000 <> 0 then offline_start_ms end) over ({{ cell }}),
    min(offline_start_ms) over ({{ cell }})) as stamp_ms,
  max(is_late) over ({{ cell }}) as is_late_somewhere
{% endmacro %}
