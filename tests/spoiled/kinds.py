"""How an answer is spoiled: name → (group, spoil). `spoil(status, headers, body, past, draw)` returns what is sent instead; a kind that
leaves an answer unchanged does not fit it."""
import json
import random

GROUPS = ("status", "body", "header", "field", "order", "absence")
CUTS = ("cut", "reset")  # the connection ends, which the proxy does


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
    """`change(document, draw)` returns the new document; a body that is not an object stays."""
    def spoil(status, headers, body, _, draw):
        try:
            document = json.loads(body)
        except ValueError:
            return status, headers, body
        before = json.dumps(document)
        after = json.dumps(change(document, draw)) if isinstance(document, dict) else before
        return status, headers, body if after == before else after.encode()
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


VALUES = {"null": None, "number": 7, "text": "seven", "list": [7], "huge": 10 ** 17, "negative": -5, "nul": "a\0b", "a path": "../../me?x=#",
          "past": "1969-01-01T00:00:00Z", "future": "2199-01-01T00:00:00Z"}


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
                holder[name] = VALUES[how]
        return document
    return _json(change)


def _items(change):
    """Returns a spoil that changes the outermost list named `items`."""
    def on(document, draw):
        for holder in list(_holders(document, "items"))[:1]:
            if isinstance(holder["items"], list):
                holder["items"] = change(holder["items"], draw)
        return document
    return _json(on)


def _without_one(items, draw):
    gone = draw.randrange(len(items)) if items else 0
    return items[:gone] + items[gone + 1:]


def _backwards(value):
    if isinstance(value, dict):
        return {name: _backwards(value[name]) for name in reversed(value)}
    return [_backwards(one) for one in value] if isinstance(value, list) else value


def _circular(document, _):
    return {**document, "next": document["href"]} if "next" in document and "href" in document else document


HTML = b"<!doctype html><title>Sign in to the hotel</title>"
_STATUS = {f"status {s}": _status(s) for s in (302, 400, 401, 403, 404, 408, 429, 500, 503, 504)} | {
    "status 204": _status(204, b""), "403 as text": _status(403, b"User not registered in the Developer Dashboard"),
    "502 as HTML": _status(502, HTML)} | {
    f"429, Retry-After {after}": _status(429, Retry_After=after)
    for after in ("1", "0", "-1", "1.5", "Wed, 21 Oct 2026 07:28:00 GMT", "soon")}
_BODY = {
    "HTML with 200": _status(200, HTML), "empty body": _body(lambda _: b""), "body cut short": _body(lambda b: b[:len(b) // 2]),
    "UTF-16": _body(lambda b: b.decode(errors="replace").encode("utf-16")), "BOM": _body(lambda b: b"\xef\xbb\xbf" + b),
    "NULs": _body(lambda b: b"\0" * len(b)), "list for object": _body(lambda b: b"[" + (b or b"0") + b"]"), "null": _body(lambda _: b"null"),
    "{}": _body(lambda _: b"{}"), "[]": _body(lambda _: b"[]"), "a text": _body(lambda _: b'"seven"'), "two documents": _body(lambda b: b + b"\n" + b),
    "a comma too many": _body(lambda b: b.rstrip()[:-1] + b"," + b.rstrip()[-1:]), "NULs behind": _body(lambda b: b + b"\0" * 512),
    "half a character": _body(lambda b: b.replace(b'"name":"', b'"name":"\\ud83d', 1)), "Latin-1": _body(lambda b: b.replace(b'"name":"', b'"name":"\xe9', 1)),
    "much white space": _body(lambda b: b" " * 300_000 + b + b"\n" * 300_000)} | {cut: None for cut in CUTS}
_HEADER = {
    "Date of 2015": _header("Date", "Thu, 01 Jan 2015 00:00:00 GMT"), "Date of 2040": _header("Date", "Sun, 01 Jan 2040 00:00:00 GMT"),
    "Date that is none": _header("Date", "yesterday"), "wrong Content-Type": _header("Content-Type", "image/png"),
    "Retry-After beside the answer": _header("Retry-After", "604800"), "false Content-Encoding": _header("Content-Encoding", "gzip"),
    "Location elsewhere": _header("Location", "http://127.0.0.1:9/callback?code=seven&state=another")}
_ORDER = {
    "items reversed": _items(lambda items, _: items[::-1]), "items shuffled": _items(lambda items, draw: draw.sample(items, len(items))),
    "items doubled": _items(lambda items, _: [i for i in items for _ in (0, 1)]), "members backwards": _json(lambda document, _: _backwards(document)),
    "next circular": _json(_circular), "an earlier answer": lambda status, headers, body, past, _: (status, headers, past[0][2] if past else body)}
_ABSENCE = {
    "no Date": _header("Date", None), "no Content-Type": _header("Content-Type", None), "no Location": _header("Location", None),
    "one item missing": _items(_without_one), "items empty": _items(lambda _, __: []), "first item alone": _items(lambda items, _: items[:1])}
_FIELDS = {
    "played_at": ("null", "missing", "number", "past", "future", "renamed"), "track": ("null", "missing", "text", "renamed"),
    "item": ("null", "missing", "text"), "id": ("null", "missing", "number", "nul", "a path", "text"), "name": ("null", "missing", "list"),
    "duration_ms": ("null", "text", "huge", "negative"), "artists": ("null", "missing", "text"), "album": ("null", "list"),
    "external_ids": ("null", "text"), "release_date": ("null", "number", "future"), "context": ("number", "extra"),
    "items": ("null", "missing", "renamed", "text"), "tracks": ("null", "missing", "list"), "next": ("missing", "number", "a path"),
    "total": ("null", "missing", "negative", "huge"), "access_token": ("null", "missing", "number"),
    "expires_in": ("missing", "text", "negative", "huge"), "scope": ("null", "missing"), "refresh_token": ("missing", "number"),
    "owner": ("null", "text"), "public": ("null", "text"), "description": ("null", "missing"), "snapshot_id": ("null", "missing", "number"),
    "uri": ("null", "missing", "number", "text"), "href": ("missing",), "images": ("null",), "added_at": ("null", "future")}
_FIELD = {f"{name} {how}": _field(name, how) for name, hows in _FIELDS.items() for how in hows if how not in ("missing", "renamed")} | {
    "items an object": _items(lambda items, _: {"0": items})}
_ABSENCE |= {f"{name} {how}": _field(name, how) for name, hows in _FIELDS.items() for how in hows if how in ("missing", "renamed")}

KINDS = {name: (group, spoil) for group, kinds in zip(GROUPS, (_STATUS, _BODY, _HEADER, _FIELD, _ORDER, _ABSENCE), strict=True)
         for name, spoil in kinds.items()}
# Pages that look true and do not show all: see README.md.
HIDES = {"an earlier answer", "one item missing", "items empty", "first item alone"}


def group_of(kind):
    return KINDS[kind][0]


def spoiled(kind, seed, answer, past):
    """Returns (status, headers, body) as they are sent, or None if the kind leaves this answer unchanged."""
    sent = KINDS[kind][1](*answer, past, random.Random(seed))
    return None if sent == answer else sent
