-- What bounds the plays of an object, and what its readings of a wall clock were taken by (docs/coverage.md).
alter table segue_raw.load_ledger add column landed_ms bigint;   -- when it was imported or shown; null where it has no plays
alter table segue_raw.load_ledger add column wall_zone varchar;  -- null: no time in it is a reading of the listener's clock
