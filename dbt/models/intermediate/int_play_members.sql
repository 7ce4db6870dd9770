-- Every row of stg_plays that is no echo, and the play it belongs to.
{% set folds = ['int_fold_01_export_end',
  'int_fold_02_api_end',
  'int_fold_03_api_start',
  'int_fold_04_account_end',
  'int_fold_05_listenbrainz_bridge_end',
  'int_fold_06_listenbrainz_start',
  'int_fold_07_lastfm_start',
  'int_fold_08_maloja_start',
  'int_fold_09_other_end',
  'int_fold_10_other_start'] %}
{% for model in folds %}
select user_id, object, ordinal, play_object, play_ordinal from {{ ref(model) }}
{% if not loop.last %}union all{% endif %}
{% endfor %}
