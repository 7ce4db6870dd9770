"""Puts pages of the newest plays into a home's lake without a Spotify."""
import hashlib
import json

from lib.zstd import compress


def page(home, day, plays):
    """Lands a page of the newest plays as `segue poll` would have kept it: (minute, artist's id and name, song)."""
    items = [{"played_at": f"{day}T10:{minute:02}:00.123Z", "context": None, "track": {
        "id": song[2], "uri": f"spotify:track:{song[2]}", "type": "track", "name": song[0], "duration_ms": 40_000,
        "album": {"name": song[1], "id": hashlib.md5(song[1].encode()).hexdigest()[:22]},
        "artists": [{"id": artist[0], "name": artist[1]}, {"id": "G" * 22, "name": "A guest"}]}} for minute, artist, song in plays]
    body = json.dumps({"items": items}).encode()
    digest = hashlib.sha256(body).hexdigest()
    at = f"{day}T11:00:00.000Z"
    line = {"request": "GET /v1/me/player/recently-played?limit=50", "status": 200, "server_date": at, "our_clock": at, "sha256": digest}
    folder = home.home / "lake/v1/me/recently_played" / day.replace("-", "/")
    folder.mkdir(parents=True, exist_ok=True)
    stamp = at.translate(str.maketrans("", "", "-:."))
    (folder / f"{stamp}-{digest[:12]}.json.zst").write_bytes(compress(json.dumps(line).encode() + b"\n" + body))
