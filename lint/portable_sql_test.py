"""portable_sql.py finds each kind of fault, and none in good SQL."""
import pathlib
import sys
import tempfile

import portable_sql

# A piece of each finding's text, and the SQL.
CAUGHT = [
    ("lower:", "select lower(t.artist) as artist from t"),
    ("ilike:", "select 1 as one from t where artist ilike 'a%'"),
    ("~:", "select 1 as one from t where artist ~ 'b'"),
    ("regexp_replace:", "select regexp_replace(a, 'x', 'y') as b from t"),
    ("similar:", "select 1 as one from t where a similar to 'b'"),
    ("json_extract:", "select json_extract(a, 'b') as c from t"),
    ("json_anything:", "select json_anything(a) as c from t"),
    ("->>:", "select a ->> 'b' as c from t"),
    ("at time zone", "select a at time zone 'UTC' as b from t"),
    ("timezone:", "select timezone('UTC', a) as b from t"),
    ("extract:", "select extract(hour from a) as b from t"),
    ("date_trunc:", "select date_trunc('month', a) as b from t"),
    ("year:", "select year(a) as b from t"),
    ("epoch_ms:", "select epoch_ms(a) as b from t"),
    ("now:", "select 1 as one from t where a < now()"),
    ("current_date:", "select 1 as one from t where a < current_date"),
    ("random:", "select random() as chance from t"),
    ("round:", "select round(a, 2) as b from t"),
    ("avg:", "select cast(avg(a) as bigint) as b from t"),
    ("ln:", "select ln(a) as b from t"),
    ("::", "select a::bigint as b from t"),
    ("//:", "select a // 2 as b from t"),
    ("==:", "select 1 as one from t where a == 2"),
    ("^:", "select a ^ 2 as b from t"),
    ("a quoted name", 'select a as "A" from t'),
    ("a reserved word", "select a as user from t"),
    ("a reserved word", "select a as offset from t"),
    ("cast to string", "select cast(a as string) as b from t"),
    ("cast to float", "select cast(a as float) as b from t"),
    ("cast to numeric", "select cast(a as numeric) as b from t"),
    ("cast to timestamptz(3)", "select cast(a as timestamptz(3)) as b from t"),
    ("cast to varchar(3)", "select cast(a as varchar(3)) as b from t"),
    ("qualify:", "select a from t qualify b = 1"),
    ("generate_series:", "select g from generate_series(1, 3) g"),
    ("list_sort:", "select list_sort(a) as b from t"),
    ("unnest:", "select unnest(a) as b from t"),
    ("struct_pack:", "select struct_pack(a) as b from t"),
    ("any_value:", "select any_value(a) as b from t"),
    ("distinct on:", "select distinct on (a) a, b from t"),
    ("distinct (:", "select count(distinct (a, b)) as c from t"),
    ("row(…)", "select 1 as one from t where row(a, b) = row(1, 2)"),
    ("by all", "select a, count(*) as b from t group by all"),
    ("limit:", "select a from t order by a nulls last limit 1"),
    ("backslash", "select 1 as one from t where a like 'a\\_b'"),
    ("interval times", "select a + b * interval '1 day' as c from t"),
    ("nulls first or nulls last", "select row_number() over (partition by a order by b) as c from t"),
    ("nulls first or nulls last", "select row_number() over (order by a nulls first, b desc) as c from t"),
    ("nulls first or nulls last", "select row_number() over (order by case when a then b else 0 end, c nulls first) as d from t"),
    ("nulls first or nulls last", "select row_number() over (order by case when a then 1 end) as d from t"),
    ("nulls first or nulls last", "select first_value(a) over w as b from t window w as (partition by c order by a rows between 1 preceding and current row)"),
    ("/: the only divisions", "select a / b as c from t"),
    ("/: the only divisions", "select cast(a as bigint) / nullif(b, 0) as c from t"),
    ("/: the only divisions", "select cast(a as double precision) / b as c from t"),
    ("/: the only divisions", "select (a - a % 10) / 100 as c from t"),
    ("/: nullif", "select cast(a as double precision) / nullif(b, 1) as c from t"),
    ("/: a ratio is divided last", "select cast(a as double precision) / nullif(b, 0) * 100 as c from t"),
    ("/: a ratio is divided last", "select 1 - cast(a as double precision) / nullif(b, 0) as c from t"),
    ("/: a ratio inside sum", "select cast(sum(cast(a as double precision) / nullif(b, 0)) as bigint) as c from t"),
    ("sum(…) without a cast", "select sum(a) as b from t"),
    ("sum(…) without a cast", "select coalesce(sum(a), 0) as b from t"),
    ("sum(…) without a cast", "select sum(a) over (partition by b) as c from t"),
    ("lower:", "{% for piece in ['lower(a)'] %}select {{ piece }} as b from t{% endfor %}"),
    ("now:", "{% macro nightly() %}select now() as a{% endmacro %}"),
]
FINE = [
    "select *, t.year * 12 + t.month as months from {{ ref('t') }} t -- lower(x) is not called here",
    "select a || ':' || b as c, concat_ws('|', a, b) as d, md5(a) as e from t where a like 'Made by segue%'",
    "select cast(a as double precision) / nullif(b, 0) as share from t",
    "select coalesce(cast(sum(a) as double precision) / nullif(cast(sum(b) as bigint), 0), 0) as share from t",
    "select cast((a + 5 - (a + 5) % 86400000) / 86400000 as integer) as days from t",
    "select cast(coalesce(sum(a), 0) as bigint) as b, cast(sum(c) as decimal(18,3)) as d from t",
    "select case when sum(a) > 0 then 'x' else 'y' end as b from t group by c having count(*) > 1",
    "select cast(sum(a) over (partition by b order by c nulls first rows between unbounded preceding and current row) as bigint) as d from t",
    "select row_number() over (order by case when a is null then 1 else 0 end, b desc nulls last) as c from t",
    "select first_value(a) over w as b from t window w as (partition by c order by case when d is null then 1 else 0 end desc, a nulls last)",
    "select e.started_at - interval '365 days' as year_from, date '1900-01-01' + 3 as day from e",
    "{% macro duckdb__ms(ms) -%} epoch_ms({{ ms }}) {%- endmacro %}\n{% macro default__ms(ms) -%} {{ ms }} * interval '1 millisecond' {%- endmacro %}",
    "{# lower(x) #} select 'lower(x) ~ y / z' as words from t",
]


def main():
    missed = 0
    for piece, sql in CAUGHT:
        found = portable_sql.check_sql(sql)
        if len({what for _, what in found}) != 1 or piece not in found[0][1]:
            missed += 1
            print(f"MISSED: {sql}\n  expected {piece}, found {found}")
    for sql in FINE:
        for line, what in portable_sql.check_sql(sql):
            missed += 1
            print(f"MISSED: {sql}\n  is fine, found {what}")
    line, _ = portable_sql.check_sql("-- a note\n{# of two\nlines #}\nselect lower(a) as b from t")[0]
    if line != 4:
        missed += 1
        print(f"MISSED: a finding on line 4 is told of line {line}")
    if portable_sql.check_sql("select sum(a) as b from t", sums=False):
        missed += 1
        print("MISSED: a sum in a singular test is fine")
    with tempfile.TemporaryDirectory(prefix="segue-lint-") as folder:
        macros = pathlib.Path(folder) / "dbt" / "macros"
        macros.mkdir(parents=True)
        for number in range(portable_sql.DISPATCHED_MOST + 1):
            (macros / f"m{number}.sql").write_text("{% macro m() %}{{ adapter.dispatch('m" + str(number) + "')() }}{% endmacro %}")
        if len([1 for _, _, what in portable_sql.findings(pathlib.Path(folder)) if "dispatched macros" in what]) != 1:
            missed += 1
            print("MISSED: a seventh dispatched macro")
    print(f"{len(CAUGHT)} faults caught, {len(FINE)} good texts left alone" if not missed else f"{missed} missed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
