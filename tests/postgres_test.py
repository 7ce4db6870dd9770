#!/usr/bin/env python3
"""PostgreSQL as a person meets it: the whole way on it, wrong settings, a server that goes away, a full disk, kills amid a load and
a publish, readers that look all the while. Marts of the same lake are compared in tests/parity."""
import contextlib
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from lib.history import write_history  # noqa: E402
from lib.home import Home, Missed, check  # noqa: E402
from lib.postgres import Postgres  # noqa: E402
