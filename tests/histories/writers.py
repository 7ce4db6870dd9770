"""Writes true histories as exports of five years and as other tools would have written them.

Each writer returns files: name → (bytes, labels), where labels[k] is what the k-th row of the file shows, (history, play) or None.
"""
import datetime
import json

EPOCH = datetime.datetime(1970, 1, 1)


def stamp(ms):
    return (EPOCH + datetime.timedelta(milliseconds=ms)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Files:
    def __init__(self):
        self.files = {}

    def add(self, name, text, labels):
        self.files[name] = (text.encode(), labels)


def listed(shown):
    return json.dumps([row for row, _ in shown], ensure_ascii=False), [label for _, label in shown]


class Export:
    """Extended streaming history. `year` says which fields it has, and in which unit its stamps are."""

    def __init__(self, year):
        self.year, self.late = year, year >= 2025

    def shows(self, play):
        return play.kind != "audiobook" or self.year >= 2025

    def row(self, rng, play, more_ms=0):
        title, artist, song_id = play.song.named(self.late)
        music, uri = play.kind == "music", f"spotify:track:{song_id}"
        if play.song.local:
            uri = f"spotify:local:{artist.replace(' ', '+')}::{title.replace(' ', '+')}:200"
        if self.year == 2023 and play.song.change == "nameless":
            title = artist = None
        row = {"ts": stamp(play.ts_ms + more_ms), "platform": "android", "ms_played": play.ms_played, "conn_country": "DE",
               "master_metadata_track_name": title if music else None, "master_metadata_album_artist_name": artist if music else None,
               "master_metadata_album_album_name": play.song.album or None if music and title else None}
        podcast = play.kind == "podcast"
        row |= {"episode_name": title if podcast else None, "episode_show_name": artist if podcast else None}
        if self.year > 2020:
            row |= {"spotify_track_uri": uri if music else None, "spotify_episode_uri": f"spotify:episode:{song_id}" if podcast else None}
        if self.year >= 2025:
            book = play.kind == "audiobook"
            row |= {"audiobook_title": title if book else None, "audiobook_uri": f"spotify:show:{song_id}" if book else None,
                    "audiobook_chapter_uri": f"spotify:episode:{song_id}" if book else None}
        row |= {"reason_start": "trackdone", "reason_end": "trackdone", "shuffle": False, "skipped": None if self.year < 2025 else False,
                "offline": play.offline, "offline_timestamp": self.stamp_of(rng, play), "incognito_mode": play.incognito}
        if self.year == 2023 and rng.random() < 0.5:
            row |= {"offline": None, "shuffle": None, "reason_start": None}
        return row

    def stamp_of(self, rng, play):
        if self.year == 2020:
            return None
        if self.year == 2021:
            return play.start_ms if play.offline or rng.random() < 0.5 else rng.choice((0, 1, None))
        if self.year == 2023 and rng.random() < 0.2:
            return None
        return play.start_ms // 1000

    def write(self, rng, spans):
        """Writes `spans`, (history, plays) in order, as one to three files whose spans overlap; some rows are written twice, and one file in
        four is shuffled."""
        shown = []
        for history, plays in spans:
            for play in plays:
                if not self.shows(play):
                    continue
                label = (history.number, play.number) if play.kind == "music" else None
                shown.append((self.row(rng, play), label))
                if play.logged_again_ms:
                    shown.append((self.row(rng, play, play.logged_again_ms), label))
                if rng.random() < 0.02:
                    shown.append(shown[-1])
        files, count = Files(), rng.randint(1, 3)
        for number in range(count):
            part = shown[max(0, len(shown) * number // count - rng.randrange(12)):len(shown) * (number + 1) // count]
            if rng.random() < 0.25:
                part = rng.sample(part, len(part))
            name = f"endsong_{number}.json" if self.year < 2023 else f"Streaming_History_Audio_2011-2019_{number}.json"
            files.add(f"Spotify Extended Streaming History/{name}", *listed(part))
        return files.files


class YearOfPlays:
    def write(self, rng, spans):
        music, talk = [], []
        for history, plays in spans:
            for play in plays:
                row = {"endTime": stamp(play.ts_ms)[:16].replace("T", " ")}
                if play.kind == "music":
                    row |= {"artistName": play.song.artist, "trackName": play.song.title, "msPlayed": play.ms_played}
                    music.append((row, (history.number, play.number)))
                elif play.kind == "podcast":
                    talk.append((row | {"podcastName": play.song.artist, "episodeName": play.song.title, "msPlayed": play.ms_played}, None))
        files = Files()
        files.add("Spotify Account Data/StreamingHistory_music_0.json", *listed(music))
        files.add("Spotify Account Data/StreamingHistory_podcast_0.json", *listed(talk))
        return files.files


def scrobbled(spans):
    """Trackers show what was heard for half a minute."""
    for history, plays in spans:
        for play in plays:
            if play.kind == "music" and play.ms_played >= 30_000:
                yield play, (history.number, play.number)


class ListenBrainz:
    def write(self, rng, spans):
        lines, labels = [], []
        for play, label in scrobbled(spans):
            lines.append(json.dumps({"listened_at": play.start_ms // 1000, "track_metadata": {
                "artist_name": play.song.artist, "track_name": play.song.title, "release_name": play.song.album,
                "additional_info": {"submission_client": "Web Scrobbler"}}}, ensure_ascii=False) + "\n")
            labels.append(label)
        files = Files()
        files.add("listens/2015/1.jsonl", "".join(lines), labels)
        return files.files


class Bridge:
    """The listens that ListenBrainz itself took from Spotify: ends, with ids; no offline plays, no private sessions, no local files."""

    def write(self, rng, spans):
        lines, labels = [], []
        for play, label in scrobbled(spans):
            if play.offline or play.incognito or play.song.local:
                continue
            lines.append(json.dumps({"listened_at": play.end_ms // 1000, "track_metadata": {
                "artist_name": play.song.artist, "track_name": play.song.title, "release_name": play.song.album,
                "additional_info": {"submission_client": "listenbrainz", "music_service": "spotify.com",
                                    "origin_url": f"https://open.spotify.com/track/{play.song.id}"}}}, ensure_ascii=False) + "\n")
            labels.append(label)
        files = Files()
        files.add("listens/2015/2.jsonl", "".join(lines), labels)
        return files.files


class LastFm:
    def write(self, rng, spans):
        lines, labels = ["uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\n"], []
        for play, label in scrobbled(spans):
            time = (EPOCH + datetime.timedelta(milliseconds=play.start_ms)).strftime("%d %b %Y, %H:%M")
            cells = (str(play.start_ms // 1000), time, play.song.artist, "", play.song.album, "", play.song.title, "")
            lines.append(",".join(f'"{cell}"' for cell in cells) + "\n")
            labels.append(label)
        files = Files()
        files.add("recenttracks-somebody-1.csv", "".join(lines), labels)
        return files.files


class Maloja:
    """Two exports of one server: in the second it has found more albums."""

    def write(self, rng, spans):
        files = Files()
        for number, known in enumerate((0.3, 0.9)):
            scrobbles, labels = [], []
            for play, label in scrobbled(spans):
                album = {"artists": None, "albumtitle": play.song.album} if play.song.album and rng.random() < known else None
                scrobbles.append({"time": play.start_ms // 1000, "track": {"artists": [play.song.artist], "title": play.song.title,
                                  "album": album, "length": None}, "duration": None, "origin": "client:default"})
                labels.append(label)
            files.add(f"maloja_export_202{4 + number}_01_01_00_00_00.json",
                      json.dumps({"maloja": {"export_time": 1_704_067_200}, "scrobbles": scrobbles}, ensure_ascii=False), labels)
        return files.files


EXPORTS = {"2020": Export(2020), "2021": Export(2021), "2023": Export(2023), "2025": Export(2025)}
TRACKERS = {"listenbrainz": ListenBrainz(), "bridge": Bridge(), "lastfm": LastFm(), "maloja": Maloja()}
TOOLS = {**EXPORTS, "account": YearOfPlays(), **TRACKERS}
