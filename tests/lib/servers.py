"""What servers of tests share: free ports of loopback, and that they end with the test."""
import ctypes
import os
import signal
import socket

PR_SET_PDEATHSIG = 1
# The one limit of every wait for something that a healthy machine does in a moment and a busy one in minutes. A longer
# wait means that something hangs.
LIMIT_S = 600


def die_with_parent():
    """For Popen's preexec_fn: the server is killed when the test that started it dies, however it dies; ^C does not reach the server."""
    os.setsid()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)



def free_ports(count):
    """Returns different ports that nothing listens on now."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()
