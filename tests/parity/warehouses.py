"""Makes two warehouses from one lake folder by the real commands: one on DuckDB, one on PostgreSQL."""
import contextlib
import json
import subprocess
import tomllib

from compare import DuckDbMarts, PostgresMarts, compare, keys_of
from lib.home import ROOT, Home, check

DBT = ROOT / ".deps/venv-build/bin/dbt"
CONTRACTS_OF = "marts/"


def config_of(lake):
    """Returns a config with the users and zones of a config.toml beside the lake; no other setting is copied."""
    file = lake.parent / "config.toml"
    told = tomllib.loads(file.read_text()) if file.exists() else {}
    lines = [f"user = {json.dumps(told['user'])}"] if "user" in told else []
    for user, of_user in told.get("users", {}).items():
        if zone := of_user.get("timezone"):
            lines += [f"[users.{user}]", f"timezone = {json.dumps(zone)}"]
    return "".join(line + "\n" for line in lines)


class Warehouse:
    """A home over somebody's lake, which is linked and not changed. `url`: PostgreSQL's URL; None = DuckDB."""

    def __init__(self, name, lake, url=None):
        self.home, self.url = Home(f"parity-{name}", {"SEGUE_WAREHOUSE_URL": url} if url else None), url
        self.home.home.mkdir(parents=True)
        (self.home.home / "lake").symlink_to(lake.resolve(), target_is_directory=True)
        if config := config_of(lake.resolve()):
            (self.home.home / "config.toml").write_text(config)

    def build(self):
        """Loads the lake, builds and publishes; objects that cannot be read are left out on both engines alike."""
        made = self.home.json("transform")
        check(made["failed"] == 0, f"transform: {made}")

    def build_unpublished(self, first, *load):
        """Loads on DuckDB in another way than the warehouse `first` did, and builds the models without their tests."""
        self.home.run("load", *load)
        folder = self.home.home / "dbt"
        folder.mkdir()
        profile = (first.home.home / "dbt/profiles.yml").read_text()
        (folder / "profiles.yml").write_text(profile.replace(str(first.home.home), str(self.home.home)))
        self.dbt("build", first.home.home / "dbt/target/duckdb", "--exclude-resource-type", "test", "unit_test")

    def dbt(self, command, target_path, *arguments):
        done = subprocess.run(
            [DBT, "--no-use-colors", "--log-level", "error", command, "--project-dir", ROOT / "dbt", "--profiles-dir", self.home.home / "dbt",
             "--target-path", target_path, "--log-path", self.home.home / "dbt/logs", *arguments],
            env={**self.home.environment, "DO_NOT_TRACK": "1", "PYTHONWARNINGS": "ignore"}, capture_output=True, text=True)
        check(done.returncode == 0, f"dbt {command} on {self.target}: {done.stdout}{done.stderr}")
        return json.loads((target_path / "run_results.json").read_text())["results"]

    @property
    def target(self):
        return "build" if self.url else "duckdb"

    def artifact(self, name):
        return json.loads((self.home.home / "dbt/target" / self.target / name).read_text())

    def unit_tests(self):
        """Runs dbt's unit tests on the warehouse that the build left; returns how many passed."""
        results = self.dbt("test", self.home.home / "dbt/unit", "--select", "test_type:unit")
        check(all(result["status"] == "pass" for result in results), f"a unit test on {self.target} did not pass")
        return len(results)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.home.__exit__()


def tests_passed(results):
    return sum(one["unique_id"].startswith("test.") and one["status"] == "pass" for one in results["results"])


def contracts(manifest):
    return sum(node["resource_type"] == "model" and node["path"].startswith(CONTRACTS_OF) and node["contract"]["enforced"]
               for node in manifest["nodes"].values())


def differences(duck, server, manifest):
    """Returns (rows by mart, differences) of what both have published."""
    with contextlib.closing(DuckDbMarts(duck.home.published)) as one, contextlib.closing(PostgresMarts(server.connect())) as other:
        return compare(one, other, keys_of(manifest))


def compared(duck, postgres, server, unit_tests=True):
    """Compares what two built warehouses have published; returns (summary as one dictionary, rows by mart)."""
    manifest = postgres.artifact("manifest.json")
    rows, found = differences(duck, server, manifest)
    passed = [tests_passed(warehouse.artifact("run_results.json")) for warehouse in (duck, postgres)]
    check(passed[0] == passed[1] > 0, f"dbt tests that passed: {passed[0]} on DuckDB, {passed[1]} on PostgreSQL")
    summary = {"marts": len(rows), "rows": sum(rows.values()), "different": len(found), "dbt_tests": passed[0]}
    if unit_tests:
        units = [warehouse.unit_tests() for warehouse in (duck, postgres)]
        check(units[0] == units[1] > 0, f"unit tests that passed: {units[0]} on DuckDB, {units[1]} on PostgreSQL")
        summary["unit_tests"] = units[0]
    summary["contracts"] = contracts(manifest)
    for one in found:
        print(f"DIFFERENT: {one}", flush=True)
    return summary, rows
