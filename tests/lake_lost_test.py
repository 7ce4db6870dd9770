"""If a lake is gone, or far smaller than it was, nothing is loaded from it and nothing is published: on both engines, and with the lake in a bucket."""
import shutil

from lib.history import track_id, write_export
from lib.home import Home, check, run_test
from lib.pages import page
from lib.postgres import USER, Postgres
from lib.seaweed import Seaweed

ROWS = 400
PLACE = "of/mine"


class FolderLake:
    def __init__(self, home):
        self.folder, self.aside = home.home / "lake", home.path / "aside"
        self.place = str(self.folder)

    def lose(self, all_of_it=True):
        shutil.copytree(self.folder, self.aside)
        if all_of_it:
            shutil.rmtree(self.folder)
        else:
            next(path for path in sorted(self.folder.rglob("*.zst")) if "manifest" not in path.name).unlink()

    def bring_back(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.aside.rename(self.folder)


class BucketLake:
    def __init__(self, store):
        self.store, self.aside = store, {}
        self.place = f"s3://{store.bucket}/{PLACE}"

    def lose(self, all_of_it=True):
        keys = self.store.client.keys(self.store.bucket, PLACE + "/")
        lost = keys if all_of_it else [key for key in keys if "manifest" not in key][:1]
        for key in lost:
            answer = self.store.client.get(self.store.bucket, key)
            self.aside[key] = answer if isinstance(answer, bytes) else answer[-1]
            self.store.client.delete(self.store.bucket, key)

    def bring_back(self):
        for key, body in self.aside.items():
            self.store.client.put(self.store.bucket, key, body)
        self.aside = {}


def says(done, *words):
    for word in words:
        check(word in done.stderr, f"the error does not say {word!r}:\n{done.stderr}")


def refused(home, lake, words):
    """Checks that each command that would read the lake ends with 5 and changes nothing that is published."""
    before = home.json("stats")
    for command in ("rebuild", "transform", "load"):
        done = home.run(command, expect=5)
        says(done, lake.place, "--even-if-smaller", *words[command])
        check(home.json("stats") == before, f"{command} changed what is published")


def story(home, lake, name):
    home.run("init", "--timezone", "Europe/Berlin")
    home.json("import", write_export(home.path / "export", ROWS, files=2, seed=3))
    home.json("transform")
    shown = home.json("stats")
    tables = ("2 of the 2 objects", "are missing", "2 of them parts of imports")
    lake.lose()
    refused(home, lake, {"rebuild": ("holds nothing",), "transform": tables, "load": tables})
    lake.bring_back()
    lake.lose(all_of_it=False)
    tables = ("1 of the 2 objects", "is missing", "a part of an import")
    refused(home, lake, {"rebuild": tables, "transform": tables, "load": tables})
    lake.bring_back()
    check(home.json("load")["loaded"] == 0, "the lake is back: nothing is new")
    home.json("rebuild")
    check(home.json("stats") == shown, "a rebuild from the whole lake gives something else")
    print(f"{name}: without its lake, and without one import, nothing is published; with it again all is as before")
    return shown


def check_tables_lost(home, lake):
    """The working tables are gone, too: the published file still says how large the lake was; without it the run ledger does."""
    lake.lose()
    (home.home / "work.duckdb").unlink()
    says(home.run("transform", expect=5), "2 of the 2 objects", lake.place)
    home.published.rename(home.path / "published")
    says(home.run("transform", expect=5), "holds nothing", lake.place)
    (home.path / "published").rename(home.published)
    print("work.duckdb lost with the lake: what is published, else the run ledger, tells what the lake held")


def check_few_lost(home):
    """One page of twelve is gone: its rows stay in the tables, and a rebuild says that it leaves them out."""
    for day in range(1, 13):
        page(home, f"2026-05-{day:02}", [(day, ("P" * 22, "Paper Boats"), (f"Song {day}", "Album", track_id(day)))])
    home.run("transform")
    plays = home.query("select count(*) from segue.fct_plays")[0][0]
    lost = sorted((home.home / "lake/v1/me/recently_played").rglob("*.zst"))[4]
    kept = lost.read_bytes()
    lost.unlink()
    words = ("1 of the 13 objects", "is missing", str(home.home / "lake"), lost.name)
    for command, rows in (("load", "until `segue rebuild`"), ("transform", "until `segue rebuild`"), ("rebuild", "lacks its rows")):
        says(home.run(command), *words, rows)
        left = home.query("select count(*) from segue.fct_plays")[0][0]
        check(left == plays - (command == "rebuild"), f"{command}: {left} plays of {plays}")
    check(home.run("transform").stderr == "", "what a rebuild went without is told once")
    lost.write_bytes(kept)
    home.run("transform")
    check(home.query("select count(*) from segue.fct_plays") == [(plays,)], "the page is back and its play is not")
    print("one page of twelve lost: load and transform tell it and keep its play, rebuild says that it goes without")


def check_damaged_manifest(home):
    """A manifest that cannot be read stops a rebuild before the tables are thrown away."""
    manifest = next((home.home / "lake").rglob("*.manifest.zst"))
    kept = manifest.read_bytes()
    manifest.write_bytes(kept[:20])
    says(home.run("rebuild", expect=5), manifest.name, "bring it back from a backup")
    manifest.write_bytes(kept)
    check(home.work_rows("select count(*) from segue_raw.load_ledger") == [(13,)], "the tables are gone")
    print("a damaged manifest: rebuild names it and leaves the tables alone")


def check_override(home):
    home.json("rebuild", "--even-if-smaller")
    check(home.query("select count(*) from segue.fct_plays") == [(0,)], "--even-if-smaller builds from what is there")
    home.json("transform")
    check(home.json("import", write_export(home.path / "new", 50, seed=9))["loaded"] == 50, "the home goes on with the new lake")
    home.json("transform")
    print("--even-if-smaller builds what there is, and the home goes on")


def main():
    with Home("lake-lost") as home:
        lake = FolderLake(home)
        on_duckdb = story(home, lake, "DuckDB")
        check_tables_lost(home, lake)
        check_override(home)
        check_few_lost(home)
        check_damaged_manifest(home)
    with Postgres() as server, Home("lake-lost-pg") as home:
        home.environment["SEGUE_WAREHOUSE_URL"] = f"postgresql://{USER}@/segue?host={server.folder}"
        check(story(home, FolderLake(home), "PostgreSQL") == on_duckdb, "the engines differ")
    with Seaweed() as store, Home("lake-lost-s3") as home:
        lake = BucketLake(store)
        home.environment |= {**store.environment, "SEGUE_LAKE": lake.place}
        check(story(home, lake, "a bucket") == on_duckdb, "a bucket's lake differs")
        home.environment["SEGUE_LAKE"] = f"s3://{store.bucket}/else/where"
        says(home.run("transform", expect=5), "else/where", "2 of the 2 objects")


if __name__ == "__main__":
    run_test(main)
