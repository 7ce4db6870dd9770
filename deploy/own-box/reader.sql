-- The role that pgAdmin, Lightdash and pandas read with: every mart, those to come too, and nothing else.
-- After the first build, as the owner of the marts (the schema must be there), and again at will:
--   psql URL --set=password=… --file=reader.sql
select not exists (select 1 from pg_roles where rolname = 'segue_bi') as is_new \gset
\if :is_new
  create role segue_bi login;
\endif
alter role segue_bi password :'password';
alter role segue_bi set search_path = segue;
alter role segue_bi set default_transaction_read_only = on;
grant usage on schema segue to segue_bi;
grant select on all tables in schema segue to segue_bi;
alter default privileges in schema segue grant select on tables to segue_bi;
