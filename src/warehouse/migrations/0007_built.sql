-- The first build that contains an object of the lake (one with a row in load_ledger, or a manifest of an import). An
-- object that no published build contains is news for the next (docs/operations.md). `transform` fills the table. A build
-- that failed leaves its number here, which no published build has.
create table segue_raw.built (
  object varchar not null primary key,
  build bigint not null
);
