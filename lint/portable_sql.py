#!/usr/bin/env python3
"""Checks that the SQL of dbt/ uses only what means the same on every engine (dbt/README.md, "SQL that means the same twice").

Reads models, macros and singular tests as they are written, before Jinja: text that Jinja puts together is read as words
alone. Prints one line a finding, `file:line: what`, and exits 1 when there is any. Bodies of dispatched macros
(`duckdb__…`, `default__…`) are free, because each speaks to one engine; how many are dispatched is counted.
"""
import pathlib
import re
import sys

from report import report

ROOT = pathlib.Path(__file__).resolve().parent.parent
DISPATCHED_MOST = 6

# Types that dbt's contracts and casts read alike on DuckDB and PostgreSQL.
TYPES = {"varchar", "text", "bigint", "integer", "smallint", "double precision", "boolean", "date", "timestamp", "timestamptz",
         "uuid", "json", "bytea", "text[]"}
DECIMAL = re.compile(r"(decimal|numeric)\(\d+,\d+\)$")

# Reserved on PostgreSQL 15 (pg_get_keywords: R and T) or DuckDB 1.5 (duckdb_keywords: reserved).
RESERVED = set("""
all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column
concurrently constraint create cross current_catalog current_date current_role current_schema current_time current_timestamp
current_user default deferrable desc describe distinct do else end except false fetch for foreign freeze from full grant group
having ilike in initially inner intersect into is isnull join lambda lateral leading left like limit localtime localtimestamp
natural not notnull null offset on only or order outer overlaps pivot pivot_longer pivot_wider placing primary qualify
references returning right select session_user show similar some summarize symmetric table tablesample then to trailing true
union unique unpivot user using variadic verbose when where window with
""".split())

WHY = {
    "folding differs in Unicode: segue folds names at load": "lower upper initcap ilike similar collate",
    "regular expressions differ: segue reads text at load":
        "regexp_replace regexp_matches regexp_match regexp_extract regexp_extract_all regexp_like regexp_full_match "
        "regexp_count regexp_substr regexp_split_to_array regexp_split_to_table rlike glob",
    "JSON differs: segue reads it at load":
        "json_extract json_extract_string json_extract_path json_extract_path_text json_array_elements json_array_length "
        "json_each json_keys json_object json_object_keys json_build_object json_value json_query get_json_object to_json "
        "row_to_json json_agg from_json jsonb",
    "time zones and calendar parts differ: join segue_raw.zone_offsets and segue_raw.dates":
        "timezone extract date_part datepart date_trunc datetrunc year month day hour minute second quarter week dayofweek isodow "
        "dayofyear weekofyear epoch_ms epoch_us epoch_ns make_date make_timestamp age date_diff datediff date_add "
        "date_sub dateadd to_timestamp to_date to_char strftime strptime date_format from_unixtime unix_timestamp",
    "a build must not depend on when it runs: read segue_raw.as_of":
        "now current_date current_timestamp current_time localtime localtimestamp today getdate get_current_timestamp "
        "transaction_timestamp statement_timestamp clock_timestamp",
    "chance has no place in a model": "random rand uuid gen_random_uuid tablesample sample setseed",
    "rounding of doubles differs, and a ratio is shown as it is": "round",
    "the last bit differs between libraries or orders of summing: a ratio is one double division, done last":
        "avg mean median mode stddev stddev_pop stddev_samp variance var_pop var_samp percentile_cont quantile quantile_cont "
        "approx_quantile corr covar_pop covar_samp regr_slope ln log log2 log10 exp pow power sqrt fsum kahan_sum",
    "one engine alone knows it, or picks a row by chance":
        "qualify generate_series range unnest explode list array array_agg list_agg collect_list string_agg listagg group_concat "
        "struct struct_pack struct_extract row_to_struct map any_value arbitrary first last arg_max arg_min max_by min_by "
        "try_cast lateral pivot unpivot exclude asof positional summarize hash xxhash64 columns approx_count_distinct limit "
        "offset fetch",
}
BANNED = {word: why for why, words in WHY.items() for word in words.split()}
BANNED_STARTS = ("list_", "array_", "struct_", "json_", "jsonb_", "map_", "regexp_", "date_", "epoch_")
# Some of these words are common names; they count only if they are called.
CALLED_ONLY = set("""
year month day hour minute second quarter week range list array map first last mode log exp age hash sample random uuid
today columns struct exclude median mean round now
""".split())
BANNED_OPERATORS = {
    "~": "regular expressions differ", "!~": "regular expressions differ", "~*": "regular expressions differ",
    "!~*": "regular expressions differ", "->": "JSON and lambdas differ", "->>": "JSON differs", "::": "write cast(… as …)",
    "//": "one engine alone knows it", "==": "write =", "^": "a power on one engine, an exclusive or on another",
    "**": "one engine alone knows it", "[": "lists differ",
}
TOKEN = re.compile(r"""
    (?P<jinja>\{\{.*?\}\}|\{%.*?%\}) | (?P<comment>\{\#.*?\#\}|--[^\n]*|/\*.*?\*/) | (?P<text>'(?:[^']|'')*') | (?P<quoted>"[^"]*")
  | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?) | (?P<word>[A-Za-z_][A-Za-z_0-9]*)
  | (?P<mark>!~\*|!~|~\*|->>|->|::|//|==|\*\*|<>|<=|>=|!=|\|\||[^\s])
""", re.S | re.X)
AGGREGATES = {"sum", "min", "max", "count"}


class Token:
    def __init__(self, kind, text, line):
        self.kind, self.text, self.line = kind, text, line

    def __repr__(self):
        return self.text


def tokens_of(text):
    """Returns the SQL of a file as tokens. A Jinja expression is one token; a Jinja statement is none, but the SQL of its branches counts."""
    tokens, strings = [], []
    for match in TOKEN.finditer(text):
        kind, line = match.lastgroup, text.count("\n", 0, match.start()) + 1
        if kind == "comment":
            continue
        if kind == "jinja":
            if match[0].startswith("{{"):
                tokens.append(Token("jinja", match[0], line))
            # Texts inside Jinja may be SQL that a loop inserts: their words are checked, their form is not.
            for quoted in re.finditer(r"'([^']*)'|\"([^\"]*)\"", match[0]):
                strings.append((line, quoted[1] or quoted[2] or ""))
            continue
        tokens.append(Token(kind, match[0].lower() if kind == "word" else match[0], line))
    return tokens, strings


def partners(tokens):
    """Returns the index of each bracket's other half."""
    open_at, pairs = [], {}
    for index, token in enumerate(tokens):
        if token.text == "(":
            open_at.append(index)
        elif token.text == ")" and open_at:
            start = open_at.pop()
            pairs[start], pairs[index] = index, start
    return pairs


def at(tokens, index):
    return tokens[index].text if 0 <= index < len(tokens) else ""


def parts(tokens, start, end, pairs, marks=(",",)):
    """Returns the tokens between `start` and `end`, split at the marks outside brackets."""
    part, index = [], start
    while index < end:
        if index in pairs and pairs[index] > index:
            part += tokens[index : pairs[index] + 1]
            index = pairs[index]
        elif tokens[index].text in marks:
            yield part
            part = []
        else:
            part.append(tokens[index])
        index += 1
    yield part


def words_findings(tokens):
    for index, token in enumerate(tokens):
        if token.kind == "quoted":
            yield token.line, f"a quoted name: {token.text}"
        if token.kind == "mark" and token.text in BANNED_OPERATORS:
            yield token.line, f"{token.text}: {BANNED_OPERATORS[token.text]}"
        if token.kind != "word":
            continue
        called, qualified = at(tokens, index + 1) == "(", at(tokens, index - 1) == "."
        why = BANNED.get(token.text)
        if called and not why and token.text.startswith(BANNED_STARTS):
            why = "one engine alone knows it"
        is_named = qualified or at(tokens, index - 1) == "as"
        if why and not is_named and (called or token.text not in CALLED_ONLY):
            yield token.line, f"{token.text}: {why}"
        if token.text == "at" and at(tokens, index + 1) == "time":
            yield token.line, "at time zone: time zones differ: join segue_raw.zone_offsets"
        if token.text == "distinct" and at(tokens, index + 1) in ("on", "("):
            yield token.line, f"distinct {at(tokens, index + 1)}: one engine alone knows it"
        if token.text == "row" and called:
            yield token.line, "row(…): comparing rows with nulls differs"
        if token.text == "by" and at(tokens, index + 1) == "all":
            yield token.line, "by all: one engine alone knows it"
        if token.text == "like" and index + 1 < len(tokens) and "\\" in tokens[index + 1].text:
            yield token.line, "like with a backslash: engines escape differently"
        if token.text == "interval" and at(tokens, index - 1) == "*":
            yield token.line, "interval times a number: engines differ in its range; use ms_to_timestamp"


def alias_findings(tokens, pairs):
    """Checks the names that a select gives its columns."""
    casts = {index for index, token in enumerate(tokens) if token.text == "cast" and index + 1 in pairs}
    of_cast = set()
    for index in casts:
        end = pairs[index + 1]
        depth_as = [i for i in range(index + 2, end) if tokens[i].text == "as" and enclosing(i, pairs) == index + 1]
        if not depth_as:
            yield tokens[index].line, "cast without a type"
            continue
        of_cast.add(depth_as[-1])
        name = "".join(("" if t.text in "(),[]" or i == 0 or t.kind == "number" else " ") + t.text
                       for i, t in enumerate(tokens[depth_as[-1] + 1 : end]))
        if name not in TYPES and not DECIMAL.match(name) and tokens[depth_as[-1] + 1].kind != "jinja":
            yield tokens[index].line, f"cast to {name}: no type that engines share"
    for index, token in enumerate(tokens):
        if token.text == "as" and index not in of_cast and at(tokens, index + 1) in RESERVED:
            yield token.line, f"a reserved word as a name: {tokens[index + 1].text}"


def enclosing(index, pairs):
    """Returns the index of the bracket around a token, or None."""
    return max((start for start, end in pairs.items() if start < index < end), default=None)


def never_null(key):
    """Returns whether a `case` ends in one of some numbers on each branch."""
    if not key or key[0].text != "case" or key[-1].text != "end" or not any(t.text == "else" for t in key):
        return False
    results = [key[i + 1] for i, t in enumerate(key) if t.text in ("then", "else")]
    return all(result.kind == "number" for result in results)


def order_findings(tokens, pairs):
    """Checks the keys of an ORDER BY inside brackets, so of a window: each says where nulls are."""
    ends = {"rows", "range", "groups", "limit"}
    for index, token in enumerate(tokens):
        if token.text != "order" or at(tokens, index + 1) != "by":
            continue
        inside = enclosing(index, pairs)
        end = pairs[inside] if inside is not None else len(tokens)
        stop = index + 2
        while stop < end and not (tokens[stop].text in ends and enclosing(stop, pairs) == inside):
            stop += 1
        for key in parts(tokens, index + 2, stop, pairs):
            words = [t.text for t in key]
            if words[-2:] in (["nulls", "first"], ["nulls", "last"]):
                continue
            if words and words[-1] in ("asc", "desc"):
                key = key[:-1]
            if not never_null(key):
                yield token.line, f"order by {' '.join(words)}: say nulls first or nulls last"


def division_findings(tokens, pairs):
    """Reports divisions other than `cast(a as double precision) / nullif(b, 0)`, last of all, and a multiple by its unit."""
    for index, token in enumerate(tokens):
        if token.text != "/":
            continue
        by = at(tokens, index + 1)
        if tokens[index - 2 : index - 1] and at(tokens, index - 1) == ")" and at(tokens, index - 2) == by \
                and at(tokens, index - 3) == "%" and tokens[index + 1].kind == "number":
            continue
        start = pairs.get(index - 1)
        is_double = start is not None and at(tokens, start - 1) == "cast" and \
            [t.text for t in tokens[index - 4 : index - 1]] == ["as", "double", "precision"]
        if not is_double or by != "nullif" or index + 2 not in pairs:
            yield token.line, "/: the only divisions are cast(… as double precision) / nullif(…, 0) and an exact multiple's"
            continue
        end = pairs[index + 2]
        if [t.text for t in tokens[end - 2 : end]] != [",", "0"]:
            yield token.line, "/: nullif guards against 0"
        if at(tokens, end + 1) in ("+", "-", "*", "/", "%") or at(tokens, start - 2) in ("+", "-", "*", "/", "%"):
            yield token.line, "/: a ratio is divided last, nothing is reckoned with it"
        holder = enclosing(index, pairs)
        while holder is not None:
            if at(tokens, holder - 1) in AGGREGATES:
                yield token.line, f"/: a ratio inside {tokens[holder - 1].text}(…): sums of doubles depend on their order"
            holder = enclosing(holder, pairs)


def sum_findings(tokens, pairs):
    """sum() of bigint is a hugeint on one engine and a numeric on another, so a sum that becomes a column must be cast."""
    for index, token in enumerate(tokens):
        if token.text != "sum" or at(tokens, index + 1) != "(" or index + 1 not in pairs:
            continue
        holder, is_cast = enclosing(index, pairs), False
        while holder is not None and not is_cast:
            is_cast = at(tokens, holder - 1) == "cast"
            holder = enclosing(holder, pairs)
        end = pairs[index + 1]
        if at(tokens, end + 1) == "over":
            end = pairs.get(end + 2, end + 2)
        compared = at(tokens, end + 1) in ("=", "<>", "<", ">", "<=", ">=") or \
            at(tokens, index - 1) in ("=", "<>", "<", ">", "<=", ">=")
        if not is_cast and not compared:
            yield token.line, "sum(…) without a cast: its type differs"


def without_dispatched(text):
    """Returns the text with the bodies of one engine's macros blank, so that lines keep their numbers."""
    def blank(match):
        return "\n" * match[0].count("\n")
    return re.sub(r"\{%-?\s*macro\s+\w*?__\w+\s*\(.*?endmacro\s*-?%\}", blank, text, flags=re.S)


def check_sql(text, sums=True):
    """Yields (line, what) for each construct that engines read differently. `sums`: whether sums are checked; the columns of a test do not last."""
    tokens, strings = tokens_of(without_dispatched(text))
    pairs = partners(tokens)
    found = list(words_findings(tokens))
    for line, string in strings:
        found += [(line, what) for _, what in words_findings(tokens_of(string)[0])]
    found += alias_findings(tokens, pairs)
    found += order_findings(tokens, pairs)
    found += division_findings(tokens, pairs)
    if sums:
        found += sum_findings(tokens, pairs)
    return sorted(found)


def findings(root=ROOT):
    dispatched = {}
    for path in sorted((root / "dbt").rglob("*.sql")):
        name = path.relative_to(root).as_posix()
        if {"target", "logs"} & set(path.parts):
            continue
        text = path.read_text()
        for match in re.finditer(r"adapter\.dispatch\(\s*['\"](\w+)", text):
            dispatched.setdefault(match[1], (name, text.count("\n", 0, match.start()) + 1))
        for line, what in check_sql(text, sums=not name.startswith("dbt/tests/")):
            yield name, line, what
    for name, line in list(dispatched.values())[DISPATCHED_MOST:]:
        yield name, line, f"{len(dispatched)} dispatched macros (at most {DISPATCHED_MOST}): {', '.join(sorted(dispatched))}"


if __name__ == "__main__":
    sys.exit(report("portable SQL", findings()))
