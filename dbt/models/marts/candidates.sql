-- Unheard recordings in the lake, with the places that name them.
with gathered as (
  select
    user_id, recording_key,
    min(origin_rank) as origin_rank,
    count(*) as origins,
    count(*) filter (where origin = 'saved') > 0 as is_saved,
    count(*) filter (where origin = 'library') > 0 as is_in_library,
    count(*) filter (where origin = 'playlist') as playlists,
    count(*) filter (where origin = 'saved_album') as saved_albums,
    count(*) filter (where origin = 'artist_album') as artist_albums
  from {{ ref('candidate_origins') }}
  group by user_id, recording_key
)
select
  g.user_id, g.recording_key, o.origin, g.origins, g.is_saved, g.is_in_library, g.playlists, g.saved_albums, g.artist_albums
from gathered g
join (select distinct origin_rank, origin from {{ ref('candidate_origins') }}) o on o.origin_rank = g.origin_rank
