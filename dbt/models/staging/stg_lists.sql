-- The pages of the newest whole reading of each of the listener's lists on Spotify: saved tracks, playlists, the items
-- of one playlist, followed artists. A reading begins with the first page and is whole when it has the last.
with pages as (
  select
    user_id, kind, coalesce(subject, '') as subject, object, page_offset, next_page,
    cast(sum(case when page_offset = 0 then 1 else 0 end) over (
      partition by user_id, kind, coalesce(subject, '')
      order by answered_ms nulls first, page_offset nulls first, object nulls first
      rows between unbounded preceding and current row) as bigint) as reading
  from {{ source('raw', 'answers') }}
  where status = 200 and same_as is null and kind in ('saved_tracks', 'playlists', 'playlist_items', 'followed_artists')
),

whole as (
  select user_id, kind, subject, max(reading) as reading
  from pages
  where next_page is null and reading > 0
  group by user_id, kind, subject
)

select p.user_id, p.kind, p.subject, p.object, p.page_offset
from pages p
join whole w on w.user_id = p.user_id and w.kind = p.kind and w.subject = p.subject and w.reading = p.reading
