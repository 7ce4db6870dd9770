-- The upper bound of the times of an object's plays, and the zone in which its local times were read (docs/coverage.md).
alter table segue_raw.load_ledger add column landed_ms bigint;   -- when it was imported or shown; null if it has no plays
alter table segue_raw.load_ledger add column wall_zone varchar;  -- null: no time in it is a local time of the listener
