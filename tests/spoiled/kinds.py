"""How an answer is spoiled: name → (status, headers, body, past answers of the path) → (status, headers, body), all seeded by the caller."""
import json
import random


def _status(status, body=b'{"error":{"status":0,"message":"spoiled"}}', **more):
    def spoil(_, headers, __, ___, ____):
        kept = {k: v for k, v in headers.items() if k.lower() not in ("content-type", "retry-after")}
        kind = "application/json" if body.startswith(b"{") else "text/html" if body.startswith(b"<") else "text/plain"
        return status, {**kept, "Content-Type": kind, **{k.replace("_", "-"): v for k, v in more.items()}}, body
    return spoil


def _body(change):
    return lambda status, headers, body, past, draw: (status, headers, change(body))


def _header(name, value):
    def spoil(status, headers, body, _, __):
        kept = {k: v for k, v in headers.items() if k.lower() != name.lower()}
        return status, kept if value is None else {**kept, name: value}, body
    return spoil


def _json(change):
    """`change(document, draw)` gives the new document; a body that is no object stays."""
    def spoil(status, headers, body, _, draw):
        try:
            document = json.loads(body)
        except ValueError:
            return status, headers, body
        return (status, headers, json.dumps(change(document, draw)).encode()) if isinstance(document, dict) else (status, headers, body)
    return spoil


def _holders(value, name):
    if isinstance(value, dict):
        if name in value:
            yield value
        for inner in value.values():
            yield from _holders(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _holders(inner, name)


def _field(name, how):
    def change(document, draw):
        holders = list(_holders(document, name))
        for holder in draw.sample(holders, min(3, len(holders))):
            if how == "missing":
                del holder[name]
            elif how == "renamed":
                holder[name + "_v2"] = holder.pop(name)
            elif how == "extra":
                holder["unheard_of"] = {"of": [1, None]}
            else:
                holder[name] = {"null": None, "number": 7, "text": "seven", "list": [7], "huge": 10 ** 17, "negative": -5, "nul": "a\0b",
                                "past": "1969-01-01T00:00:00Z", "future": "2199-01-01T00:00:00Z"}[how]
        return document
    return _json(change)


def _items(change):
    """Of the lists named `items`, the outermost."""
    def on(document, draw):
        for holder in list(_holders(document, "items"))[:1]:
            if isinstance(holder["items"], list):
                holder["items"] = change(holder["items"], draw)
        return document
    return _json(on)


def _without_one(items, draw):
    out = list(items)
    if out:
        out.pop(draw.randrange(len(out)))
    return out


def _circular(document, _):
    document["next"] = document.get("href") or "http://127.0.0.1:1/again"
    return document


def _stale(status, headers, body, past, _):
    return (status, headers, past[0]) if past else (status, headers, body)


HTML = b"<!doctype html><title>Sign in to the hotel</title>"
KINDS = {f"status {s}": _status(s) for s in (302, 400, 401, 403, 404, 408, 429, 500, 503, 504)}
KINDS |= {
    "status 204": _status(204, b""), "403 as text": _status(403, b"User not registered in the Developer Dashboard"),
    "502 as HTML": _status(502, HTML), "HTML with 200": _status(200, HTML), "empty body": _body(lambda _: b""),
    "body cut short": _body(lambda b: b[:len(b) // 2]), "UTF-16": _body(lambda b: b.decode(errors="replace").encode("utf-16")),
    "BOM": _body(lambda b: b"\xef\xbb\xbf" + b), "NULs": _body(lambda b: b"\0" * len(b)), "list for object": _body(lambda b: b"[" + (b or b"0") + b"]"),
    "null": _body(lambda _: b"null"), "{}": _body(lambda _: b"{}"), "two documents": _body(lambda b: b + b"\n" + b),
    "much white space": _body(lambda b: b" " * 300_000 + b + b"\n" * 300_000),
    "no Date": _header("Date", None), "Date of 2015": _header("Date", "Thu, 01 Jan 2015 00:00:00 GMT"),
    "Date of 2040": _header("Date", "Sun, 01 Jan 2040 00:00:00 GMT"), "wrong Content-Type": _header("Content-Type", "image/png"),
    "items reversed": _items(lambda items, _: items[::-1]), "items shuffled": _items(lambda items, draw: draw.sample(items, len(items))),
    "items doubled": _items(lambda items, _: [i for i in items for _ in (0, 1)]), "one item missing": _items(_without_one),
    "items empty": _items(lambda _, __: []), "items an object": _items(lambda items, _: {"0": items}),
    "next circular": _json(_circular), "an earlier answer": _stale,
}
KINDS |= {f"429, Retry-After {after}": _status(429, Retry_After=after)
          for after in ("1", "0", "-1", "1.5", "Wed, 21 Oct 2026 07:28:00 GMT", "soon")}
KINDS |= {f"{name} {how}": _field(name, how) for name, hows in {
    "played_at": ("null", "missing", "number", "past", "future", "renamed"), "track": ("null", "missing", "text", "renamed"),
    "id": ("null", "missing", "number", "nul"), "name": ("null", "missing", "list"), "duration_ms": ("null", "text", "huge", "negative"),
    "artists": ("null", "missing", "text"), "album": ("null", "list"), "external_ids": ("null", "text"), "context": ("number", "extra"),
    "items": ("null", "missing", "renamed"), "next": ("missing", "number"), "total": ("null", "negative", "huge"),
    "access_token": ("null", "missing", "number"), "expires_in": ("missing", "text", "negative", "huge"), "scope": ("null", "missing"),
    "refresh_token": ("missing", "number"), "owner": ("null", "text"), "public": ("null", "text"), "snapshot_id": ("null", "missing", "number"),
    "uri": ("null", "missing", "number"),
}.items() for how in hows}
# What a client cannot tell from a true answer: see README.md.
HIDES = {"an earlier answer", "one item missing", "items empty", "{}", "body cut short"}
FAULTS = ("cut", "reset")  # of the connection


def spoiled(name, seed, status, headers, body, past):
    return KINDS[name](status, headers, body, past, random.Random(seed))
