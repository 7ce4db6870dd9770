-- Which build first held what the lake has: objects with a row in load_ledger, and manifests of imports. What no published
-- build holds is news for the next (docs/operations.md). Filled by `transform`; a build that failed leaves its number here,
-- which no published build has.
create table segue_raw.built (
  object varchar not null primary key,
  build bigint not null
);
