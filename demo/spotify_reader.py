"""Reads the simulated Web API and shares nothing with segue: it has its own PKCE consent and its own requests."""
import base64
import hashlib
import json
import secrets
import urllib.error
import urllib.parse
import urllib.request


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def _open(request):
    opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))
    try:
        return opener.open(request)
    except urllib.error.HTTPError as answer:
        if answer.code in (302, 303):
            return answer
        raise


def fetch(url, token=None, data=None):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with _open(urllib.request.Request(url, data=data, headers=headers)) as answer:
        return answer.read()


def consent(base, client_id, scope):
    """Returns an access token for the simulator's listener, by Authorization Code with PKCE."""
    verifier = secrets.token_urlsafe(64)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    redirect = "http://127.0.0.1:9/callback"
    query = urllib.parse.urlencode({
        "client_id": client_id, "response_type": "code", "redirect_uri": redirect, "scope": scope, "state": "reader",
        "code_challenge_method": "S256", "code_challenge": challenge})
    with _open(urllib.request.Request(f"{base}/authorize?{query}")) as answer:
        location = urllib.parse.urlparse(answer.headers["Location"])
    code = urllib.parse.parse_qs(location.query)["code"][0]
    body = urllib.parse.urlencode({"grant_type": "authorization_code", "code": code, "redirect_uri": redirect,
                                   "client_id": client_id, "code_verifier": verifier}).encode()
    return json.loads(fetch(f"{base}/api/token", data=body))["access_token"]


def playlists(base, token):
    """Returns (name, public, [(artist, title, uri)]) of each playlist that the listener owns; others show no items."""
    me = json.loads(fetch(f"{base}/v1/me", token))["id"]
    found = []
    offset = 0
    while True:
        page = json.loads(fetch(f"{base}/v1/me/playlists?limit=50&offset={offset}", token))
        found += [playlist for playlist in page["items"] if playlist["owner"]["id"] == me]
        offset += 50
        if not page["next"]:
            break
    out = []
    for playlist in found:
        items, offset = [], 0
        while True:
            page = json.loads(fetch(f"{base}/v1/playlists/{playlist['id']}/items?limit=50&offset={offset}", token))
            items += [(e["item"]["artists"][0]["name"], e["item"]["name"], e["item"]["uri"]) for e in page["items"] if e["item"]]
            offset += 50
            if not page["next"]:
                break
        out.append((playlist["name"], playlist["public"], items))
    return out
