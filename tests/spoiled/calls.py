"""The calls that each command makes, by name; and a reader of answers without any code of segue."""
import datetime
import json
import re

_ID = r"[^/?]+"
_CALLS = (
    ("consent", "GET", r"/authorize"), ("token", "POST", r"/api/token"), ("me", "GET", r"/v1/me"),
    ("page", "GET", r"/v1/me/player/recently-played"), ("saved tracks", "GET", r"/v1/me/tracks"), ("followed artists", "GET", r"/v1/me/following"),
    ("top tracks", "GET", r"/v1/me/top/tracks"), ("top artists", "GET", r"/v1/me/top/artists"),
    ("playlists", "GET", r"/v1/me/playlists"), ("items", "GET", rf"/v1/playlists/{_ID}/items"), ("playlist", "GET", rf"/v1/playlists/{_ID}"),
    ("library", "GET", r"/v1/me/library/contains"), ("search", "GET", r"/v1/search"), ("create", "POST", r"/v1/me/playlists"),
    ("write items", "PUT", rf"/v1/playlists/{_ID}/items"), ("write head", "PUT", rf"/v1/playlists/{_ID}"),
    ("track", "GET", rf"/v1/tracks/{_ID}"), ("album", "GET", rf"/v1/albums/{_ID}"), ("artist", "GET", rf"/v1/artists/{_ID}"),
    ("albums of an artist", "GET", rf"/v1/artists/{_ID}/albums"))
OF = {
    "poll": ("page", "refresh"),
    "login": ("consent", "token", "me"),
    "enrich": ("saved tracks", "playlists", "items", "me", "top tracks", "top artists", "followed artists", "track", "album", "artist",
               "albums of an artist", "refresh"),
    "playlist": ("playlists", "library", "playlist", "me", "search", "create", "write items", "items", "write head", "track", "refresh"),
}
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def name_of(exchange):
    path = exchange.path.split("?")[0]
    for name, method, pattern in _CALLS:
        if method == exchange.method and re.fullmatch(pattern, path):
            return "refresh" if name == "token" and b"refresh_token" in exchange.body else name
    return "another"


def document_in(body):
    """Returns the JSON of a body as any reader would read it; None if it is not JSON. A byte order mark is skipped; half a character counts as one."""
    try:
        return json.loads(body.removeprefix(b"\xef\xbb\xbf"))
    except ValueError:
        return None


def items_in(body):
    """Returns the items of a page or a search; None for bytes that are not a page."""
    document = document_in(body)
    for name in ("tracks", "artists"):
        if isinstance(document, dict) and "items" not in document and isinstance(document.get(name), dict):
            document = document[name]
    items = document.get("items") if isinstance(document, dict) else None
    return items if isinstance(items, list) else None


def instant_ms(text):
    """Returns None for a text that is not a time in UTC."""
    try:
        at = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
        return None if at.tzinfo is None else (at - _EPOCH) // datetime.timedelta(milliseconds=1)
    except (ValueError, AttributeError, TypeError):
        return None


def play_in(item):
    """Returns (instant, names) of an item of recently played that has a time and an id, a uri or a name; None for any other."""
    track = item.get("track") if isinstance(item, dict) else None
    at = instant_ms(item.get("played_at")) if isinstance(track, dict) else None
    names = {track[name] for name in ("id", "uri", "name") if isinstance(track.get(name), str) and track[name]} if at is not None else set()
    return (at, names) if names else None
