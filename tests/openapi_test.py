"""The simulator's answers against Spotify's own OpenAPI file: types as the file says, no field that it does not know, none that was
removed in February 2026. Then every operation that segue used while the demo's steps ran: known there, and not deprecated."""
import json
import pathlib
import re
import sys
import tempfile
import urllib.error
import urllib.request

import jsonschema
import yaml

from lib.home import ROOT, Home, Missed, check

sys.path.insert(0, str(ROOT / "demo"))
import run as demo  # noqa: E402
import spotify_reader  # noqa: E402

SPECIFICATION = ROOT.parent / "shared/reference/spotify-openapi.yml"
SCOPES = "user-read-recently-played user-library-read user-top-read playlist-read-private playlist-modify-private"
REMOVED = {"available_markets", "linked_from", "popularity", "album_group", "label", "followers", "country", "email",
           "explicit_content", "product"}
# Null in real answers though the file does not say so (the project's page on the API, sections 2.2 and 4).
NULL_TOO = {"context", "preview_url", "cursors", "next", "previous", "item", "track", "added_by", "images", "description"}


class Specification:
    def __init__(self, path):
        self.root = yaml.safe_load(path.read_text())

    def resolved(self, node):
        while "$ref" in node:
            target = self.root
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            node = target
        return node

    def schema(self, node, name="", depth=0):
        """A JSON schema with references put in, fields closed, nulls as real answers have them."""
        node = self.resolved(node)
        if depth > 12:
            return {}
        if "allOf" in node:
            merged = {}
            for part in node["allOf"]:
                found = self.schema(part, name, depth + 1)
                merged.setdefault("properties", {}).update(found.pop("properties", {}))
                merged.update(found)
            node_type, out = merged.get("type", "object"), merged
        elif "oneOf" in node or "anyOf" in node:
            return {"anyOf": [self.schema(p, name, depth + 1) for p in node.get("oneOf", node.get("anyOf"))]}
        else:
            node_type, out = node.get("type"), {}
            if "properties" in node:
                out["properties"] = {k: self.schema(v, k, depth + 1) for k, v in node["properties"].items() if k not in REMOVED}
            if "items" in node:
                out["items"] = self.schema(node["items"], "", depth + 1)
            out |= {k: node[k] for k in ("enum", "minimum", "maximum") if k in node and node_type != "array"}
        if out.get("properties"):
            out["additionalProperties"] = False
        null = node.get("nullable") or name in NULL_TOO
        if isinstance(node_type, str) and node_type in ("object", "array", "string", "integer", "number", "boolean"):
            out["type"] = [node_type, "null"] if null else node_type
        if null:
            out.pop("enum", None)
        return out

    def operation(self, method, path):
        """(template, operation) of a called path; nothing for one that the file does not know."""
        for template, operations in self.root["paths"].items():
            if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path) and method in operations:
                return template, operations[method]
        return None

    def answer_schema(self, operation, status):
        answer = self.resolved(operation["responses"][str(status)])
        return self.schema(answer["content"]["application/json"]["schema"]) if "content" in answer else None


def calls(token, simulator):
    """(method, path, body) → a good answer's JSON, for everything that the simulator answers."""
    def ask(path):
        return json.loads(spotify_reader.fetch(f"{simulator.base}/v1{path}", token))

    recent = ask("/me/player/recently-played?limit=50")
    track = recent["items"][0]["track"]
    album, artist = track["album"]["id"], track["artists"][0]["id"]
    yield "/me/player/recently-played", recent
    for path in ("/me", "/me/playlists?limit=50", "/me/tracks?limit=50", "/me/top/artists", "/me/top/tracks", f"/tracks/{track['id']}",
                 f"/albums/{album}", f"/albums/{album}/tracks", f"/artists/{artist}", f"/artists/{artist}/albums?limit=10",
                 f"/me/library/contains?uris={track['uri']}", "/search?q=the&type=track,album,artist&limit=10"):
        yield path, ask(path)
    mine = next(p for p in ask("/me/playlists?limit=50")["items"] if p["owner"]["id"] == ask("/me")["id"])
    yield f"/playlists/{mine['id']}", ask(f"/playlists/{mine['id']}")
    yield f"/playlists/{mine['id']}/items", ask(f"/playlists/{mine['id']}/items?limit=50")


def faults(schema, answer):
    return sorted(jsonschema.Draft7Validator(schema).iter_errors(answer), key=lambda e: list(map(str, e.path)))


def check_eyes(schema, page):
    """The check itself sees what it should: a removed field, a wrong type."""
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


def refusal(simulator, token, method, path):
    """(status, message) of a call that is to fail."""
    request = urllib.request.Request(f"{simulator.base}/v1{path}", method=method.upper(), headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
            return answer.status, ""
    except urllib.error.HTTPError as answer:
        return answer.code, json.loads(answer.read())["error"]["message"]


def check_refusals(specification, simulator):
    """What the file calls deprecated is forbidden; above the file's greatest limit is an invalid one."""
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
            query = f"?limit={parameters['limit']['schema']['maximum'] + 1}" + ("&q=a&type=track" if template == "/search" else "")
            found = refusal(simulator, token, method, path + query)
            check(found == (400, "Invalid limit"), f"{method} {template}{query}: {found}")
            limits += 1
    check(removed >= 40 and limits >= 8, f"only {removed} removed operations and {limits} limits were looked at")
    print(f"{removed} removed operations are forbidden; {limits} limits hold")


def check_requests(specification, simulator):
    with Home("openapi", {"SEGUE_SPOTIFY_API_URL": simulator.base, "SEGUE_SPOTIFY_ACCOUNTS_URL": simulator.base,
                          "SEGUE_CLOCK_URL": simulator.base + "/sim/clock", "SEGUE_SPOTIFY_CLIENT_ID": demo.CLIENT,
                          "SEGUE_LEARN_FROM_API": "train"}) as home:
        before = json.loads(simulator.get("/sim/calls"))
        corpus = home.path / "slice.json"
        corpus.write_bytes(simulator.get("/sim/corpus?playlists=900"))
        (home.path / "export.zip").write_bytes(simulator.get("/sim/export?user=demo&days=365"))
        for command in (["login", "--auto"], ["poll"], ["import", home.path / "export.zip"], ["corpus", "add", corpus], ["transform"],
                        ["train", "--epochs", "3"], ["playlist"]):
            home.run(*command)
        after = json.loads(simulator.get("/sim/calls"))
    used = {route for route, times in after.items() if times > before.get(route, 0) and " /v1/" in route}
    check(len(used) >= 5, f"only {used} was asked for")
    for route in sorted(used):
        method, path = route.split(" ")
        found = specification.operation(method.lower(), path.removeprefix("/v1"))
        check(found, f"{route} is no operation of the file")
        check(not found[1].get("deprecated"), f"{route} is deprecated")
    print("segue asked for nothing unknown or deprecated: " + ", ".join(sorted(used)))


def main():
    if not SPECIFICATION.exists():
        print(f"skipped: {SPECIFICATION.relative_to(ROOT.parent)} is not here (see tests/README.md)")
        raise SystemExit(77)
    specification = Specification(SPECIFICATION)
    with tempfile.TemporaryDirectory() as folder, demo.Simulator(pathlib.Path(folder)) as simulator:
        check_answers(specification, simulator)
        check_refusals(specification, simulator)
        check_requests(specification, simulator)


if __name__ == "__main__":
    try:
        main()
    except Missed as miss:
        print(f"MISSED: {miss}")
        sys.exit(1)
