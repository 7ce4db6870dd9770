"""Bad days of the weekly list and of enrich: the real program against the strict simulator, with a proxy between that changes answers."""
import json
import pathlib
import sys
import tempfile
import urllib.parse

from lib.cases import shown
from lib.home import ROOT, Home, check, run_test
from lib.recording_proxy import RecordingProxy
from spotify_test import corpus_without_ids

sys.path.insert(0, str(ROOT / "demo"))
import run as demo  # noqa: E402
import spotify_reader  # noqa: E402

NONE = json.dumps({"items": [], "next": None, "total": 0, "limit": 50, "offset": 0})
NO_TRACKS = json.dumps({"tracks": {"items": [], "next": None, "total": 0, "limit": 10, "offset": 0}})


class Twisting(RecordingProxy):
    """A proxy that also answers by rules: each `rule(exchange)` gives (status, body), or None for the simulator's own answer."""

    def __init__(self, target):
        super().__init__(target)
        self.rules = []

    def handle(self, handler, address, exchange):
        for rule in self.rules:
            if answer := rule(exchange):
                self.exchanges.append(exchange)
                status, body = answer
                handler.send_response_only(status)
                handler.send_header("Content-Type", "application/json")
                handler.send_header("Content-Length", str(len(body.encode())))
                handler.end_headers()
                handler.wfile.write(body.encode())
                return
        super().handle(handler, address, exchange)

    def asked(self, method, path):
        return [e for e in self.exchanges if e.method == method and e.path.startswith(path)]


def refused(status, message):
    return status, json.dumps({"error": {"status": status, "message": message}})


def when(method, path, answer, holds=lambda exchange: True):
    return lambda e: answer if e.method == method and e.path.startswith(path) and holds(e) else None


def lists_of(simulator, name="Segue weekly"):
    """Returns the contents of the simulator's own playlists of that name: a list of URIs for each."""
    token = spotify_reader.consent(simulator.base, demo.CLIENT, demo.SCOPES)
    return [[uri for _, _, uri in items] for found, _, items in spotify_reader.playlists(simulator.base, token) if found == name]


def check_one_song(simulator, proxy, home):
    """S02, P03: a search that fails and a song that cannot be added are left out and named; the list is still made and filled."""
    dry = home.json("playlist", "--dry-run")
    check(dry["items"] == dry["wanted"] == 30, f"--dry-run: {dry}")
    searched = [e for e in proxy.asked("GET", "/v1/search") if "track:" in e.query["q"][0]]
    title = searched[0].query["q"][0].split('"')[1]
    for kept in (home.home / "lake/v1/me/search").rglob("*.zst"):
        kept.unlink()
    proxy.rules = [when("GET", "/v1/search", refused(404, "Not found"), lambda e: title in e.query["q"][0]),
                   when("POST", "/v1/me/playlists", refused(400, "Invalid description"))]
    done = home.run("playlist", expect=4)
    check("Invalid description" in done.stderr and not lists_of(simulator), f"P10: {done.stderr}")
    shown("P10", "exit 4 with Spotify's word")
    proxy.rules.pop()
    known = {json.loads(e.answer)["tracks"]["items"][0]["uri"] for e in proxy.asked("GET", "/v1/search")
             if e.answer and json.loads(e.answer).get("tracks", {}).get("items")}
    gone = sorted(known)[0]
    gone_id = gone.rsplit(":", 1)[1]
    proxy.rules += [when("PUT", "/v1/playlists/", refused(502, "Bad gateway"), lambda e: gone in e.body.decode()),
                    when("GET", f"/v1/tracks/{gone_id}", refused(404, "Resource not found"))]
    wrote = home.json("playlist")
    why = {f"{one['artist']} - {one['title']}": one["why"] for one in wrote["left_out"]}
    check(any(title in name and "404" in text for name, text in why.items()), f"S02: {title} in {why}")
    stands = lists_of(simulator)
    check(len(stands) == 1 and len(stands[0]) == wrote["items"] == 30 and gone not in stands[0], f"P03: {gone} in {stands}, {wrote}")
    check(any("Spotify refuses it with status 404 (Resource not found)" in text for text in why.values()), f"P03: {why}")
    again = home.json("playlist")
    check(not again["changed"] and not again["created"], f"written again: {again}")
    shown("S02", "that song is left out, and said")
    shown("P03", "written without that song, and said")
    print(f"one song: {len(why)} left out and named, 30 in the list, nothing to do the second time")
    proxy.rules = []


def check_absence(simulator, proxy, home):
    """P01, P15: if Spotify's list of playlists is empty or missing for a while, segue makes no second playlist."""
    proxy.rules = [when("GET", "/v1/me/playlists", (200, NONE))]
    made = home.json("playlist")
    check(not made["created"] and len(lists_of(simulator)) == 1, f"an empty list: {made}")
    for status, body in ((200, "<html></html>"), (503, ""), (200, "{}"), (404, "{}")):
        proxy.rules = [when("GET", "/v1/me/playlists", (status, body))]
        home.run("playlist", expect=4)
        check(len(lists_of(simulator)) == 1, f"{status} {body}: a second playlist")
    proxy.rules = []
    shown("P01", "no second playlist")
    shown("P15", "exit 4, none is made")


def check_empty_searches(simulator, proxy, home):
    """S05: searches that find nothing for a day do not replace the list, and are repeated."""
    before = lists_of(simulator)[0]
    for kept in (home.home / "lake/v1/me/search").rglob("*.zst"):
        kept.unlink()
    proxy.rules = [when("GET", "/v1/search", (200, NO_TRACKS))]
    done = home.run("playlist", expect=4)
    check(lists_of(simulator) == [before] and "keeps the 30 songs of the list before" in done.stderr, f"the list: {done.stderr}")
    proxy.rules = []
    home.run("playlist", expect=4)  # that a song was not found is believed for three days
    simulator.advance(73)
    again = home.json("playlist")
    check(again["items"] == 30 and lists_of(simulator)[0], f"searched for again: {again}")
    shown("S05", "asked again; the old list stays")


def check_public(simulator, proxy, home):
    """P04: a list that Spotify shows as public is reported as public; private is asked for once, and not written again."""
    def public(exchange):
        if not exchange.path.startswith(("/v1/me/playlists", "/v1/playlists/")) or exchange.method != "GET":
            return None
        answer = spotify_reader.fetch(simulator.base + exchange.path, exchange.headers["Authorization"].split(" ")[1]).decode()
        return 200, answer.replace('"public":false', '"public":true')

    proxy.rules = [public]
    home.json("playlist")
    count = len(proxy.asked("PUT", "/v1/playlists/"))
    again = home.json("playlist")
    said = home.run("playlist").stdout
    check(again["public"] is True and not again["changed"] and "make it private in the app" in said, f"P04: {again} {said}")
    check(len(proxy.asked("PUT", "/v1/playlists/")) == count, "private was asked for again")
    shown("P04", "said; nothing is written again")
    proxy.rules = []


def check_unfollowed(simulator, proxy, home):
    """P07: a playlist that Spotify itself says is gone from the library is made anew."""
    ours = {e.path.split("/")[3] for e in proxy.asked("PUT", "/v1/playlists/")}
    check(len(ours) == 1, f"playlists written: {ours}")
    gone = ours.pop()

    def without(exchange):
        if exchange.method != "GET" or not exchange.path.startswith("/v1/me/playlists"):
            return None
        page = json.loads(spotify_reader.fetch(simulator.base + exchange.path, exchange.headers["Authorization"].split(" ")[1]))
        page["items"] = [one for one in page["items"] if one["id"] != gone]
        return 200, json.dumps(page)

    proxy.rules = [without, when("GET", "/v1/me/library/contains", (200, "[false]"), lambda e: gone in urllib.parse.unquote(e.path))]
    made_public = lambda e: e.method == "POST" and e.path.startswith("/v1/me/playlists")  # noqa: E731
    proxy.transform = lambda e, status, headers, body: (status, headers, body.replace(b'"public":false', b'"public":true') if made_public(e) else body)
    said = home.run("playlist").stdout
    proxy.transform = None
    check('Made the playlist "Segue weekly".' in said and "shows \"Segue weekly\" as public" in said and "30 songs in it." in said,
          f"P07, and P04 where it is made: {said}")
    anew = {e.path.split("/")[3] for e in proxy.asked("PUT", "/v1/playlists/")} - {gone}
    check(len(anew) == 1 and len(lists_of(simulator)) == 2, f"P07: {anew}")
    shown("P07", "made anew")
    proxy.rules = []
    print("lists: absence makes no second one, an unfollowed one is made anew, public is said, empty searches replace nothing")


def check_enrich(simulator, proxy, home):
    """E04: one endpoint that refuses is skipped and named; the others are still asked."""
    home.run("enrich", "--calls", "60")  # the day's lists first
    proxy.rules = [when("GET", "/v1/albums/", refused(403, "Forbidden"))]
    made = home.json("enrich", "--calls", "30")
    # The pages of lists come first; how many there are depends on what was recommended.
    rest = made["calls"] - made["pages"] - made["failed"]
    check(made["tracks"] == rest > 0 and made["albums"] == 0 and made["failed"] == 1, f"E04: {made}")
    check([line for line in made["left_out"] if line == "albums (Forbidden)"] == ["albums (Forbidden)"], f"said once: {made}")
    shown("E04", "its family waits, the others go on")
    print(f"enrich: albums forbidden, {made['tracks']} tracks all the same")


def main():
    with tempfile.TemporaryDirectory() as folder, demo.Simulator(pathlib.Path(folder)) as simulator, Twisting(simulator.base) as proxy:
        environment = {"SEGUE_SPOTIFY_API_URL": proxy.base, "SEGUE_SPOTIFY_ACCOUNTS_URL": proxy.base,
                       "SEGUE_CLOCK_URL": simulator.base + "/sim/clock", "SEGUE_SPOTIFY_CLIENT_ID": demo.CLIENT,
                       "SEGUE_LEARN_FROM_API": "train"}
        with Home("bad-lists", environment) as home:
            home.home.mkdir(parents=True, exist_ok=True)
            (home.home / "config.toml").write_text("[quota]\ndaily = 30000\n")
            home.run("login", "--auto")
            (home.path / "export.zip").write_bytes(simulator.get("/sim/export?user=demo&days=365"))
            corpus_without_ids(simulator, home.path / "lists.tsv")
            for command in (["import", home.path / "export.zip"], ["corpus", "add", home.path / "lists.tsv"], ["transform"],
                            ["train", "--epochs", "4"]):
                home.run(*command)
            check_one_song(simulator, proxy, home)
            check_absence(simulator, proxy, home)
            check_public(simulator, proxy, home)
            check_empty_searches(simulator, proxy, home)
            check_unfollowed(simulator, proxy, home)
            check_enrich(simulator, proxy, home)


if __name__ == "__main__":
    run_test(main)
