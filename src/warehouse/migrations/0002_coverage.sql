-- What pages and exports prove, computed whole at the end of each load (room coverage; docs/coverage.md).

-- Disjoint spans (from_ms, to_ms] that touch, by user, from the first page or play to the newest; cut at local midnights.
create table segue_raw.coverage (
  user_id varchar not null,
  local_date date not null,
  from_ms bigint not null,
  to_ms bigint not null,
  state varchar not null,           -- certified, linked, gap, open; unproven: no page covers it
  as_of_ms bigint,                  -- of certified spans
  in_export boolean not null        -- an export covers it without a hole, by the names of its files
);

-- API plays that Spotify shows at another time than before: a row at instant_ms is the play at kept_ms.
create table segue_raw.retimings (
  user_id varchar not null,
  track_key varchar not null,
  instant_ms bigint not null,
  kept_ms bigint not null
);
