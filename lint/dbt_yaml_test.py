"""dbt_yaml.py finds each fault that dbt lets pass, and none in a good project."""
import pathlib
import sys
import tempfile

import dbt_yaml

GOOD = {
    "dbt_project.yml": """name: segue
version: "1.0"
profile: segue
config-version: 2
models:
  segue:
    marts:
      +schema: segue
      +contract: {enforced: true}
      +unlogged: true
""",
    "macros/keys_unique.sql": "{% test keys_unique(model, columns) %}select 1{% endtest %}",
    "models/marts/heard.sql": "select 1",
    "models/marts/artists.sql": "select 1",
    "models/marts/marts.yml": """version: 2
models:
  - name: heard
    description: One row a user and artist.
    data_tests:
      - keys_unique: {arguments: {columns: [user_id, artist_key]}}
    columns:
      - name: user_id
        data_type: varchar
        description: Listener.
        data_tests: [not_null]
      - name: artist_key
        data_type: varchar
        description: Artist.
        data_tests:
          - not_null
          - relationships: {arguments: {to: ref('artists'), field: artist_key}}
  - name: artists
    description: One row an artist.
    config: {meta: {label: Artists}}
    columns:
      - name: artist_key
        data_type: varchar
        description: Hash.
        data_tests: [unique, not_null]
      - name: share
        data_type: decimal(5, 2)
        description: "Of plays, on 2024-01-01."
""",
    "models/sources.yml": """version: 2
sources:
  - name: raw
    schema: segue_raw
    tables:
      - {name: plays, description: Rows.}
""",
    "models/marts/unit_tests/heard.yml": """version: 2
unit_tests:
  - name: heard_is_one
    model: heard
    given: [{input: ref('artists'), rows: [{artist_key: a}]}]
    expect: {rows: [{artist_key: a, on: 2024-01-01}]}
""",
}
MARTS, UNIT, SOURCES, SETTINGS = "models/marts/marts.yml", "models/marts/unit_tests/heard.yml", "models/sources.yml", "dbt_project.yml"
# A piece of each finding's text, the file, and what is changed in it.
CAUGHT = [
    ("meta", MARTS, "    description: One row an artist.\n", "    description: One row an artist.\n    meta: {label: Artists}\n"),
    ("tags", MARTS, "    description: One row an artist.\n", "    description: One row an artist.\n    tags: [x]\n"),
    ("freshness", MARTS, "    description: One row an artist.\n", "    description: One row an artist.\n    freshness: {}\n"),
    ("desciption", MARTS, "        description: Hash.", "        desciption: Hash.\n        description: Hash."),
    ("artists.artist_key: no description", MARTS, "        description: Hash.\n", ""),
    ("artists.artist_key: no description", MARTS, "description: Hash.", 'description: ""'),
    ("artists: no description", MARTS, "    description: One row an artist.\n", ""),
    ("heard.user_id: no data_type", MARTS, "        data_type: varchar\n        description: Listener.", "        description: Listener."),
    ("string is no type", MARTS, "data_type: varchar\n        description: Listener.", "data_type: string\n        description: Listener."),
    ("decimal is no type", MARTS, "decimal(5, 2)", "decimal"),
    ("a reserved word", MARTS, "      - name: share", "      - name: offset"),
    ("databricks_tags", MARTS, "        description: Hash.\n", "        description: Hash.\n        databricks_tags: {}\n"),
    ("config.cluster_by", MARTS, "config: {meta:", "config: {cluster_by: [a], meta:"),
    ("config.materialised", MARTS, "config: {meta:", "config: {materialised: table, meta:"),
    ("its contract", MARTS, "config: {meta:", "config: {contract: {enforced: false}, meta:"),
    ("enforce", MARTS, "config: {meta:", "config: {contract: {enforce: true}, meta:"),
    ("tests means nothing here", MARTS, "        data_tests: [unique, not_null]", "        data_tests: [unique, not_null]\n        tests: [unique]"),
    ("no such test: uniqe", MARTS, "[unique, not_null]", "[unique, not_null, uniqe]"),
    ("nothing tests its key", MARTS, "[unique, not_null]", "[not_null]"),
    ("its key artist_key may be null", MARTS, "[unique, not_null]", "[unique]"),
    ("no such column user", MARTS, "columns: [user_id, artist_key]", "columns: [user_id, artist_key, user]"),
    ("relationships to artists.artist", MARTS, "field: artist_key", "field: artist"),
    ("relationships to artist.artist_key", MARTS, "ref('artists')", "ref('artist')"),
    ("relationships to artists: no ref", MARTS, "to: ref('artists')", "to: artists"),
    ("to", MARTS, "relationships: {arguments: {to: ref('artists'), field: artist_key}}", "relationships: {to: ref('artists'), field: artist_key}"),
    ("keys_unique takes no column", MARTS, "{columns: [user_id, artist_key]}", "{columns: [user_id, artist_key], column: x}"),
    ("written twice: description", MARTS, "        description: Hash.\n", "        description: Hash.\n        description: Hash.\n"),
    ("described twice", MARTS, "  - name: heard\n", "  - {name: artists, description: Again., columns: [{name: a, data_type: text, description: A., data_tests: [unique, not_null]}]}\n  - name: heard\n"),
    ("nobody: no such model", MARTS, "  - name: heard\n", "  - {name: nobody, description: None.}\n  - name: heard\n"),
    ("no YAML describes it", "models/marts/new.sql", None, "select 1"),
    ("marts have no enforced contract", SETTINGS, "      +contract: {enforced: true}\n", ""),
    ("model-path", SETTINGS, 'profile: segue\n', 'profile: segue\nmodel-path: [models]\n'),
    ("whenever", UNIT, "    model: heard\n", "    model: heard\n    whenever: now\n"),
    ("'model' is a required property", UNIT, "    model: heard\n", ""),
    ("row", UNIT, "rows: [{artist_key: a}]}]", "row: [{artist_key: a}]}]"),
    ("source plays: no description", SOURCES, ", description: Rows.", ""),
    ("freshness", SOURCES, "    schema: segue_raw\n", "    schema: segue_raw\n    freshness: {warn_after: {count: 2, period: day}}\n"),
    ("loaded_at_field", SOURCES, "description: Rows.", "description: Rows., loaded_at_field: at"),
    ("period", SOURCES, "description: Rows.", "description: Rows., config: {freshness: {warn_after: {count: 2, period: days}}}"),
    ("expected", SOURCES, "sources:", "sources: ["),
]


def findings_with(name=None, old=None, new=None):
    with tempfile.TemporaryDirectory(prefix="segue-lint-") as folder:
        root = pathlib.Path(folder)
        files = dict(GOOD)
        if name:
            if old is not None and old not in files[name]:
                raise SystemExit(f"{name} has no {old!r}")
            files[name] = new if old is None else files[name].replace(old, new, 1)
        for path, text in files.items():
            (root / "dbt" / path).parent.mkdir(parents=True, exist_ok=True)
            (root / "dbt" / path).write_text(text)
        return dbt_yaml.findings(root)


def main():
    missed = 0
    for found in findings_with():
        missed += 1
        print(f"MISSED: a good project is fine, found {found}")
    for piece, name, old, new in CAUGHT:
        found = findings_with(name, old, new)
        if not any(piece in what and where == f"dbt/{name}" for where, _, what in found):
            missed += 1
            print(f"MISSED: {new!r} in {name}\n  expected {piece}, found {found}")
    lines = {line for _, line, _ in findings_with(MARTS, "decimal(5, 2)", "decimal")}
    if lines != {27}:
        missed += 1
        print(f"MISSED: a finding on line 27 is told of {lines}")
    print(f"{len(CAUGHT)} faults caught, a good project left alone" if not missed else f"{missed} missed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
