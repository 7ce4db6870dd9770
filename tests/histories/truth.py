"""Draws one listener's true history from a seed: what was heard, when and how. It shares nothing with segue.

Histories are four days apart and have songs of their own, so that many of them are packed into one listener's exports.
"""
import dataclasses
import random

DAY_MS = 86_400_000
FIRST_DAY_MS = 1_293_840_000_000  # 2011-01-01
APART_MS = 4 * DAY_MS
MOST_BESIDE = 1_000  # histories of one build; the last is in 2021
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
# What happened to a song between the first export and the last.
CHANGES = ("none",) * 5 + ("relinked", "artist", "title", "artist and relinked", "nameless")


@dataclasses.dataclass
class Song:
    title: str
    artist: str
    album: str
    id: str
    length_ms: int
    change: str = "none"
    local: bool = False

    def named(self, late):
        """Returns (title, artist, id) in an early or a late export."""
        if not late:
            return self.title, self.artist, self.id
        title = f"{self.title} II" if self.change == "title" else self.title
        artist = f"The New {self.artist}" if self.change.startswith("artist") else self.artist
        return title, artist, f"R{self.id[1:]}" if self.change.endswith("relinked") else self.id


@dataclasses.dataclass
class Play:
    song: Song
    start_ms: int
    ms_played: int
    kind: str = "music"  # music, podcast, audiobook
    offline: bool = False
    sync_ms: int = 0
    incognito: bool = False
    logged_again_ms: int = 0  # Spotify wrote it twice, so much later
    number: int = 0

    @property
    def end_ms(self):
        return self.start_ms + self.ms_played

    @property
    def ts_ms(self):
        """Returns the time as an export writes it: whole seconds, and the sync's time if the play was offline."""
        written = self.sync_ms if self.offline else self.end_ms
        return written - written % 1000


@dataclasses.dataclass
class History:
    number: int
    plays: list
    changes: bool  # whether names or ids of its songs changed
    offline: bool

    @property
    def music(self):
        return [play for play in self.plays if play.kind == "music"]


def spotify_id(rng):
    return "A" + "".join(rng.choice(ALPHABET) for _ in range(21))


def songs_of(rng, number):
    songs = []
    for place in range(rng.randint(3, 7)):
        length = rng.choice((rng.randrange(31_000, 59_000), *(rng.randrange(95_000, 420_000),) * 4))
        change = rng.choice(CHANGES) if rng.random() < 0.5 else "none"
        songs.append(Song(f"Tune {number} {place}{rng.choice(('', ' - Remastered 2011', ' (Live)'))}", f"Band {number % 97}-{place % 3} Ö",
                          f"Album {number} {place // 3}", spotify_id(rng), length, change))
    if rng.random() < 0.3:
        songs.append(Song(f"Tape {number}", f"Cousin {number}", "", "", 200_000 + rng.randrange(9_999), local=True))
    return songs


def evening(rng, songs, now, offline):
    """Returns plays one after the other, each song chosen anew; with some loops, skips and pauses between plays."""
    plays = []
    for _ in range(rng.randint(2, 9)):
        song, times = rng.choice(songs), 1
        if rng.random() < 0.18:
            times = rng.randint(2, 4)
        whole = rng.random() < 0.75 or times > 1
        played = song.length_ms if whole else rng.randrange(2_500, 29_000) if rng.random() < 0.6 else rng.randrange(31_000, song.length_ms)
        for _ in range(times):
            plays.append(Play(song, now, played, offline=offline and not song.local, incognito=rng.random() < 0.05))
            now = plays[-1].end_ms + rng.choice((0, 0, 0, 0, rng.randrange(0, 900), 3_000, 45_000))
        now += 0 if whole else 1_000
    if offline:
        sync = now + rng.randrange(600_000, 20 * 3_600_000)
        for play in plays:
            play.sync_ms = sync
    return plays, now


def talk(rng, number, now):
    kind = rng.choice(("podcast", "audiobook"))
    return Play(Song(f"{kind.title()} {number}", f"Speaker {number}", "", spotify_id(rng), 2_400_000), now,
                rng.randrange(20_000, 2_400_000), kind=kind)


def history_of(seed, number):
    """Returns the history with that number among those of a seed; `number` decides its date."""
    rng = random.Random(f"{seed} {number}")
    songs = songs_of(rng, number)
    now = FIRST_DAY_MS + number % MOST_BESIDE * APART_MS + rng.randrange(DAY_MS)
    plays, went_offline = [], False
    for _ in range(rng.randint(1, 3)):
        offline = rng.random() < 0.35
        went_offline |= offline
        more, now = evening(rng, songs, now, offline)
        plays += more
        if rng.random() < 0.4:
            plays.append(talk(rng, number, now + 5_000))
            now = plays[-1].end_ms
        now += rng.randrange(3 * 3_600_000, 8 * 3_600_000)
    log_again(rng, plays)
    for place, play in enumerate(plays):
        play.number = place
    return History(number, plays, any(song.change != "none" for song in songs), went_offline)


def log_again(rng, plays):
    """Spotify writes some online plays twice, some seconds apart."""
    for play in plays:
        if play.kind == "music" and not play.offline and play.ms_played > 60_000 and rng.random() < 0.06:
            play.logged_again_ms = rng.randrange(2_000, 30_000)
