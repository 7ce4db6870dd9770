#!/usr/bin/env python3
"""Checks dbt's YAML. dbt itself checks its keys for none of our adapters, so a misspelt or misplaced key passes silently.

Each file is checked against the JSON schema that dbt-core ships, which knows every key and its place. Then come the faults that the
schema cannot know: a key that is for other engines, a test that does not exist, columns without descriptions or types, keys that
nothing tests, references to columns that do not exist. Prints one line a finding, `file:line: what`; exits 1 if there is one.
"""
import json
import pathlib
import re
import sys

import jsonschema
import yaml

from portable_sql import DECIMAL, RESERVED, TYPES
from report import report

ROOT = pathlib.Path(__file__).resolve().parent.parent
KINDS = ("models", "seeds", "sources", "unit_tests", "exposures", "macros")
# The keys of dbt's schema that mean something to us: the rest is for engines and products that we do not have.
MODEL_KEYS = {"name", "description", "config", "columns", "data_tests"}
COLUMN_KEYS = {"name", "description", "data_type", "config", "data_tests"}
CONFIG_KEYS = {"contract", "enabled", "materialized", "meta", "schema", "tags", "indexes"}
# Keys that dbt-postgres reads and that dbt's schema, made for other adapters, does not know.
OF_ADAPTERS = {"unlogged"}
TEST_ARGUMENTS = {"not_null": (), "unique": (), "accepted_values": ("values", "quote"), "relationships": ("to", "field")}


class Loader(yaml.SafeLoader):
    """Keeps dates as texts, as dbt's schema does."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def lines_of(node, path=(), lines=None):
    """Returns path of keys and places → line, for each value of a file; and the keys that are written twice."""
    lines = {} if lines is None else lines
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            place = path + (key.value,)
            if place in lines:
                lines.setdefault("twice", []).append((key.start_mark.line + 1, key.value))
            lines[place] = key.start_mark.line + 1
            lines_of(value, place, lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            lines_of(value, path + (index,), lines)
    return lines


def schema_of(kind):
    import dbt.jsonschemas

    folder = pathlib.Path(dbt.jsonschemas.JSONSCHEMAS_PATH) / kind
    newest = max(folder.glob("*.json"), key=lambda path: (path.stem == "latest", [int(n) for n in re.findall(r"\d+", path.stem)]))
    return json.loads(newest.read_text())


def deepest(error):
    """Returns the fault that a person would name: of several readings that do not fit, the one that got furthest."""
    while error.context:
        error = max(error.context, key=lambda inner: (len(inner.absolute_path), inner.validator == "additionalProperties"))
    return error


class File:
    def __init__(self, name, text, found):
        self.name, self.found = name, found
        self.lines = lines_of(yaml.compose(text, Loader=Loader)) if text.strip() else {}
        self.content = yaml.load(text, Loader=Loader) or {}
        for line, key in self.lines.get("twice", []):
            found.append((name, line, f"written twice: {key}"))

    def tell(self, path, what):
        path = tuple(path)
        while path not in self.lines and path:
            path = path[:-1]
        self.found.append((self.name, self.lines.get(path, 1), what))


def without_adapters_keys(value):
    if isinstance(value, dict):
        return {key: without_adapters_keys(inner) for key, inner in value.items() if str(key).lstrip("+") not in OF_ADAPTERS}
    return [without_adapters_keys(inner) for inner in value] if isinstance(value, list) else value


def check_schema(file, schema):
    for error in jsonschema.Draft7Validator(schema).iter_errors(without_adapters_keys(file.content)):
        error = deepest(error)
        path = list(error.absolute_path)
        unknown = re.search(r"\('?(\w+)'? was unexpected|'(\w+)' was unexpected", error.message)
        if unknown and isinstance(error.instance, dict):
            path.append(unknown[1] or unknown[2])
        file.tell(path, f"{'.'.join(str(p) for p in path)}: {error.message[:200]}")


def own_tests(root):
    """Returns the generic tests of the project: name → names of arguments, beside the model."""
    tests = {}
    for path in (root / "dbt").rglob("*.sql"):
        for match in re.finditer(r"\{%-?\s*test\s+(\w+)\(([^)]*)\)", path.read_text()):
            tests[match[1]] = tuple(word.split("=")[0].strip() for word in match[2].split(",")[1:])
    return tests


class Project:
    """The models, seeds and sources that the YAML files describe, joined by name."""

    def __init__(self, root, files):
        self.root = root
        self.tests = {**TEST_ARGUMENTS, **own_tests(root)}
        self.nodes = {}  # name → (file, path, entry)
        for file in files:
            for kind in ("models", "seeds"):
                for index, entry in enumerate(file.content.get(kind) or []):
                    if entry.get("name") in self.nodes:
                        file.tell((kind, index), f"{entry['name']}: described twice")
                    self.nodes[entry.get("name")] = (file, (kind, index), entry)
        self.sql = {path.stem: path.relative_to(root).parts[2] for path in (root / "dbt/models").rglob("*.sql")}

    def columns(self, name):
        entry = self.nodes.get(name)
        return {column.get("name"): column for column in (entry[2].get("columns") or [])} if entry else {}


def tests_of(entry):
    """Yields (name, arguments) of each test of a model or column."""
    for test in entry.get("data_tests") or []:
        if isinstance(test, str):
            yield test, {}
        else:
            for name, inner in test.items():
                yield name, (inner or {}).get("arguments") or {}


def check_tests(project, file, path, entry, column=None):
    for name, arguments in tests_of(entry):
        where = path + ("data_tests",)
        if name not in project.tests:
            file.tell(where, f"no such test: {name}")
            continue
        for argument in arguments:
            if argument not in project.tests[name]:
                file.tell(where, f"{name} takes no {argument}")
        if name == "relationships":
            target = re.match(r"ref\('(\w+)'\)$", str(arguments.get("to", "")))
            if not target:
                file.tell(where, f"relationships to {arguments.get('to')}: no ref('…')")
            elif arguments.get("field") not in project.columns(target[1]):
                file.tell(where, f"relationships to {target[1]}.{arguments.get('field')}: no such column")
        for wanted in arguments.get("columns") or []:
            if wanted not in {c.get("name") for c in entry.get("columns") or []}:
                file.tell(where, f"{name}: no such column {wanted}")


def check_columns(project, file, path, entry, typed):
    for index, column in enumerate(entry.get("columns") or []):
        where = path + ("columns", index)
        title = f"{entry.get('name')}.{column.get('name')}"
        if not str(column.get("description") or "").strip():
            file.tell(where, f"{title}: no description")
        data_type = column.get("data_type")
        if typed and not data_type:
            file.tell(where, f"{title}: no data_type")
        if data_type and data_type not in TYPES and not DECIMAL.match(data_type.replace(" ", "")):
            file.tell(where + ("data_type",), f"{title}: {data_type} is no type that engines share")
        if str(column.get("name")).lower() in RESERVED:
            file.tell(where, f"{title}: a reserved word as a name")
        for key in sorted(set(column) - COLUMN_KEYS):
            file.tell(where + (key,), f"{title}: {key} means nothing here")
        check_tests(project, file, where, column, column.get("name"))


def keys_of(entry):
    """Returns the columns that a test requires to be unique in a model, or None."""
    for name, arguments in tests_of(entry):
        if name == "keys_unique":
            return arguments.get("columns")
    return next(([c["name"]] for c in entry.get("columns") or [] if any(n == "unique" for n, _ in tests_of(c))), None)


def check_mart(project, file, path, entry):
    name = entry.get("name")
    contract = ((entry.get("config") or {}).get("contract") or {}).get("enforced", True)
    if contract is not True:
        file.tell(path, f"{name}: its contract is not enforced")
    keys = keys_of(entry)
    if not keys:
        file.tell(path, f"{name}: nothing tests its key (unique or keys_unique)")
    for key in keys or []:
        column = project.columns(name).get(key)
        if column and not any(test == "not_null" for test, _ in tests_of(column)):
            file.tell(path, f"{name}: its key {key} may be null")
    if not entry.get("columns"):
        file.tell(path, f"{name}: no columns")


def check_entries(project, file):
    for kind in ("models", "seeds"):
        for index, entry in enumerate(file.content.get(kind) or []):
            path, name = (kind, index), entry.get("name")
            if not str(entry.get("description") or "").strip():
                file.tell(path, f"{name}: no description")
            for key in sorted(set(entry) - MODEL_KEYS):
                file.tell(path + (key,), f"{name}: {key} means nothing here")
            for key in sorted(set(entry.get("config") or {}) - CONFIG_KEYS - OF_ADAPTERS):
                file.tell(path + ("config", key), f"{name}: config.{key} means nothing here")
            is_mart = project.sql.get(name) == "marts"
            if kind == "models" and name not in project.sql:
                file.tell(path, f"{name}: no such model")
            check_columns(project, file, path, entry, typed=is_mart)
            check_tests(project, file, path, entry)
            if is_mart:
                check_mart(project, file, path, entry)
    for index, source in enumerate(file.content.get("sources") or []):
        for place, table in enumerate(source.get("tables") or []):
            path = ("sources", index, "tables", place)
            if not str(table.get("description") or "").strip():
                file.tell(path, f"source {table.get('name')}: no description")
            check_columns(project, file, path, table, typed=False)
            check_tests(project, file, path, table)
    for index, exposure in enumerate(file.content.get("exposures") or []):
        if not exposure.get("description"):
            file.tell(("exposures", index), f"exposure {exposure.get('name')}: no description")


def check_project(project, found):
    """dbt_project.yml must enforce contracts on marts; every model of any folder must be described."""
    settings = yaml.load((project.root / "dbt/dbt_project.yml").read_text(), Loader=Loader)
    marts = settings.get("models", {}).get(settings.get("name"), {}).get("marts", {})
    if (marts.get("+contract") or {}).get("enforced") is not True:
        found.append(("dbt/dbt_project.yml", 1, "marts have no enforced contract"))
    for name, folder in sorted(project.sql.items()):
        if name not in project.nodes:
            found.append((f"dbt/models/{folder}/{name}.sql", 1, f"{name}: no YAML describes it"))


def findings(root=ROOT):
    found, files = [], []
    schema = schema_of("resources")
    for path in sorted((root / "dbt").rglob("*.yml")):
        if {"target", "logs"} & set(path.relative_to(root).parts):
            continue
        name = path.relative_to(root).as_posix()
        try:
            file = File(name, path.read_text(), found)
        except yaml.YAMLError as fault:
            found.append((name, getattr(fault, "problem_mark", None).line + 1 if getattr(fault, "problem_mark", None) else 1, str(fault)))
            continue
        if path.name == "dbt_project.yml":
            check_schema(file, schema_of("project"))
        else:
            check_schema(file, schema)
            files.append(file)
    project = Project(root, files)
    for file in files:
        check_entries(project, file)
    check_project(project, found)
    return sorted(set(found))


if __name__ == "__main__":
    sys.exit(report("dbt YAML", findings()))
