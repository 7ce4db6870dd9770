"""Enrichment: each answer is in the lake as received, each unusable answer is reported, and each row of a list is accounted for."""
from calls import document_in, items_in

KINDS = {"saved tracks": "saved_tracks", "playlists": "playlists", "items": "playlist_items", "me": "profile", "top tracks": "top_tracks",
         "top artists": "top_artists", "followed artists": "followed_artists", "track": "track", "album": "album", "artist": "artist",
         "albums of an artist": "artist_albums"}
LISTS = ("saved tracks", "items", "top tracks", "top artists", "followed artists", "albums of an artist")


def says_something(one):
    if one.status == 404:
        return True
    if one.call in LISTS or one.call == "playlists":
        return one.status == 200 and items_in(one.body) is not None
    document = document_in(one.body)
    return one.status == 200 and isinstance(document, dict) and isinstance(document.get("id"), str)


class Answers:
    def __init__(self, judge, kept):
        self.judge, self.kept, self.lists = judge, kept, {}

    def enriched(self, case, done, sent):
        asked = {one.exchange.path: one for one in sent if one.call in KINDS}  # the last answer of each
        result = done.result
        is_told = done.is_told or any(result.get(name) for name in ("failed", "missing", "held_until", "left_out"))
        for path, one in asked.items():
            key = self.kept.key_of(KINDS[one.call], one.body) if one.status in (200, 404) else None
            if one.status in (200, 404) and key is None:
                self.judge.find("lost", case, f"the answer to GET {path} does not lie in the lake as it came")
            if not says_something(one) and not is_told:
                self.judge.find("lost", case, f"the answer to GET {path} says nothing, and nothing is said of it: {done.stdout}")
            if key and one.status == 200 and one.call in LISTS and says_something(one):
                self.lists[key] = (case, len(items_in(one.body)))

    def stored(self):
        """Checks at the end, with everything loaded, that the ledger counts each row of each list as loaded or as rejected."""
        ledger = {row[0]: row[1:] for row in self.kept.rows("select object, rows, refusal from segue_raw.load_ledger")}
        for key, (case, rows) in self.lists.items():
            counted, refusal = ledger.get(key, (None, None))
            if counted != rows and not refusal:
                self.judge.find("lost", case, f"{key} has {rows} rows, the ledger counts {counted}")
