"""The list of histories: which files, what segue 0.1 did, and what is right.

A step is one `segue import`: its paths below inputs/<id>/ ("" = the folder itself) and its exit code. `kinds` are the rows that
were loaded, by kind; `plays` the plays that the marts have; `says` the words that the import must print.
"""
from dataclasses import dataclass, field


@dataclass
class Case:
    name: str
    shape: str
    before: str
    kinds: dict
    plays: int
    rejected: int = 0
    steps: list = field(default_factory=lambda: [([""], 0)])
    says: list = field(default_factory=list)

    @property
    def user(self):
        return self.name.lower()


def music(n):
    return {"music": n} if n else {}


def refused(code=5):
    return {"kinds": {}, "plays": 0, "steps": [([""], code)]}


RIGHT = "right"
CASES = [
    Case("A01", "an extended history of 2020: no track URIs", "4 rows of no kind, no play", {"music": 3, "podcast": 1}, 3),
    Case("A02", "podcast, audiobook, a removed track (URI without names), nothing at all", RIGHT,
         {"music": 3, "podcast": 1, "audiobook": 1, "unknown": 1}, 3),
    Case("A06", "music video and video podcast", RIGHT, {"music": 1, "video": 2}, 1),
    Case("A08", "a zero byte where `[` should be", "refused as UTF-16", **refused(), says=["zero byte", "Streaming_History_Audio_2023_0.json"]),
    Case("A09", "a whole list, then 512 zero bytes", "right, without a cure", **refused(), says=["Streaming_History_Audio_2023_0.json"]),
    Case("A10", "a zip made again on a Mac", RIGHT, music(3), 3),
    Case("A14", "two exports; the track id was relinked between them", "3 plays for 2", music(4), 2),
    Case("A15", "offline plays: a stamp in milliseconds, later in seconds", "6 plays for 3", music(6), 3),
    Case("A16", "one play logged twice, 4 s apart; two songs of one sync", "4 plays for 3", music(4), 3),
    Case("A18", "`offline_timestamp` 0 and 1", RIGHT, music(2), 2),
    Case("A19", "`ts` with an offset or ` UTC`", "3 of 5 rejected", music(5), 5),
    Case("A20", "numbers and flags written as text", RIGHT, music(0), 0, 2, [([""], 5)], ["Streaming_History_Audio_2023_0.json"]),
    Case("A24", "a comma too many", RIGHT, **refused(), says=["Streaming_History_Audio_2023_0.json"]),
    Case("A26", "half an emoji in a title", "1 play rejected, the reason bare", music(2), 2),
    Case("A27", "a NUL in a title", RIGHT, music(2), 2),
    Case("A29", "Various Artists, a comma in an artist, a private session", RIGHT, music(3), 3),
    Case("A31", "New Year and both clock changes", RIGHT, music(8), 8),
    Case("A34", "one row of 1970 and one of 2098 among real ones", "3 plays, as_of 2098, year and quarter 0", music(1), 1, 2, [([""], 5)],
         ["2098"]),
    Case("A36", "a child's account inside a parent's zip", "11 plays of two people", music(2), 2, says=["Spotify Kids Account Data_1"]),
    Case("A37", "account data: six songs within a minute", RIGHT, music(6), 6),
    Case("A38", "songs, a podcast and an audiobook in one list", "12 rows, no play", {"music": 10, "podcast": 1, "audiobook": 1}, 10),
    Case("A39", "account data and extended history of the same plays", RIGHT, music(4), 2),
    Case("A41", "lengths of −5 ms, 12 h, 8 days, 200000.0, 0", RIGHT, music(3), 3, 2, [([""], 5)]),
    Case("A43", "Latin-1", RIGHT, **refused(), says=["UTF-8"]),
    Case("A47", "three files, the middle one broken", RIGHT, music(4), 4, 0, [([""], 5)], ["Streaming_History_Audio_2020_1.json"]),
    Case("A48", "three files, the middle one with 0 bytes", "not a word, exit 0", music(4), 4, 0, [([""], 5)],
         ["Streaming_History_Audio_2020_1.json"]),
    Case("B04", "a zip64", RIGHT, music(3), 3),
    Case("C01", "Last.fm: now playing, quotes, a line end in a title", RIGHT, music(2), 2),
    Case("C02", "Last.fm: loved tracks", "2 hearts became 2 plays", **refused(), says=["lovedtracks", "loved"]),
    Case("C04", "Last.fm through Excel: `;`, `1,7E+09`", RIGHT, music(1), 1, 1, [([""], 5)]),
    Case("C05", "Last.fm: times of 1970", "5 plays of 1970", music(1), 1, 5, [([""], 5)], ["1970"]),
    Case("C08", "a CSV with CR alone", "0 rows, exit 0", music(2), 2),
    Case("C10", "Libre.fm's own export: lines before the header", "no listening history is in it", music(2), 2),
    Case("C13", "Last.fm as XML", RIGHT, **refused()),
    Case("C16", "four songs with one second", RIGHT, music(4), 4),
    Case("C17", "one play in three sources", RIGHT, music(3), 1),
    Case("C20", "Windows' code page 1252", RIGHT, **refused(), says=["UTF-8"]),
    Case("C21", "a header alone", RIGHT, music(0), 0),
    Case("C22", "lastfmstats with `;` and quotes inside", RIGHT, music(2), 2),
    Case("C23", "a player's log in local time, zone unknown", "01:30 of the next day", music(2), 2),
    Case("C24", "a player's log without a rating", RIGHT, music(1), 1, 1, [([""], 5)]),
    Case("C25", "two logs of a player, both without their `#` lines", "the second not named", music(1), 1, says=["scrobbler-2025.log"]),
    Case("C29", "a player's log: `<Untagged>`", "an artist named <Untagged>", {"music": 1, "unknown": 1}, 1),
    Case("C30", "a player's log without a clock", RIGHT, music(0), 0, 2, [([""], 5)]),
    Case("C33", "rows without a time, a row of commas", RIGHT, music(2), 2),
    Case("D01", "ListenBrainz: folders, feedback, pins, an empty month", RIGHT, music(3), 3),
    Case("D06", "a listen without a time", RIGHT, music(1), 1, 1, [([""], 5)]),
    Case("D09", "lengths as text, 181.5, 0, −3; `additional_info` a list", RIGHT, music(6), 6),
    Case("D12", "Spotify's export, and the same through ListenBrainz", RIGHT, music(4), 2),
    Case("E02", "Maloja: no track, no artists, a time as text", RIGHT, {"unknown": 2}, 0, 2, [([""], 5)]),
    Case("E03", "two exports of Maloja, albums filled in between", "4 plays for 2", music(4), 2),
    # Files that segue refuses, with a message that says how to import them.
    Case("A22", "rows of Spotify's, one a line", "refused without a cure", music(3), 3),
    Case("B02", "the export as 7z, rar, tar.gz", "refused without a cure", **refused(), says=["7z", "rar", "tar", "unpack it"]),
    Case("B07", "a zip of 0 bytes, a zip without members", RIGHT, **refused()),
    Case("C07", "Scrubbler's table", "no listening history is in it", **refused(), says=["artist", "track"]),
    Case("C09", "a table without a header", "no listening history is in it", **refused(), says=["artist", "title"]),
    Case("F02", "Pano Scrobbler", RIGHT, **refused(), says=["Pano"]),
    Case("F04", "Apple Music", RIGHT, **refused(), says=["Apple Music"]),
    Case("F06", "Deezer", RIGHT, **refused(), says=["Deezer"]),
    Case("F07", "Spotify's technical log", RIGHT, **refused(), says=["technical log"]),
    Case("F09", "Spotify Wrapped", RIGHT, **refused(), says=["Wrapped"]),
]
