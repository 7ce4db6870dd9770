"""The sixteen cases of reconciliation: raw rows, and which of them are one play. Unless a case says otherwise, the song has 200 s and starts at 10:00:00."""
from raw import User, instant


class Case(User):
    def __init__(self, name):
        super().__init__(name)
        self.groups = []

    def expect(self, *groups):
        """Expects that each group is one play; together the groups are all the rows."""
        self.groups = [frozenset(group) for group in groups]
        labels = [label for group in groups for label in group]
        rows = [(row["object"], row["ordinal"]) for row in self.plays]
        assert sorted(labels) == sorted(rows), f"case {self.name}: the groups are not its rows"
        return self


def loop(case, clock_s, count=4, length=60):
    """Adds a song of 60 s played `count` times in a row: export, API, and Last.fm with a clock that many seconds ahead."""
    export, api, lastfm = [], [], []
    for number in range(count):
        end = 10 * 3600 + (number + 1) * length
        export.append(case.export(clock(end), played=length))
        api.append(case.api(clock(end + 0.4), duration=length))
        lastfm.append(case.lastfm(clock(end - length + clock_s)))
    return export, api, lastfm


def clock(seconds):
    return f"{int(seconds // 3600)}:{int(seconds % 3600 // 60)}:{seconds % 60}"


def three_spotify_sources():
    case = Case("1")
    return case.expect({case.export("10:03:20"), case.api("10:03:20.4"), case.account("10:03")})


def start_without_length():
    case = Case("2")
    return case.expect({case.export("10:03:20"), case.lastfm("10:00:00")})


def left_early():
    case = Case("3")
    return case.expect({case.export("10:01:50", played=110), case.listenbrainz("10:00:00", duration=300)})


def a_pause():
    case = Case("4")
    return case.expect({case.api("10:10:00"), case.listenbrainz("10:00:00")})


def a_pause_with_export():
    case = Case("4, with an export")
    return case.expect({case.export("10:10:00", offline_start="10:00:00"), case.api("10:10:00"), case.listenbrainz("10:00:00")})


def api_gives_start():
    case = Case("5")
    return case.expect({case.export("10:03:20"), case.api("10:00:00", basis="start")})


def unmarked_bridge():
    case = Case("6, unmarked")
    return case.expect({case.api("10:03:20.4"), case.listenbrainz("10:03:20")})


def stamped_at_half():
    case = Case("6, at half")
    return case.expect({case.export("10:03:20"), case.listenbrainz("10:01:40")})


def offline_and_account():
    case = Case("7")
    offline = case.export("10:03:20", offline_start="10:00:00", ts="18:20:05", offline=True)
    return case.expect({offline, case.account("18:20")})


def offline_loop():
    case = Case("7, a loop")
    return case.expect(*(
        {case.export(f"10:{3 + 4 * n}:20", offline_start=f"10:{4 * n}:00", ts="18:20:05", offline=True), case.account("18:20")}
        for n in range(3)))


def offline_and_api_with_a_pause():
    case = Case("7, a pause")
    return case.expect({case.export("10:03:20", offline_start="10:00:00", ts="18:20:05", offline=True), case.api("10:10:00")})


def another_play_soon_after():
    case = Case("7, online")
    return case.expect({case.export("10:03:20", offline_start="10:00:00")}, {case.api("10:12:00")})


def equal_account_rows():
    case = Case("8, one file")
    return case.expect({case.account("10:03", played=20)}, {case.account("10:03", played=20)})


def equal_account_rows_overlapping():
    case = Case("8, two files")
    one = [case.account("10:03", played=20, thing="2023.json") for _ in range(2)]
    two = [case.account("10:03", played=20, thing="2024.json") for _ in range(2)]
    return case.expect({one[0], two[0]}, {one[1], two[1]})


def loop_with_a_fast_clock():
    case = Case("9")
    return case.expect(*zip(*loop(case, 25)))


def twice_in_a_row():
    case = Case("10")
    first, second = case.export("10:03:20"), case.export("10:06:40")
    return case.expect({first}, {second, case.api("10:06:40.4")})


def title_changed_under_one_id():
    case = Case("11, id")
    return case.expect({case.export("10:03:20", title="y", id="A"), case.api("10:03:20.4", title="x", id="A"),
                        case.lastfm("10:00:00", title="x")})


def relinked_id():
    case = Case("11, title")
    return case.expect({case.export("10:03:20", id="A"), case.api("10:03:20.4", id="B")})


def nothing_in_common():
    case = Case("11, neither")
    return case.expect({case.export("10:03:20", title="y", id="A")}, {case.lastfm("10:00:00", title="x")})


def a_false_start():
    case = Case("12")
    false_start, full = case.export("10:00:05", played=5), case.export("10:03:25")
    return case.expect({false_start}, {full, case.api("10:03:25.4"), case.lastfm("10:00:05")})


def double_scrobble():
    case = Case("13, Last.fm")
    return case.expect({case.lastfm("10:00:00"), case.lastfm("10:00:12")})


def equal_export_rows():
    case = Case("13, export")
    return case.expect({case.export("10:03:20", thing="2023.json"), case.export("10:03:20", thing="2024.json")})


def two_songs_one_sync():
    case = Case("13, sync")
    return case.expect({case.export("10:03:20", title="x", id="A", offline_start="10:00:00", ts="18:20:05", offline=True)},
                       {case.export("10:06:40", title="y", id="B", offline_start="10:03:20", ts="18:20:05", offline=True)})


def a_short_song():
    case = Case("14, one")
    return case.expect({case.api("10:00:55", duration=60), case.account("10:00", played=60)})


def a_short_song_twice():
    """A row to the minute is placed at 10:03:30, so the ends are 130 s apart."""
    case = Case("14, two")
    return case.expect({case.api("10:01:20", duration=60)}, {case.account("10:03", played=60)})


def limit_repeats():
    """Truth: 2. Each source lacks one repeat, and nothing tells them apart."""
    case = Case("15, repeats")
    return case.expect({case.export("10:01:00", played=60), case.api("10:02:00.4", duration=60)})


def limit_clock():
    """Truth: 4. A clock 40 s ahead pairs each scrobble with the next repeat, and the last is left over."""
    case = Case("15, clock")
    export, api, lastfm = loop(case, 40)
    return case.expect({export[0], api[0]}, *({export[n], api[n], lastfm[n - 1]} for n in (1, 2, 3)), {lastfm[3]})


def one_stamp_in_two_units():
    """An export with stamps in milliseconds, one in seconds, one without: the same offline play."""
    case = Case("16, stamps")
    return case.expect({
        case.export("10:03:20.656", offline_start="10:00:00.656", ts="18:20:05", offline=True, thing="2021.json"),
        case.export("10:03:20", offline_start="10:00:00", ts="18:20:05", offline=True, thing="2025.json"),
        case.export("18:20:05", ts="18:20:05", offline=True, thing="2020.json"), case.lastfm("10:00:00"), case.account("18:20")})


def offline_loop_in_three_exports():
    case = Case("16, a loop")
    seconds, exact, bare = [], [], []
    for n in range(3):
        seconds.append(case.export(f"10:{3 + 4 * n}:20", offline_start=f"10:{4 * n}:00", ts="18:20:05", offline=True, thing="2025.json"))
        exact.append(case.export(f"10:{3 + 4 * n}:20.9", offline_start=f"10:{4 * n}:00.9", ts="18:20:05", offline=True, thing="2021.json"))
        bare.append(case.export("18:20:05", ts="18:20:05", offline=True, thing="2020.json"))
    return case.expect({seconds[0], exact[0]}, {seconds[1], exact[1]}, {seconds[2], exact[2], *bare})


def relinked_between_exports():
    case = Case("16, relinked")
    return case.expect({case.export("10:03:20", id="A", thing="2023.json"), case.export("10:03:20", id="B", thing="2025.json"),
                        case.export("10:03:20", thing="2020.json")})


def renamed_between_exports():
    """The old name pairs with what trackers call it, whichever export is first."""
    case = Case("16, renamed")
    return case.expect({case.export("10:03:20", id="A", title="old", thing="2023.json"),
                        case.export("10:03:20", id="A", title="new", thing="2025.json"),
                        case.export("10:03:20", id="A", title=None, thing="2024.json"),
                        case.lastfm("10:00:00", title="old"), case.account("10:03", title="new")})


def an_export_overlaps_itself():
    case = Case("16, overlap")
    first, again, repeat = case.export("10:03:20"), case.export("10:03:24"), case.export("10:06:40")
    return case.expect({first, again, case.api("10:03:20.4"), case.lastfm("10:00:00")}, {repeat, case.lastfm("10:03:20")})


def a_row_of_36_hours():
    """The row does not say how long anybody listened, so a play of the same song hours before it is another play."""
    case = Case("16, 36 hours")
    return case.expect({case.export("23:00:00", played=36 * 3600), case.lastfm("22:56:40")}, {case.lastfm("12:00:00")},
                       {case.api("14:00:00")})


def a_loop_with_rows_that_tell_no_length():
    """The listens that ListenBrainz took from Spotify are ends without a length; the next repeat starts there."""
    case = Case("16, no length")
    groups = []
    for n in range(4):
        end = 36_000 + (n + 1) * 121
        groups.append({case.export(clock(end), played=120.4), case.bridge(clock(end)), case.lastfm(clock(end - 121))})
    return case.expect(*groups)


def limit_overlap_in_account_data():
    """Truth: 1. Equal account rows of one object are plays of their own."""
    case = Case("15, overlap in account data")
    return case.expect({case.export("10:03:20"), case.export("10:03:24"), case.account("10:03")}, {case.account("10:03")})


def limit_renamed_and_relinked_without_a_witness():
    """Truth: 1. Neither the id nor the title is the same."""
    case = Case("15, title and id changed")
    return case.expect({case.export("10:03:20", id="A", title="old", thing="2023.json")},
                       {case.export("10:03:20", id="B", title="new", thing="2025.json")})


def household():
    """Not a case: one more listener, so that every mart has rows. Berlin, the night in which its clocks went back."""
    one = User("household", zones=((0, 1729990800000, 7200), (1729990800000, 2**42, 3600)), day="2024-10-26")
    one.export("21:59:00", title="before midnight", id="M")
    one.export("22:06:00", title="after midnight", id="N", reason_end="trackdone")
    one.export("22:06:10", title="skipped", id="O", played=10, reason_end="fwdbtn")
    one.api("22:36:11", title="skipped again", id="P")
    one.lastfm("23:59:00", title="nobody's echo")
    one.lastfm("23:59:10", title="nobody's echo")
    one.play("export", "end", "23:00:00", 1000, None, title="a talk", kind="podcast", played=600)
    for place, (title, kind) in enumerate((("skipped", "track"), ("a wish", "track"), ("never again", "banned_track"))):
        label = one._label("library")
        key, _ = one.track("library", label, title)
        one.library.append({"user_id": one.name, "object": label[0], "ordinal": place, "source": "account", "item_kind": kind,
                            "track_key": key})
    for thing, titles in (("one", ("a wish", "never again")), ("two", ("a wish", "after midnight", "one more wish"))):
        one.playlists.append({"user_id": one.name, "object": thing, "ordinal": 0, "source": "account", "playlist_key": "list",
                              "name": f"List {thing}", "modified_on": "2024-05-14"})
        for place, title in enumerate(titles):
            key, _ = one.track("playlist", (thing, place), title)
            one.playlist_items.append({"user_id": one.name, "object": thing, "ordinal": place, "playlist_key": "list",
                                       "position": place, "track_key": key})
    catalogue(one)
    return one


def catalogue(one):
    """Adds Spotify's answers about the household's artist: two genres, an album with a song that nobody heard, one that is saved."""
    for thing, kind, ordinal in (("artist", "artist", 0), ("album", "album", 0)):
        one.answers.append({"user_id": one.name, "object": f"household/{thing}", "kind": kind, "subject": f"id of {thing}",
                            "page_offset": 0, "status": 200, "items": 1, "answered_ms": instant("23:30:00", one.day)})
    artist = {"user_id": one.name, "object": "household/artist", "ordinal": 0, "spotify_id": "id of artist",
              "artist_key": "key of Some Artist"}
    one.artists.append({**artist, "kind": "artist", "name": "Some Artist"})
    one.artist_genres += [{**artist, "place": place, "genre": genre} for place, genre in enumerate(("sea shanty", "folk"))]
    one.albums.append({"user_id": one.name, "object": "household/album", "ordinal": 0, "kind": "album", "spotify_id": "id of album",
                       "album_key": "key of Harbour", "artist_key": "key of Some Artist", "name": "Harbour", "album_type": "album",
                       "release_date": "2001-02", "total_tracks": 9, "upc": "0012", "label": "Quay"})
    for place, title in enumerate(("skipped", "unheard of")):
        one.track("catalogue", ("household/album", place), title, album="Harbour", duration=200)
    # A duet, and a song with a guest who is heard nowhere else.
    one.track("catalogue", ("household/album", 2), "duet", artist="Some Artist; Mate", album="Harbour", duration=200)
    guested, _ = one.track("catalogue", ("household/album", 3), "chorus", album="Harbour", duration=200)
    for position, name in enumerate(("Some Artist", "Mate"), start=1):
        one.artist_credits.append({"credit_key": "key of Some Artist; Mate", "position": position, "artist_key": f"key of {name}",
                                   "artist": name})
    one.track_credits.append({"track_key": guested, "position": 1, "artist_key": "key of Guest", "artist": "Guest",
                              "role": "featured", "is_whole": False})
    label = one._label("library")
    one.library.append({"user_id": one.name, "object": label[0], "ordinal": label[1], "source": "account", "item_kind": "album",
                        "album_key": "key of Harbour", "name": "Harbour"})


def all_cases():
    return [make() for make in (
        three_spotify_sources, start_without_length, left_early, a_pause, a_pause_with_export, api_gives_start, unmarked_bridge,
        stamped_at_half, offline_and_account, offline_loop, offline_and_api_with_a_pause,
        another_play_soon_after, equal_account_rows, equal_account_rows_overlapping,
        loop_with_a_fast_clock, twice_in_a_row, title_changed_under_one_id, relinked_id, nothing_in_common, a_false_start,
        double_scrobble, equal_export_rows, two_songs_one_sync, a_short_song, a_short_song_twice, limit_repeats, limit_clock, one_stamp_in_two_units,
        offline_loop_in_three_exports, relinked_between_exports, renamed_between_exports, an_export_overlaps_itself,
        a_row_of_36_hours, a_loop_with_rows_that_tell_no_length, limit_overlap_in_account_data, limit_renamed_and_relinked_without_a_witness)]
