"""A proxy between segue and the simulator on loopback: it passes everything on, remembers what it saw, and may spoil answers."""
import base64
import http.client
import http.server
import json
import socket
import struct
import threading
import urllib.parse

from lib.servers import LIMIT_S


class Exchange:
    def __init__(self, method, path, headers, body):
        self.method, self.path, self.headers, self.body = method, path, headers, body
        self.status, self.answer = 0, b""  # 0: no answer was given

    @property
    def query(self):
        return urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query, keep_blank_values=True)


class Spoil:
    """What happens to the next `times` requests below `path`: `cut` and `reset` end the connection, `hang` gives no answer until
    the proxy ends, else `status` and `body` replace the answer ({sent} = the Authorization header and the body of the request)."""

    def __init__(self, path, how="answer", status=200, body="", headers=None, times=1):
        self.path, self.how, self.status, self.body, self.headers, self.times = path, how, status, body, headers or {}, times


class RecordingProxy:
    def __init__(self, target, transform=None, instead=None, host="127.0.0.1", tls=None):
        """`transform(exchange, status, headers, body)` returns the three that are sent instead, or `cut`, `reset`. If
        `instead(exchange)` returns an answer and not None, that is sent, and the request is not passed on. `host` may be ::1, `tls` an
        ssl.SSLContext of a server."""
        self.transform, self.instead = transform, instead
        self.exchanges, self.spoils, self.secrets = [], [], set()
        self.lock, self.ended, self.hanging = threading.Lock(), threading.Event(), threading.Event()
        proxy, address = self, urllib.parse.urlsplit(target).netloc

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                proxy.handle(self, address, Exchange(self.command, self.path, dict(self.headers.items()), body))

            do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = answer

        class Server(http.server.ThreadingHTTPServer):
            address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
            daemon_threads = True

        self.server = Server((host, 0), Handler)
        if tls:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        self.base = f"{'https' if tls else 'http'}://{f'[{host}]' if ':' in host else host}:{self.server.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.server.shutdown()
        self.server.server_close()

    def spoil(self, *arguments, **named):
        with self.lock:
            self.spoils.append(Spoil(*arguments, **named))

    def take_spoil(self, path):
        with self.lock:
            for spoil in self.spoils:
                if spoil.times > 0 and path.startswith(spoil.path):
                    spoil.times -= 1
                    return spoil
        return None

    def handle(self, handler, address, exchange):
        with self.lock:
            self.exchanges.append(exchange)
        self.remember_request(exchange)
        spoil = self.take_spoil(exchange.path)
        if self.instead and not spoil and (answer := self.instead(exchange)):
            spoil = Spoil(exchange.path, status=answer[0], headers=answer[1], body=answer[2].decode())
        if spoil and spoil.how != "answer":
            self.end_badly(handler, spoil)
            return
        if spoil:
            sent = handler.headers.get("Authorization", "") + " " + exchange.body.decode(errors="replace")
            status, body = spoil.status, spoil.body.replace("{sent}", sent).encode()
            headers = {"Content-Type": "application/json" if body.startswith(b"{") else "text/html", **spoil.headers}.items()
        else:
            connection = http.client.HTTPConnection(address, timeout=LIMIT_S)
            connection.request(exchange.method, exchange.path, exchange.body or None,
                               {k: v for k, v in exchange.headers.items() if k.lower() not in ("host", "connection")})
            answer = connection.getresponse()
            status, body, headers = answer.status, answer.read(), answer.getheaders()
            connection.close()
            if self.transform:
                sent = self.transform(exchange, status, dict(headers), body)
                if isinstance(sent, str):
                    self.end_badly(handler, Spoil(exchange.path, how=sent))
                    return
                status, headers, body = sent[0], sent[1].items(), sent[2]
        exchange.status, exchange.answer = status, body
        self.remember_answer(body, dict(headers))
        handler.send_response_only(status)
        for name, value in headers:
            if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                handler.send_header(name, value)
        if status != 204:
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def end_badly(self, handler, spoil):
        if spoil.how == "hang":
            self.hanging.set()
            self.ended.wait()
        elif spoil.how == "cut":
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{\"items\":[")
        elif spoil.how == "reset":
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.close_connection = True

    # The secrets, which must be found nowhere.

    def add_secret(self, value):
        if value:
            with self.lock:
                self.secrets.add(value)

    def remember_request(self, exchange):
        authorization = next((v for k, v in exchange.headers.items() if k.lower() == "authorization"), "")
        if authorization:
            self.add_secret(authorization.split(" ", 1)[1])
        if authorization.startswith("Basic "):
            self.add_secret(base64.b64decode(authorization.split(" ", 1)[1]).decode().split(":", 1)[1])
        if exchange.path == "/api/token":
            fields = urllib.parse.parse_qs(exchange.body.decode())
            for name in ("code", "code_verifier", "refresh_token", "client_secret"):
                for value in fields.get(name, []):
                    self.add_secret(value)

    def remember_answer(self, body, headers):
        location = urllib.parse.urlsplit(headers.get("Location", ""))
        for value in urllib.parse.parse_qs(location.query).get("code", []):
            self.add_secret(value)
        if b"_token" in body:
            try:
                tokens = json.loads(body)
            except ValueError:
                return
            for name in ("access_token", "refresh_token") if isinstance(tokens, dict) else ():
                self.add_secret(tokens.get(name))
