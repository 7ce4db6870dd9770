"""A way to a server on loopback that breaks: it passes bytes unchanged until so many went up or came down a connection."""
import contextlib
import selectors
import socket
import struct
import threading
import urllib.parse


class FaultyWay:
    """`up`, `down`: the connection ends by RST after so many bytes in that direction (`down` 0: the request arrives whole, but
    nothing of the answer comes back). `times`: how many connections break; the others stay whole. None = all."""

    def __init__(self, target, up=None, down=None, times=None):
        where = urllib.parse.urlsplit(target)
        self.target, self.up, self.down, self.times = (where.hostname, where.port), up, down, times
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.endpoint = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _take_fault(self):
        with self.lock:
            if self.times is None:
                return True
            self.times -= 1
            return self.times >= 0

    def _carry(self, client):
        with client, socket.create_connection(self.target) as server, selectors.DefaultSelector() as selector:
            left = {client: self.up, server: self.down}  # bytes that may still come from it; None: any number
            is_faulty = None  # the first connection that would break decides
            other = {client: server, server: client}
            for side in other:
                selector.register(side, selectors.EVENT_READ)
            while True:
                for key, _ in selector.select():
                    side = key.fileobj
                    try:
                        bytes_read = side.recv(65536)
                    except OSError:
                        return
                    if left[side] is not None and is_faulty is not False and bytes_read and len(bytes_read) >= left[side]:
                        if is_faulty is None:
                            is_faulty = self._take_fault()
                        if is_faulty:
                            with contextlib.suppress(OSError):
                                other[side].sendall(bytes_read[: left[side]])
                            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                            return
                    if left[side] is not None:
                        left[side] -= len(bytes_read)
                    if not bytes_read:
                        return
                    try:
                        other[side].sendall(bytes_read)
                    except OSError:
                        return
