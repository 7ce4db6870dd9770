"""Reads a model file by its format page (docs/formats/model.md), in plain Python and without segue's code."""
import array
import hashlib
import json
import struct
import sys


class Broken(Exception):
    pass


class Model:
    """A model file: its header, recording key → row, and the rows of recordings in both matrices, each as slices of one array."""

    def __init__(self, path):
        with open(path, "rb") as file:
            data = file.read()
        if data[:8] != b"SEGMODEL":
            raise Broken(f"{path} is no model")
        version, size = struct.unpack_from("<II", data, 8)
        if version != 1:
            raise Broken(f"{path} is of version {version}")
        if hashlib.sha256(data[:-32]).digest() != data[-32:]:
            raise Broken(f"{path}: the checksum is another")
        self.header = json.loads(data[16 : 16 + size])
        at = self._read_tokens(data, 16 + size)
        at = self._skip_aliases(data, at)
        self.dimension = self.header["dimension"]
        matrix = 4 * self.header["tokens"] * self.dimension
        if at + 2 * matrix + 32 != len(data):
            raise Broken(f"{path}: two matrices should end {len(data) - 32}, they end {at + 2 * matrix}")
        self.input = self._matrix(data, at)
        self.output = self._matrix(data, at + matrix)

    def _matrix(self, data, at):
        numbers = array.array("f")
        numbers.frombytes(data[at : at + 4 * len(self.rows) * self.dimension])
        if sys.byteorder == "big":
            numbers.byteswap()
        return numbers

    def _read_tokens(self, data, at):
        (tokens,) = struct.unpack_from("<I", data, at)
        at += 4
        self.rows = {}
        kinds = b""
        for row in range(tokens):
            kind, _, length = struct.unpack_from("<BQH", data, at)
            at += 11
            kinds += bytes([kind]) if not kinds or kinds[-1] != kind else b""
            if kind == ord("r"):
                self.rows[data[at : at + length].decode()] = row
            at += length
        if kinds not in (b"r", b"ra", b"rab", b"rb") or tokens != self.header["tokens"] or len(self.rows) != self.header["recordings"]:
            raise Broken(f"{tokens} tokens of kinds {kinds}, {len(self.rows)} recordings: the header says otherwise")
        return at

    def _skip_aliases(self, data, at):
        (aliases,) = struct.unpack_from("<I", data, at)
        at += 4
        for _ in range(aliases):
            row, length = struct.unpack_from("<IH", data, at)
            if row >= len(self.rows):
                raise Broken(f"an alias of row {row}, which is no recording")
            at += 6 + length
        return at
