"""Checks reasons against the model file, by its format page (docs/formats/model.md) and without segue's code.

usage: check_neighbours.py MODEL RECOMMENDATIONS.json

Each song in the evidence of a reason must be among the 50 nearest recordings of the recommended one: exact cosine of input
rows, in double precision. Segue computes in single precision, so two cosines closer than 1e-6 count as a tie. Exits with 1 if a song is not among them.
"""
import array
import hashlib
import json
import math
import operator
import struct
import sys

NEAREST = 50
TIE = 1e-6


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

    def units(self):
        """Returns the input rows of all recordings, scaled to length 1 (or 0)."""
        vectors = []
        for row in range(len(self.rows)):
            vector = self.input[row * self.dimension : (row + 1) * self.dimension].tolist()
            length = math.sqrt(sum(map(operator.mul, vector, vector)))
            vectors.append([x / length for x in vector] if length else vector)
        return vectors


def rank_among(cosines, row, other):
    """Returns how many recordings are nearer to `row` than `other`, without ties."""
    mark = cosines[other] + TIE
    return sum(1 for cosine in cosines if cosine > mark) - (1 if cosines[row] > mark else 0)


def main(model_path, recommendations_path):
    model = Model(model_path)
    with open(recommendations_path) as file:
        items = json.load(file)["items"]
    units = model.units()
    misses, songs, worst = 0, 0, 0
    for item in items:
        row = model.rows.get(item["recording_key"])
        name = f"{item['artist']} - {item['title']}"
        evidence = [song for reason in item["reasons"] for song in reason["evidence"]]
        if row is None or not evidence:
            print(f"{name}: " + ("no row in the model" if row is None else "no evidence"))
            misses += 1
            continue
        unit = units[row]
        cosines = [sum(map(operator.mul, unit, other)) for other in units]
        for song in evidence:
            songs += 1
            other = model.rows.get(song["recording_key"])
            nearer = NEAREST if other is None or other == row else rank_among(cosines, row, other)
            worst = max(worst, nearer + 1)
            if nearer >= NEAREST:
                print(f"{name}: {song['artist']} - {song['title']} is not among its {NEAREST} nearest")
                misses += 1
    print(f"{len(items)} recommendations, {songs} songs in their reasons, {misses} misses among the {NEAREST} nearest of "
          f"{len(units)} recordings (the farthest is number {worst})")
    return 1 if misses or not items else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    try:
        sys.exit(main(*sys.argv[1:]))
    except Broken as broken:
        print(broken)
        sys.exit(1)
