"""The simulator's answers against Spotify's own OpenAPI file: types as the file says, no unknown field, none that was removed in
February 2026. Then every request of segue's commands, as a proxy between recorded it: path, query and body as the file says, and no
deprecated operation."""
import json
import pathlib
import re
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request

import jsonschema

from lib.home import ROOT, Home, check, run_test
from lib.openapi import Specification
from lib.recording_proxy import Exchange, RecordingProxy

sys.path.insert(0, str(ROOT / "demo"))
import run as demo  # noqa: E402
import spotify_reader  # noqa: E402
from spotify_test import corpus_without_ids  # noqa: E402

SPECIFICATION = ROOT.parent / "shared/reference/spotify-openapi.yml"
SCOPES = "user-read-recently-played user-library-read user-top-read playlist-read-private playlist-modify-private user-follow-read"
def calls(token, simulator):
    """Returns (method, path, body) → a good answer's JSON, for everything that the simulator answers."""
    def ask(path):
        return json.loads(spotify_reader.fetch(f"{simulator.base}/v1{path}", token))

    recent = ask("/me/player/recently-played?limit=50")
    track = recent["items"][0]["track"]
    album, artist = track["album"]["id"], track["artists"][0]["id"]
    yield "/me/player/recently-played", recent
    for path in ("/me", "/me/playlists?limit=50", "/me/tracks?limit=50", "/me/top/artists", "/me/top/tracks", f"/tracks/{track['id']}",
                 f"/albums/{album}", f"/albums/{album}/tracks", f"/artists/{artist}", f"/artists/{artist}/albums?limit=10",
                 "/me/following?type=artist&limit=50",
                 f"/me/library/contains?uris={track['uri']}", "/search?q=the&type=track,album,artist&limit=10"):
        yield path, ask(path)
    mine = next(p for p in ask("/me/playlists?limit=50")["items"] if p["owner"]["id"] == ask("/me")["id"])
    yield f"/playlists/{mine['id']}", ask(f"/playlists/{mine['id']}")
    yield f"/playlists/{mine['id']}/items", ask(f"/playlists/{mine['id']}/items?limit=50")


def faults(schema, answer):
    return sorted(jsonschema.Draft7Validator(schema).iter_errors(answer), key=lambda e: list(map(str, e.path)))


def check_eyes(schema, page):
    """Checks that the check notices a removed field and a wrong type."""
    for spoil in (lambda item: item["track"].update(popularity=5), lambda item: item.update(played_at=7),
                  lambda item: item["track"].update(duration_ms="long"), lambda item: item["track"]["album"].update(unheard_of=1)):
        spoilt = json.loads(json.dumps(page))
        spoil(spoilt["items"][0])
        check(faults(schema, spoilt), "a spoilt answer passed")


def check_answers(specification, simulator):
    token = spotify_reader.consent(simulator.base, demo.CLIENT, SCOPES)
    count = 0
    for path, answer in calls(token, simulator):
        found = specification.operation("get", path.split("?")[0])
        check(found, f"GET {path} is no operation of the file")
        schema = specification.answer_schema(found[1], 200)
        found_faults = faults(schema, answer)
        check(not found_faults,
              f"GET {path}: " + "; ".join(f"{'/'.join(map(str, f.path))}: {f.message[:160]}" for f in found_faults[:4]))
        if count == 0:
            check_eyes(schema, answer)
        count += 1
    print(f"{count} kinds of answer are as the OpenAPI file says, without the fields removed in February 2026")


# Every command that calls Spotify; each ends with 0 here.
COMMANDS = (["login", "--auto"], ["poll"], ["playlist"], ["playlist", "--n", "10"])
# Operations that these commands must have used, so that the check below has something to check.
USED = {"GET /me/player/recently-played", "GET /me", "GET /me/playlists", "POST /me/playlists", "GET /search",
        "PUT /playlists/{playlist_id}", "GET /playlists/{playlist_id}/items", "PUT /playlists/{playlist_id}/items",
        "GET /tracks/{id}", "GET /albums/{id}", "GET /artists/{id}", "GET /artists/{id}/albums", "GET /me/tracks",
        "GET /me/following", "GET /me/top/{type}", "GET /me/library/contains", "GET /playlists/{playlist_id}"}


def check_request_eyes(specification):
    """Checks that the check notices a bad request of each kind, and accepts a good one."""
    def faults_of(method, path, body=None, kind="application/json"):
        headers = {"Content-Type": kind} if body is not None else {}
        return specification.request_faults(Exchange(method, path, headers, b"" if body is None else json.dumps(body).encode()))

    for good in (("GET", "/v1/search?q=x&type=track%2Calbum&limit=10"), ("PUT", "/v1/playlists/1/items", {"uris": ["spotify:track:1"]}),
                 ("POST", "/v1/me/playlists", {"name": "x", "public": False})):
        check(not faults_of(*good), f"{good}: {faults_of(*good)}")
    for bad in (("GET", "/v1/nothing"), ("DELETE", "/v1/me"), ("GET", "/v1/tracks?ids=1"), ("PUT", "/v1/playlists/1/tracks", {"uris": []}),
                ("GET", "/v1/search?q=x"), ("GET", "/v1/search?q=x&type=track&limit=11"), ("GET", "/v1/search?q=x&type=song"),
                ("GET", "/v1/search?q=x&type=track&limit=ten"), ("GET", "/v1/search?q=x&q=y&type=track"),
                ("GET", "/v1/me/player/recently-played?limit=51"), ("GET", "/v1/me/player/recently-played?offset=1"),
                ("GET", "/v1/me/top/songs"), ("GET", "/v1/me", {"a": 1}), ("POST", "/v1/me/playlists", {}),
                ("POST", "/v1/me/playlists", {"name": 7}), ("POST", "/v1/me/playlists", {"name": "x", "colour": "red"}),
                ("POST", "/v1/me/playlists", {"name": "x"}, "text/plain"), ("PUT", "/v1/playlists/1/items", {"uris": "one"})):
        check(faults_of(*bad), f"a bad request passed: {bad}")


NO_PLAYLISTS = json.dumps({"items": [], "next": None, "total": 0, "limit": 50, "offset": 0})


def run_everything(simulator, proxy, home):
    (home.path / "export.zip").write_bytes(simulator.get("/sim/export?user=demo&days=365"))
    corpus_without_ids(simulator, home.path / "lists.tsv")
    for command in (["import", home.path / "export.zip"], ["corpus", "add", home.path / "lists.tsv"], ["transform"],
                    ["train", "--epochs", "3"], *COMMANDS):
        home.run(*command)
    with open(home.home / "config.toml", "a") as config:
        config.write('[playlist]\nname = "Another name"\n[quota]\ndaily = 30000\n')
    home.run("playlist")  # the same playlist, renamed
    proxy.spoil("/v1/me/playlists", status=200, body=NO_PLAYLISTS)
    check(not home.json("playlist")["created"], "a list that is empty for once")


def playlist_of_strangers(simulator, path):
    """Writes account data with a playlist of one song by each of forty artists; most of the songs are on no list that Spotify shows."""
    songs = {}
    for playlist in json.loads(simulator.get("/sim/corpus?playlists=300"))["playlists"]:
        for track in playlist["tracks"]:
            songs.setdefault(track["artist_name"], {"trackName": track["track_name"], "artistName": track["artist_name"],
                                                    "trackUri": track["track_uri"]})
    items = [{"track": songs[artist]} for artist in sorted(songs)[:40]]
    path.write_text(json.dumps({"playlists": [{"name": "Strangers", "lastModifiedDate": "2026-01-02", "items": items}]}))


def enrich_two(environment, home, simulator):
    home.run("enrich", "--calls", "60")
    with Home("openapi", environment) as other:
        playlist_of_strangers(simulator, other.path / "Playlist1.json")
        other.run("login", "--auto")
        other.run("import", other.path / "Playlist1.json")
        other.run("enrich", "--calls", "110")


def refusal(simulator, token, method, path):
    """Returns (status, message) of a call that must fail."""
    request = urllib.request.Request(f"{simulator.base}/v1{path}", method=method.upper(), headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
            return answer.status, ""
    except urllib.error.HTTPError as answer:
        return answer.code, json.loads(answer.read())["error"]["message"]


def check_refusals(specification, simulator):
    """An operation that the file calls deprecated is forbidden; a limit above the file's greatest one is invalid."""
    token = spotify_reader.consent(simulator.base, demo.CLIENT, SCOPES)
    removed = limits = 0
    for template, operations in specification.root["paths"].items():
        path = re.sub(r"\{\w+\}", "0" * 22, template.replace("/top/{type}", "/top/tracks"))
        for method in ("get", "post", "put", "delete"):
            operation = operations.get(method, {})
            if operation.get("deprecated"):
                found = refusal(simulator, token, method, path)
                check(found == (403, "Forbidden"), f"{method} {template}: {found}")
                removed += 1
                continue
            parameters = {p["name"]: p for p in map(specification.resolved, operation.get("parameters", []))}
            if "limit" not in parameters or refusal(simulator, token, method, path)[0] == 501:
                continue
            needed = {"/search": "&q=a&type=track", "/me/following": "&type=artist"}.get(template, "")
            query = f"?limit={parameters['limit']['schema']['maximum'] + 1}{needed}"
            found = refusal(simulator, token, method, path + query)
            check(found == (400, "Invalid limit"), f"{method} {template}{query}: {found}")
            limits += 1
    check(removed >= 40 and limits >= 8, f"only {removed} removed operations and {limits} limits were looked at")
    print(f"{removed} removed operations are forbidden; {limits} limits hold")


def check_requests(specification, simulator):
    with RecordingProxy(simulator.base) as proxy:
        environment = {"SEGUE_SPOTIFY_API_URL": proxy.base, "SEGUE_SPOTIFY_ACCOUNTS_URL": proxy.base,
                       "SEGUE_CLOCK_URL": simulator.base + "/sim/clock", "SEGUE_SPOTIFY_CLIENT_ID": demo.CLIENT,
                       "SEGUE_LEARN_FROM_API": "train"}
        with Home("openapi", environment) as home:
            run_everything(simulator, proxy, home)
            enrich_two(environment, home, simulator)
    made = [e for e in proxy.exchanges if e.path.startswith("/v1/")]
    for exchange in made:  # 501: Spotify answers it, the simulator does not
        found = specification.request_faults(exchange)
        check(not found, f"{exchange.method} {exchange.path} {exchange.body.decode()[:200]}: {'; '.join(found)}")
        check(exchange.status < 400 or exchange.status == 501, f"{exchange.method} {exchange.path}: status {exchange.status}")
    used = {f"{e.method} {specification.operation(e.method.lower(), urllib.parse.urlsplit(e.path).path.removeprefix('/v1'))[0]}" for e in made}
    check(USED <= used, f"not asked for, so not checked: {sorted(USED - used)}")
    strangers = {e.path.split("?")[0] for e in proxy.exchanges} - {e.path.split("?")[0] for e in made} - {"/authorize", "/api/token"}
    check(not strangers, f"asked outside the Web API: {strangers}")
    print(f"{len(made)} requests of {len(used)} operations are as the OpenAPI file says, none deprecated: " + ", ".join(sorted(used)))


def main():
    if not SPECIFICATION.exists():
        print(f"skipped: {SPECIFICATION.relative_to(ROOT.parent)} is not here (see tests/README.md)")
        raise SystemExit(77)
    specification = Specification(SPECIFICATION)
    with tempfile.TemporaryDirectory() as folder, demo.Simulator(pathlib.Path(folder)) as simulator:
        check_request_eyes(specification)
        check_answers(specification, simulator)
        check_refusals(specification, simulator)
        check_requests(specification, simulator)


if __name__ == "__main__":
    run_test(main)
