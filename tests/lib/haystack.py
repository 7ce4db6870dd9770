"""Searches for values in everything in a home: files as they are, lake objects unpacked, tables of DuckDB as text."""
import base64
import ctypes
import json
import pathlib
import shutil
import tempfile
import urllib.parse

import duckdb

_zstd = ctypes.CDLL("libzstd.so.1")
for _name in ("ZSTD_compress", "ZSTD_decompress", "ZSTD_compressBound"):
    getattr(_zstd, _name).restype = ctypes.c_size_t
_zstd.ZSTD_getFrameContentSize.restype = ctypes.c_ulonglong


def unpacked(packed):
    size = _zstd.ZSTD_getFrameContentSize(packed, ctypes.c_size_t(len(packed)))
    out = ctypes.create_string_buffer(max(size, 1))
    got = _zstd.ZSTD_decompress(out, ctypes.c_size_t(size), packed, ctypes.c_size_t(len(packed)))
    return out.raw[:got]


def packed(plain):
    most = _zstd.ZSTD_compressBound(ctypes.c_size_t(len(plain)))
    out = ctypes.create_string_buffer(most)
    size = _zstd.ZSTD_compress(out, ctypes.c_size_t(most), plain, ctypes.c_size_t(len(plain)), 19)
    return out.raw[:size]


def tables_as_text(path):
    """Returns every row of every table; it reads a copy, so that no lock is in the way."""
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copy(path, folder)
        with duckdb.connect(copy, read_only=True) as connection:
            tables = connection.execute("select table_schema, table_name from information_schema.tables").fetchall()
            return "\n".join(repr(connection.execute(f'select * from "{schema}"."{table}"').fetchall())
                             for schema, table in tables).encode()


def looks_of(path):
    """Returns the contents of one file, in every way in which it could be read."""
    content = path.read_bytes()
    yield content
    if path.suffix == ".zst":
        yield unpacked(content)
    if path.suffix == ".duckdb":
        yield tables_as_text(path)


def needles(secret):
    """Returns the forms in which a secret may be written; its first characters find a part of it, too."""
    raw = secret.encode()
    forms = {raw, urllib.parse.quote(secret, safe="").encode(), json.dumps(secret)[1:-1].encode(), base64.b64encode(raw), raw.hex().encode()}
    return forms | {raw[:20]}


def found_in(content, secrets):
    return [secret for secret in secrets if any(needle in content for needle in needles(secret))]


def found_below(folder, secrets):
    """Returns (file, secret) for every file that contains one, and the number of files that were read."""
    hits, count = [], 0
    for path in sorted(p for p in pathlib.Path(folder).rglob("*") if p.is_file()):
        count += 1
        hits += [(path.name, secret) for content in looks_of(path) for secret in found_in(content, secrets)]
    return hits, count


def missed_by_the_search(folder):
    """Plants a value in each kind of file; returns the kinds in which the search does not find it."""
    value = "BQ" + "planted-value-" * 4
    folder = pathlib.Path(folder)
    (folder / "plain").write_bytes(b"\x00\xff" + value.encode())
    (folder / "part").write_text(value[:24])
    (folder / "encoded").write_bytes(base64.b64encode(value.encode()))
    (folder / "object.json.zst").write_bytes(packed(b'{"request":"GET"}\n' + value.encode()))
    with duckdb.connect(str(folder / "work.duckdb")) as connection:
        connection.execute("create table t as select ? as body from range(3000)", [value])
    hits, _ = found_below(folder, {value})
    return {"plain", "part", "encoded", "object.json.zst", "work.duckdb"} - {name for name, _ in hits}
