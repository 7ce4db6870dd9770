{# The voices in the order in which they fold, with the model of each. A voice is a source, and whether its times are
   starts or ends. This is the only list of voices; a new voice needs a line here and a model of one line. #}
{% macro voices() %}
  {{ return([
    {'model': 'int_fold_01_export_end', 'source': 'export', 'side': 'end'},
    {'model': 'int_fold_02_api_end', 'source': 'api', 'side': 'end'},
    {'model': 'int_fold_03_api_start', 'source': 'api', 'side': 'start'},
    {'model': 'int_fold_04_account_end', 'source': 'account', 'side': 'end'},
    {'model': 'int_fold_05_listenbrainz_bridge_end', 'source': 'listenbrainz_bridge', 'side': 'end'},
    {'model': 'int_fold_06_listenbrainz_start', 'source': 'listenbrainz', 'side': 'start'},
    {'model': 'int_fold_07_lastfm_start', 'source': 'lastfm', 'side': 'start'},
    {'model': 'int_fold_08_maloja_start', 'source': 'maloja', 'side': 'start'},
    {'model': 'int_fold_09_other_end', 'source': 'other', 'side': 'end'},
    {'model': 'int_fold_10_other_start', 'source': 'other', 'side': 'start'},
  ]) }}
{% endmacro %}
