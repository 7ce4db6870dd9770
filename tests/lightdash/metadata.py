"""Finds what Lightdash's schema and compiler let pass: unknown keys, types that are not the column's, references that lead nowhere."""
import copy
import json
import re

import jsonschema

METRICS_LEAST = 2
OF_A_DAY = {"RAW", "MILLISECOND", "SECOND", "MINUTE", "HOUR", "MINUTE_OF_HOUR_NUM", "HOUR_OF_DAY_NUM"}
DIMENSION_TYPES = {"character varying": "string", "text": "string", "bigint": "number", "integer": "number", "smallint": "number",
                   "double precision": "number", "numeric": "number", "boolean": "boolean", "date": "date",
                   "timestamp without time zone": "timestamp", "timestamp with time zone": "timestamp"}


def closed(schema):
    """Returns the schema with unknown keys forbidden: Lightdash's own lets a misspelt key pass."""
    schema = copy.deepcopy(schema)
    todo = [schema]
    while todo:
        part = todo.pop()
        if isinstance(part, dict):
            if isinstance(part.get("properties"), dict) or "patternProperties" in part:
                part.setdefault("additionalProperties", False)
            # Schemas that describe one key in a group of others are not closed.
            todo += [value for key, value in part.items() if key not in ("anyOf", "oneOf", "allOf")]
        elif isinstance(part, list):
            todo += part
    return schema


def validators(schema_file):
    """Returns checks of a model's and a column's `config.meta`, by the schema that Lightdash ships for dbt's YAML."""
    schema = closed(json.loads(schema_file.read_text()))
    kind = jsonschema.validators.validator_for(schema)
    of_model = schema["$defs"]["modelMeta"]
    # The compiler accepts these keys; the schema does not know them yet.
    of_model["properties"].setdefault("label", {"type": "string", "minLength": 1})
    of_metric = {**of_model["properties"]["metrics"]["patternProperties"]["^[a-z0-9_]+$"]["properties"]}
    of_metric.setdefault("filters", {"type": "array", "items": {"type": "object"}})
    of_model["properties"]["metrics"]["patternProperties"]["^[a-z0-9_]+$"]["properties"] = of_metric
    return {name: kind({"$defs": schema["$defs"], "$ref": f"#/$defs/{name}"}) for name in ("modelMeta", "columnMeta")}


def meta_of(entry):
    return (entry.get("config") or {}).get("meta") or {}


def schema_faults(model, checks):
    for name, meta, what in [("modelMeta", meta_of(model), model["name"])] + [
            ("columnMeta", meta_of(column), f"{model['name']}.{column['name']}") for column in model["columns"].values()]:
        for error in checks[name].iter_errors(meta):
            yield f"{what}: {'.'.join(str(p) for p in error.absolute_path)} {error.message}"


def dimension_faults(model, column_types):
    labels = {}
    for missing in sorted(set(column_types) - set(model["columns"])):
        yield f"{model['name']}.{missing}: a column that is no dimension"
    for name, column in model["columns"].items():
        what, dimension = f"{model['name']}.{name}", meta_of(column).get("dimension")
        if not dimension:
            yield f"{what}: no config.meta.dimension"
            continue
        kind, label = dimension.get("type"), dimension.get("label")
        if not label or not column.get("description"):
            yield f"{what}: a dimension without a label or a description"
        if label in labels:
            yield f"{what}: labelled as {labels[label]} is: {label}"
        labels[label] = name
        if kind != DIMENSION_TYPES.get(column_types.get(name)):
            yield f"{what}: a dimension of type {kind} over a column of type {column_types.get(name)}"
        if column_types.get(name) == "double precision" and not {"format", "round"} & set(dimension):
            yield f"{what}: a ratio shown with all its digits (say format or round)"
        intervals = dimension.get("time_intervals")
        if kind in ("date", "timestamp") and not isinstance(intervals, list):
            yield f"{what}: says no time_intervals"
        if kind not in ("date", "timestamp") and intervals:
            yield f"{what}: time_intervals of a {kind}"
        if kind == "date" and OF_A_DAY & set(intervals or []):
            yield f"{what}: a date has no {', '.join(sorted(OF_A_DAY & set(intervals)))}"


def metric_faults(model):
    meta = meta_of(model)
    metrics = [(name, metric) for name, metric in (meta.get("metrics") or {}).items()]
    for column in model["columns"].values():
        metrics += (meta_of(column).get("metrics") or {}).items()
    names, labels = [name for name, _ in metrics], [metric.get("label") for _, metric in metrics]
    if len(set(names)) < METRICS_LEAST:
        yield f"{model['name']}: {len(set(names))} metrics (at least {METRICS_LEAST})"
    for name in sorted({name for name in names if names.count(name) > 1 or name in model["columns"]}):
        yield f"{model['name']}.{name}: a metric named as another field is"
    for label in sorted({label for label in labels if label and labels.count(label) > 1}):
        yield f"{model['name']}: two metrics are labelled {label}"
    for name, metric in metrics:
        what = f"{model['name']}.{name}"
        if not metric.get("label") or not metric.get("description"):
            yield f"{what}: a metric without a label or a description"
        for divisor in re.findall(r"/\s*([^\s(]+)", metric.get("sql", "")):
            if divisor.lower() != "nullif" and not re.fullmatch(r"\d+\.\d+", divisor):
                yield f"{what}: divides by {divisor}, which may be 0 or a whole number"
        for condition in metric.get("filters") or []:
            for field in condition:
                if field not in model["columns"]:
                    yield f"{what}: filters by {field}, which is no column"


def reference_faults(model, models, keys):
    """Yields faults of references. `keys`: model → the columns that a test of dbt requires to be unique."""
    meta, name = meta_of(model), model["name"]
    if not meta.get("label"):
        yield f"{name}: no label"
    primary = meta.get("primary_key") or []
    if sorted([primary] if isinstance(primary, str) else primary) != sorted(keys.get(name) or []):
        yield f"{name}: primary_key {primary} is not the tested key {keys.get(name)}"
    default = meta.get("default_time_dimension")
    if default:
        column = model["columns"].get(default.get("field"))
        if not column or (meta_of(column).get("dimension") or {}).get("type") not in ("date", "timestamp"):
            yield f"{name}: default_time_dimension {default.get('field')} is no time of it"
    for join in meta.get("joins") or []:
        other = models.get(join.get("join"))
        if other is None:
            yield f"{name}: joins {join.get('join')}, which is no mart"
            continue
        for field in join.get("fields") or []:
            if field not in other["columns"] and field not in (meta_of(other).get("metrics") or {}):
                yield f"{name}: the join of {join['join']} shows {field}, which it lacks"
        if not join.get("relationship"):
            yield f"{name}: the join of {join['join']} says no relationship"
        elif join["relationship"].endswith("-to-one"):
            joined = set(re.findall(r"\$\{" + re.escape(join.get("alias") or join["join"]) + r"\.(\w+)\}", join.get("sql_on", "")))
            if not set(keys.get(join["join"]) or ["?"]) <= joined:
                yield f"{name}: the join of {join['join']} is called {join['relationship']} and does not meet its key"


def faults(models, column_types, keys, checks):
    """Returns a line for each fault. `column_types`: mart → column → type, as the warehouse says."""
    by_name = {model["name"]: model for model in models}
    found = [f"{name}: a mart that dbt does not describe" for name in sorted(set(column_types) - set(by_name))]
    for model in models:
        found += schema_faults(model, checks)
        found += dimension_faults(model, column_types.get(model["name"], {}))
        found += metric_faults(model)
        found += reference_faults(model, by_name, keys)
    return found
