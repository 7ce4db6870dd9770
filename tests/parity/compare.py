"""Compares the marts of two engines value by value, read by the engines' own clients in the order of the marts' keys.

Nothing is rounded and nothing is turned into text by SQL: whole numbers, texts, instants, dates and booleans are compared as the
clients give them, doubles by their bits, and a column's type counts, too.
"""
import contextlib
import dataclasses
import pathlib
import struct

import duckdb

ROWS_AT_ONCE = 20_000
# PostgreSQL's name of a type → DuckDB's.
SAME_TYPES = {"character varying": "VARCHAR", "text": "VARCHAR", "bigint": "BIGINT", "integer": "INTEGER", "smallint": "SMALLINT",
              "boolean": "BOOLEAN", "date": "DATE", "timestamp without time zone": "TIMESTAMP", "double precision": "DOUBLE"}


# PostgreSQL's list of what segue made; it is not a mart.
MARKER = "made_by_segue"


def by_mart(columns):
    """Returns mart → [(column, type)], ordered by name, because the order in a table does not matter."""
    found = {}
    for mart, column, kind in columns:
        if mart != MARKER:
            found.setdefault(mart, []).append((column, SAME_TYPES.get(kind, kind)))
    return {mart: sorted(pairs) for mart, pairs in found.items()}


@dataclasses.dataclass
class Difference:
    mart: str
    column: str
    key: object
    one: object
    other: object

    def __str__(self):
        return f"mart {self.mart}, column {self.column}, key {self.key!r}: {self.one!r} on one, {self.other!r} on the other"


class DuckDbMarts:
    """Marts in a DuckDB file, which nobody writes meanwhile."""

    def __init__(self, path, schema="segue"):
        self.connection = duckdb.connect(str(path), read_only=True, config={
            "memory_limit": "2GB", "threads": 2, "temp_directory": str(pathlib.Path(path).parent / "parity-spill")})
        self.schema = schema

    def columns(self):
        return by_mart(self.connection.execute(
            "select table_name, column_name, data_type from information_schema.columns where table_schema = ?", [self.schema]).fetchall())

    def rows(self, mart, columns, key):
        """Yields lists of rows, ordered by the key alone: nulls last, texts by bytes."""
        cursor = self.connection.cursor()
        cursor.execute(f"select {', '.join(columns)} from {self.schema}.{mart} order by {', '.join(f'{one} nulls last' for one in key)}")
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield rows

    def close(self):
        self.connection.close()


class PostgresMarts:
    def __init__(self, connection, schema="segue"):
        self.connection, self.schema = connection, schema

    def columns(self):
        with self.connection.cursor() as cursor:
            cursor.execute("select table_name, column_name, data_type from information_schema.columns where table_schema = %s", [self.schema])
            return by_mart(cursor.fetchall())

    def rows(self, mart, columns, key):
        texts = {column for column, kind in self.columns()[mart] if kind == "VARCHAR"}
        order = ", ".join(one + (' collate "C"' if one in texts else "") + " nulls last" for one in key)
        with self.connection.cursor(name="parity") as cursor:
            cursor.execute(f"select {', '.join(columns)} from {self.schema}.{mart} order by {order}")
            while rows := cursor.fetchmany(ROWS_AT_ONCE):
                yield rows

    def close(self):
        self.connection.close()


def bits(value):
    """Returns the bits of a double: Python's `==` takes 0.0 and -0.0 for equal, and NaN for unequal to itself."""
    return struct.pack("<d", value) if isinstance(value, float) else value


def difference_in(mart, names, key, one, other):
    """Returns the first difference between two lists of rows, or None."""
    places = [names.index(name) for name in key]
    for mine, yours in zip(one, other):
        for name, value, theirs in zip(names, mine, yours):
            if type(value) is not type(theirs) or bits(value) != bits(theirs):
                return Difference(mart, name, tuple(mine[place] for place in places), value, theirs)
    return None


def in_step(one, other):
    """Yields the rows of two readers as pairs of lists of equal length; surplus rows are paired with an empty list."""
    mine, yours = [], []
    while True:
        mine = mine or next(one, [])
        yours = yours or next(other, [])
        length = min(len(mine), len(yours))
        if length == 0:
            if mine or yours:
                yield mine, yours
            return
        yield mine[:length], yours[:length]
        mine, yours = mine[length:], yours[length:]


def compare_mart(mart, columns, key, one, other):
    """Returns (rows that were equal, the first difference or None)."""
    names = [name for name, _ in columns]
    key = key or names
    doubles = [place for place, (_, kind) in enumerate(columns) if kind == "DOUBLE"]
    rows = 0
    with contextlib.closing(one.rows(mart, names, key)) as ours, contextlib.closing(other.rows(mart, names, key)) as theirs:
        for mine, yours in in_step(ours, theirs):
            if len(mine) != len(yours):
                alone = (mine or yours)[0]
                which = tuple(alone[names.index(name)] for name in key)
                return rows, Difference(mart, "(row)", which, "there" if mine else "missing", "there" if yours else "missing")
            # Lists are compared in C, and value by value only if that finds or may miss a difference.
            if mine != yours or doubles:
                if found := difference_in(mart, names, key, mine, yours):
                    return rows, found
            rows += len(mine)
    return rows, None


def compare(one, other, keys):
    """Compares every mart of both. `keys`: mart → columns that are unique; a mart without a key is ordered by all its columns.

    Returns (marts, rows by mart, [a Difference for each mart that has one]).
    """
    ours, theirs = one.columns(), other.columns()
    differences = [Difference(mart, "(mart)", None, "there" if mart in ours else "missing", "there" if mart in theirs else "missing")
                   for mart in sorted(ours.keys() ^ theirs.keys())]
    rows = {}
    for mart in sorted(ours.keys() & theirs.keys()):
        if ours[mart] != theirs[mart]:
            pair = next((pair for pair in zip(ours[mart], theirs[mart]) if pair[0] != pair[1]), (ours[mart], theirs[mart]))
            differences.append(Difference(mart, "(columns)", None, *pair))
            continue
        rows[mart], found = compare_mart(mart, ours[mart], keys.get(mart), one, other)
        if found:
            differences.append(found)
    return rows, differences


def keys_of(manifest):
    """Returns mart → its unique columns, as dbt's tests state them."""
    keys = {}
    for node in manifest["nodes"].values():
        if node["resource_type"] != "test" or not node.get("attached_node"):
            continue
        mart, test = node["attached_node"].split(".")[-1], node.get("test_metadata", {})
        if test.get("name") == "unique":
            keys.setdefault(mart, [test["kwargs"]["column_name"]])
        elif test.get("name") == "keys_unique":
            keys.setdefault(mart, list(test["kwargs"]["columns"]))
    return keys
