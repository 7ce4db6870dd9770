"""Histories that people really have: each is imported for a listener of its own; one build makes all of them, and each is compared with what is right."""
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from cases import more_imports, table  # noqa: E402
from cases.imports.cases import CASES  # noqa: E402
from lib.home import Home, check, run_test  # noqa: E402

INPUTS = pathlib.Path(__file__).resolve().parent / "imports" / "inputs"


def configure(home, users):
    (home.path / "config" / "segue").mkdir(parents=True, exist_ok=True)
    zones = "".join(f'[users.{user}]\ntimezone = "Europe/Berlin"\n' for user in users)
    (home.home / "config.toml").write_text(zones)


def imports(home, case):
    """Returns the exit codes and all output."""
    codes, said = [], ""
    for paths, code in case.steps:
        arguments = [INPUTS / case.name / path if path else INPUTS / case.name for path in paths]
        done = home.run_any("--user", case.user, "import", *arguments)
        codes.append(done.returncode)
        said += done.stdout + done.stderr
    return codes, said + rejects_of(home)


def rejects_of(home):
    folder = home.home / "rejects"
    text = "".join(path.read_text() for path in sorted(folder.glob("*.tsv"))) if folder.exists() else ""
    shutil.rmtree(folder, ignore_errors=True)
    return text


def value(codes, kinds, rejected, plays, unsaid):
    rows = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) or "no rows"
    text = f"exit {'/'.join(map(str, codes))}: {rows}"
    text += f", {rejected} rejected" if rejected else ""
    text += f"; {plays} play{'' if plays == 1 else 's'}"
    return text + (f"; does not say {unsaid}" if unsaid else "")


def main():
    with Home("cases") as home:
        home.home.mkdir()
        configure(home, [case.user for case in CASES])
        seen = {case.name: imports(home, case) for case in CASES}
        home.run("transform")
        raw = home.work_rows("select user_id, kind, count(*) from segue_raw.plays group by all")
        rejected = dict(home.work_rows("select user_id, sum(rejected) from segue_raw.load_ledger group by all"))
        plays = dict(home.query("select user_id, count(*) from segue.fct_plays group by all"))
        rows = []
        for case in CASES:
            codes, said = seen[case.name]
            kinds = {kind: count for user, kind, count in raw if user == case.user}
            unsaid = ", ".join(word for word in case.says if word.lower() not in said.lower())
            now = value(codes, kinds, int(rejected.get(case.user, 0)), plays.get(case.user, 0), unsaid)
            right = value([code for _, code in case.steps], case.kinds, case.rejected, case.plays, "")
            rows.append(table.Row(case.name, case.shape, case.before, now, right))
        rows += more_imports.of_the_build(home)
    rows += more_imports.of_folders()
    table.hold("imports", sorted(rows, key=lambda row: row.name))


if __name__ == "__main__":
    run_test(main)
