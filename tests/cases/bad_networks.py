"""Bad days of networks: certificates that are not Spotify's, names that are not found, proxies, portals, silence, IPv6 alone."""
import contextlib
import pathlib
import socket
import tempfile
import threading

from lib.authority import Authority
from lib.cases import shown, skipped
from lib.home import check
from lib.recording_proxy import RecordingProxy
from lib.servers import free_ports

RECENT = "/v1/me/player/recently-played"


def polls_in_lake(home):
    return len(list((home.home / "lake").rglob("recently_played/**/*.zst")))


@contextlib.contextmanager
def environment(home, without=(), **more):
    there = dict(home.environment)
    home.environment.update(more)
    for name in without:
        home.environment.pop(name)
    yield
    home.environment = there


def by_machine_clock(home, **more):
    """Leaves out the simulator's clock, which segue refuses if an address is not on loopback."""
    return environment(home, without=("SEGUE_CLOCK_URL",), **more)


def poll_says(home, *words, refuses=()):
    """Polls; checks that it ends with 4, says these words and lands the failure without a page."""
    said = home.run("poll", expect=4).stderr
    for word in words:
        check(word in said, f"{word!r} is not said: {said}")
    for word in refuses:
        check(word not in said, f"{word!r} is said: {said}")
    return said


def check_certificates(simulator, home):
    """N01: a company's own authority; the wrong one; certificates of another time and another name."""
    with tempfile.TemporaryDirectory() as folder:
        ours, other = (Authority(pathlib.Path(folder), name) for name in ("ours", "other"))

        def polled(tls, ca_file, words=None, refuses=()):
            with RecordingProxy(simulator.base, tls=tls) as proxy:
                (home.home / "config.toml").write_text(f'[http]\nca_file = "{ca_file}"\n' if ca_file else "")
                with by_machine_clock(home, SEGUE_SPOTIFY_API_URL=proxy.base):
                    if words is None:
                        return home.json("poll")["status"]
                    return poll_says(home, *words, refuses=refuses)

        here = "IP:127.0.0.1"
        check(polled(ours.server(here), ours.file) == 200, "an authority of [http] ca_file")
        polled(ours.server(here), None, ("issuer certificate", "[http] ca_file in config.toml", "SEGUE_HTTP_CA_FILE"), ("clock",))
        polled(ours.server(here), other.file, (f"{other.file} does not contain the authority",), ("clock",))
        polled(ours.server(here), pathlib.Path(folder) / "none.pem", ("none.pem cannot be read", "readable PEM file"))
        for begin, end, word in (("20200101000000Z", "20210101000000Z", "expired"), ("20590101000000Z", "20600101000000Z", "not yet valid")):
            polled(ours.server(here, begin, end), ours.file, (word, "is this machine's clock right? It says 20"), ("ca_file",))
        polled(ours.server("DNS:login.hotel.example"), ours.file, ("what answered is not 127.0.0.1",), ("ca_file", "clock"))
        with by_machine_clock(home, SEGUE_SPOTIFY_API_URL=simulator.base.replace("http:", "https:")):
            poll_says(home, "what answered does not speak TLS")
        (home.home / "config.toml").write_text("")
    shown("N01", "the cause; `[http] ca_file`")


@contextlib.contextmanager
def refusing_proxy(answer):
    """A proxy that gives everybody the same answer; yields its port."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()

        def serve():
            while True:
                try:
                    client, _ = listener.accept()
                except OSError:
                    return
                with client:
                    client.recv(10_000)
                    client.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


def check_names_and_proxies(home):
    """N02 to N05: the name is not found, nobody listens, the proxy is dead, the proxy refuses."""
    kept = polls_in_lake(home)
    with by_machine_clock(home, SEGUE_SPOTIFY_API_URL="http://spotify.invalid"):
        poll_says(home, "Could not resolve host: spotify.invalid", refuses=("proxy",))
    shown("N02", "exit 4, names the host")
    closed, dead = free_ports(2)
    with environment(home, SEGUE_SPOTIFY_API_URL=f"http://127.0.0.1:{closed}"):
        poll_says(home, f"127.0.0.1 port {closed}", refuses=("proxy",))
    shown("N03", "exit 4, names the address")
    for variable, scheme in (("http_proxy", "http"), ("https_proxy", "https"), ("all_proxy", "https")):
        with by_machine_clock(home, SEGUE_SPOTIFY_API_URL=f"{scheme}://spotify.invalid", **{variable: f"http://127.0.0.1:{dead}"}):
            poll_says(home, f"the proxy 127.0.0.1:{dead} (from {variable}) failed", "spotify.invalid was never reached", "no_proxy")
    shown("N04", "exit 4, names the proxy and its variable")
    for answer in (b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n", b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"):
        with refusing_proxy(answer) as port, by_machine_clock(home, SEGUE_SPOTIFY_API_URL="https://spotify.invalid",
                                                              https_proxy=f"http://127.0.0.1:{port}"):
            poll_says(home, answer[9:12].decode(), f"the proxy 127.0.0.1:{port} (from https_proxy) failed")
    shown("N05", "exit 4, names the proxy and what it said")
    check(polls_in_lake(home) > kept, "polls that failed land, too")
    home.run("poll")


def check_portals(proxy, home):
    """N06 to N08: a portal's 302, its page in place of the answer, and silence."""
    proxy.spoil(RECENT, status=302, headers={"Location": "http://portal.invalid/"})
    poll_says(home, "status 302")
    shown("N06", "exit 4, says the status")
    kept = polls_in_lake(home)
    proxy.spoil(RECENT, status=200, body="<html>Please accept</html>")
    poll_says(home, "not a page of plays: the next poll asks again; the answer is kept in the lake as v1/me/recently_played/")
    check(polls_in_lake(home) == kept + 1, "the portal's page is not kept")
    shown("N07", "exit 4, says that it is no page and where it is kept")
    proxy.spoil(RECENT, how="hang")
    poll_says(home, "Spotify gave no answer", "30")
    shown("N08", "exit 4 after 30 s, says that no answer came")
    home.run("poll")


def check_ipv6(simulator, home):
    """N09: Spotify is reached by IPv6 alone."""
    try:
        proxy = RecordingProxy(simulator.base, host="::1")
    except OSError as error:
        skipped("N09", f"this machine has no IPv6 on loopback ({error})")
        return
    with proxy, environment(home, SEGUE_SPOTIFY_API_URL=proxy.base, SEGUE_SPOTIFY_ACCOUNTS_URL=proxy.base):
        home.run("login", "--auto")
        check(home.json("poll")["status"] == 200 and proxy.exchanges, "a poll by IPv6")
    shown("N09", "works")


def check_all(simulator, proxy, new_home):
    with new_home("networks") as home:
        home.run("login", "--auto")
        check_names_and_proxies(home)
        check_portals(proxy, home)
        check_ipv6(simulator, home)
        check_certificates(simulator, home)
