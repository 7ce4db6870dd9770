"""The listener's account as the simulator itself keeps it: read past the proxy, and changed as a person would by hand."""
import json
import pathlib
import sys
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent / "demo"))
import run as demo  # noqa: E402
import spotify_reader  # noqa: E402

SCOPES = "playlist-read-private playlist-modify-private playlist-modify-public"


class Account:
    def __init__(self, base):
        self.base = base

    def sign_in(self):
        """Signs in. Call this before any question, because the token lasts an hour of simulated time, which is soon over."""
        self.token = spotify_reader.consent(self.base, demo.CLIENT, SCOPES)

    def read(self, path):
        return json.loads(spotify_reader.fetch(f"{self.base}/v1/{path}", self.token))

    def all_of(self, path):
        found, page = [], {"next": True}
        while page["next"]:
            page = self.read(f"{path}?limit=50&offset={len(found)}")
            found += page["items"]
        return found

    def lists(self):
        """Returns id → (name, number of songs) of each playlist that the listener owns."""
        me = self.read("me")["id"]
        return {one["id"]: (one["name"], one["items"]["total"]) for one in self.all_of("me/playlists") if one["owner"]["id"] == me}

    def songs(self, playlist):
        return [entry["item"]["uri"] for entry in self.all_of(f"playlists/{playlist}/items")]

    def turn(self, playlist):
        """Reverses the order of the songs; returns the new order."""
        turned = self.songs(playlist)[::-1]
        body = json.dumps({"uris": turned}).encode()
        urllib.request.urlopen(urllib.request.Request(
            f"{self.base}/v1/playlists/{playlist}/items", data=body, method="PUT",
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})).close()
        return turned
