-- Every row of stg_plays that is no echo, with the play that it belongs to.
{% for voice in voices() %}
select user_id, object, ordinal, play_object, play_ordinal from {{ ref(voice.model) }}
{% if not loop.last %}union all{% endif %}
{% endfor %}
