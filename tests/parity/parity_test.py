"""The same marts on both engines: every column of every mart, bit for bit, from one lake.

--lake FOLDER compares on that lake, of any home; ends with one line of JSON, and with exit 1 if a value differs. Without it the test
uses the lakes of ctest (one of every source, one of hard titles under PostgreSQL's C and an ICU collation, one engine against itself
over five builds).
"""
import argparse
import contextlib
import json
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from compare import DuckDbMarts, compare, keys_of  # noqa: E402
from lakes import demo, everything, nasty, sim_home  # noqa: E402
from lib.home import Home, check, run_test  # noqa: E402
from lib.postgres import C, ICU, Postgres  # noqa: E402
from warehouses import Warehouse, compared  # noqa: E402

RUNS = 5


def both(name, lake, server):
    """Returns both warehouses, built from one lake, after a stack that closes them."""
    stack = contextlib.ExitStack()
    pair = [stack.enter_context(Warehouse(f"{name}-{engine}", lake, url)) for engine, url in (("duckdb", None), ("postgres", server.url))]
    for warehouse in pair:
        warehouse.build()
    return stack, *pair


def of_lake(lake, locale):
    check((lake / "v1").is_dir(), f"{lake} is no lake: it has no folder v1")
    with Postgres(locale=locale) as server:
        stack, duck, postgres = both("lake", lake, server)
        with stack:
            summary, rows = compared(duck, postgres, server)
    print(", ".join(f"{mart} {count:,}" for mart, count in sorted(rows.items())))
    print(json.dumps(summary))
    return summary["different"] == 0


@contextlib.contextmanager
def lake_of_everything():
    with tempfile.TemporaryDirectory(prefix="segue-sim-") as folder, \
            demo.Simulator(pathlib.Path(folder), "--listeners", "2") as simulator, sim_home(simulator, "parity-lake") as home:
        yield everything(home, simulator)


def check_everything(lake, server):
    stack, duck, postgres = both("everything", lake, server)
    with stack:
        summary, rows = compared(duck, postgres, server)
    print(f"a lake of every source: {json.dumps(summary)}", flush=True)
    empty = [mart for mart, count in rows.items() if count == 0]
    check(not empty, f"nothing to compare in {', '.join(empty)}")
    check(rows["artist_merges"] > 1, "the renamed artist is not one with its old name: only the rule's merge is there")
    check(summary["different"] == 0, "the marts of the two engines differ")


def check_nasty(lake, duck):
    for locale in (C, ICU):
        with Postgres(locale=locale) as server, Warehouse("nasty-postgres", lake, server.url) as postgres:
            postgres.build()
            summary, _ = compared(duck, postgres, server, unit_tests=False)
        print(f"nasty titles, PostgreSQL under {locale}: {json.dumps(summary)}", flush=True)
        check(summary["different"] == 0, f"the marts of the two engines differ under {locale}")


def check_runs(lake, first):
    """Compares one engine with itself: objects in another order, on one thread and on two."""
    keys = keys_of(first.artifact("manifest.json"))
    for run in range(1, RUNS):
        with Warehouse(f"run-{run}", lake) as other:
            other.build_unpublished(first, "--threads", 1 + run % 2, "--shuffle", run)
            with contextlib.closing(DuckDbMarts(first.home.home / "work.duckdb")) as one, \
                    contextlib.closing(DuckDbMarts(other.home.home / "work.duckdb")) as two:
                rows, found = compare(one, two, keys)
            found = [one for one in found if one.mart != "build"]  # only `segue transform` raises its number
            check(not found, f"run {run}: {found[:1]}")
    print(f"DuckDB beside itself: {RUNS} runs, {sum(rows.values()):,} rows of {len(rows)} marts equal")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lake", type=pathlib.Path, metavar="FOLDER", help="the folder `lake` of a segue home")
    parser.add_argument("--icu", action="store_true", help="PostgreSQL under an ICU collation")
    flags = parser.parse_args()
    if flags.lake:
        return 0 if of_lake(flags.lake, ICU if flags.icu else C) else 1
    with lake_of_everything() as lake, Postgres() as server:
        check_everything(lake, server)
    with Home("parity-nasty") as home:
        lake = nasty(home)
        with Warehouse("nasty-duckdb", lake) as duck:
            duck.build()
            check_nasty(lake, duck)
            check_runs(lake, duck)
    return 0


if __name__ == "__main__":
    run_test(main)
