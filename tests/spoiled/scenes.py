"""The situations that cause a call: the state of home and account before the command, and the proxy's other changes of answers."""
import json

REFUSED = json.dumps({"error": {"status": 400, "message": "Payload contains a non-existing ID"}}).encode()
LISTS = ("saved tracks", "playlists", "items", "me", "top tracks", "top artists", "followed artists")  # which enrich asks for once a day


def prepare(home, simulator, with_model):
    """Fills a home with plays; if a list is to be written, also with other people's lists without ids (so that songs are searched for) and
    a model."""
    export = home.path / "export.zip"
    export.write_bytes(simulator.get("/sim/export?user=demo&days=90"))
    for command in (("login", "--auto"), ("import", export), ("poll",)):
        home.run(*command)
    if with_model:
        corpus = home.path / "lists.tsv"
        lines = ["list\tposition\tartist\ttitle\talbum\tduration_ms"]
        for one in json.loads(simulator.get("/sim/corpus?playlists=600"))["playlists"]:
            lines += ["\t".join(map(str, (one["pid"], t["pos"], t["artist_name"], t["track_name"], t["album_name"], t["duration_ms"])))
                      for t in one["tracks"]]
        corpus.write_text("\n".join(lines) + "\n")
        for command in (("corpus", "add", corpus), ("transform",), ("train", "--epochs", "2")):
            home.run(*command)


def configure(home, name):
    (home.home / "config.toml").write_text(f'[playlist]\nname = "{name}"\n[quota]\ndaily = 200000\n')


def forget(home, kind):
    for path in (home.home / "lake/v1/me" / kind).rglob("*.zst"):
        path.unlink()


def without(playlist):
    """Returns the list of playlists as Spotify shows it while one is missing."""
    def stage(_, status, body):
        page = json.loads(body)
        page["items"] = [one for one in page["items"] if one["id"] != playlist]
        return status, json.dumps(page).encode()
    return stage


def few(_, status, body):
    """Cuts a page to five entries, because enrichment asks by id for the artists that no list shows."""
    page = json.loads(body)
    holder = page.get("artists", page)
    holder["items"] = holder["items"][:5]
    return status, json.dumps(page).encode()


FEW_ARTISTS = {"top artists": few, "followed artists": few}


class PlaylistScene:
    """`ours` is the id of segue's list in the account; before each scene the list is full and as segue wrote it."""

    def __init__(self, home, account):
        self.home, self.account, self.ours, self.turned, self.number = home, account, None, None, 0

    def rename(self):
        self.number += 1
        configure(self.home, f"Weekly {self.number}")

    def set_for(self, call):
        """Sets the scene for a call; returns the stage for the proxy."""
        stage = {}
        if call in ("create", "me"):
            forget(self.home, "playlist_written")
        if call in ("create", "write head"):
            self.rename()
        if call == "search":
            forget(self.home, "search")
        if call in ("library", "playlist"):
            stage["playlists"] = without(self.ours)
        self.turned = self.account.turn(self.ours) if call in ("write items", "items", "track") else None
        if call == "track":
            stage["write items"] = lambda number, status, body: (400, REFUSED) if number == 0 else (status, body)
        return stage


def hours_before(command, call, draw):
    """Returns hours that are past Retry-After and the token's hour: for polls enough that a page shows few of the earlier page's plays, or none;
    for lists a day."""
    if command == "poll":
        return draw.choice((2, 6, 14, 18, 20, 30))
    return 24 if command == "enrich" and call in LISTS else 2
