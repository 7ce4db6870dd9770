"""`segue rule`: what a rule matches at once, what it changes after a build and what not, and that undoing it leaves no trace."""
import json

from lib.history import write_account_data, write_export
from lib.home import Home, check, run_test, same_marts
from recommend_test import HEARD, IN_CORPUS, IN_LIBRARY, IN_PLAYLIST, REMASTER, TRAIN, by_title, write_corpus

FACTS = "select * exclude (counted, teaches) from segue.fct_plays order by play_id"
# An unheard song that is, a person knows, one that was heard; the corpus has it too.
SAME_SONG = "Low Tide - Ferry"
REFUSED = [
    (("add",), "subcommand"),
    (("add", "exclude"), "subcommand"),
    (("add", "exclude", "artist"), "ARTIST"),
    (("add", "exclude", "artist", "!!!"), "artist's name"),
    (("add", "exclude", "artist", "spotify:artist:" + "0" * 22), "the artist's name"),
    (("add", "exclude", "artist", "spotify:track:" + "0" * 22), "spotify:artist:"),
    (("add", "exclude", "artist", "X", "--for", "everything"), "statistics"),
    (("add", "exclude", "track", "Only an artist"), "Artist - Title"),
    (("add", "exclude", "track", "spotify:album:" + "0" * 22), "spotify:track:"),
    (("add", "exclude", "track", "spotify:track:" + "0" * 22), "Artist - Title"),
    (("add", "exclude", "playlist", "nobody's list"), "mine 0"),
    (("add", "exclude", "playlist", "https://open.spotify.com/track/" + "0" * 22), "spotify:playlist:"),
    (("add", "exclude", "window"), "--from"),
    (("add", "exclude", "window", "--from", "2010-02-30"), "2024-02-29"),
    (("add", "exclude", "window", "--from", "2010-01-05", "--to", "2010-01-05"), "not included"),
    (("add", "merge", SAME_SONG), "B"),
    (("add", "merge", SAME_SONG, "low tide - FERRY (Remastered 2009)"), "one recording already"),
    (("add", "split", "Nobody - Nothing"), "nothing can be split"),
    (("undo",), "ID"),
    (("undo", "00000000"), "segue rule list"),
    (("forget",), "subcommand"),
]


def filled_home(home):
    home.run("init", "--timezone", "Europe/Berlin")
    home.json("import", write_export(home.path / "export", 3000, seed=4))
    home.json("import", write_account_data(home.path / "account", 3000, seed=4, library=[IN_LIBRARY], playlists=[
        (f"mine {number}", [*HEARD[number:], *IN_PLAYLIST, REMASTER]) for number in range(4)]))
    home.json("corpus", "add", write_corpus(home.path / "lists.tsv"))


def check_refusals(home):
    for arguments, needle in REFUSED:
        said = home.run("rule", *arguments, expect=2).stderr
        check(needle in said, f"rule {arguments} does not name {needle}: {said}")
    check(home.json("rule", "list") == {"rules": []}, "a refused rule is kept")
    print(f"{len(REFUSED)} wrong rules refused, nothing kept")


def one(home, sql):
    return home.query(sql)[0][0]


def most_played(home):
    """Returns (artist, title, recording) of songs by artists with one song, most played first."""
    return home.query("""
        select d.artist, d.title, d.recording_key, count(*) as plays
        from segue.fct_plays p join segue.dim_tracks t using (track_key) join segue.dim_recordings d using (recording_key)
        where d.artist_key in (select artist_key from segue.dim_recordings group by 1 having count(*) = 1)
        group by all order by plays desc, d.recording_key limit 4""")


def add_rules(home, artist, song):
    """Adds rules of each kind and returns their ids; our own SQL counts what each reports."""
    def add(*arguments, plays=None, recordings=None, warns=False):
        done = home.run("--json", "rule", "add", *arguments)
        told = json.loads(done.stdout)
        check(("matches nothing" in done.stderr) == warns, f"{arguments}: {done.stderr or 'no warning'}")
        matches = told["rule"]["matches"]
        check(matches["plays"] == plays and recordings in (None, matches["recordings"]), f"{arguments} matches {matches}, not {plays}")
        check(len(told["id"]) == 8 and not told["known"], f"{told}")
        return told["id"]

    days = one(home, "select count(*) from segue.fct_plays where local_date >= '2010-01-03' and local_date < '2010-01-05'")
    before = one(home, "select count(*) from segue.fct_plays where local_date < '2010-01-02'")
    ids = {
        "artist": add("exclude", "artist", artist[0].upper(), "--for", "statistics", "--why", "a child's", plays=artist[3], recordings=1),
        "song": add("exclude", "track", f"{song[0]} - {song[1]}", "--for", "recommendations", plays=song[3], recordings=1),
        "days": add("exclude", "window", "--from", "2010-01-03", "--to", "2010-01-05", plays=days),
        "before": add("exclude", "window", "--to", "2010-01-02", "--for", "statistics", plays=before),
        "list": add("exclude", "playlist", "MINE 0", plays=0, recordings=len({*HEARD, *IN_PLAYLIST})),
        "corpus": add("exclude", "artist", "Night Bus", "--for", "recommendations", plays=0, recordings=0, warns=True),
        "unheard": add("exclude", "track", f"spotify:track:{IN_PLAYLIST[0][2]}", plays=0, recordings=1),
        "merge": add("merge", SAME_SONG, f"spotify:track:{HEARD[0][2]}", plays=0, recordings=1),
        "split": add("split", f"https://open.spotify.com/intl-de/track/{REMASTER[2]}?si=x", plays=0, recordings=1),
    }
    check(len(set(ids.values())) == len(ids), f"two rules share an id: {ids}")
    again = home.json("rule", "add", "exclude", "artist", artist[0], "--for", "statistics", "--why", "another reason")
    check(again["known"] and again["id"] == ids["artist"], f"the same rule twice: {again}")
    return ids


def check_list(home, ids):
    rules = home.json("rule", "list")["rules"]
    check([rule["id"] for rule in rules] == list(ids.values()), f"listed: {rules}")
    first = rules[0]
    check((first["rule"], first["item"], first["for"], first["why"], first["undone_at"]) == ("exclude", "artist", "statistics", "a child's", None),
          f"{first}")
    for line in home.run("rule", "list").stdout.splitlines():
        check(len(line) <= 90, f"a line of {len(line)} columns: {line}")
    return {rule["id"]: rule["matches"] for rule in rules}


def check_effects(home, artist, song, before):
    """Checks a build under all rules; `before` is the build without them."""
    check(home.query(FACTS) == before["facts"], "a rule changed facts")
    left_out = one(home, f"""
        select count(*) from segue.fct_plays p join segue.dim_tracks t using (track_key)
        where t.artist = $${artist[0]}$$ or p.local_date < '2010-01-02' or p.local_date in ('2010-01-03', '2010-01-04')""")
    plays = home.json("stats")["plays"]
    check(plays == before["plays"] - left_out and left_out > artist[3], f"{plays} plays count of {before['plays']}, {left_out} are left out")
    check(artist[0] not in [row["name"] for row in home.json("stats", "--top", 1000)["top_artists"]], f"{artist[0]} still counts")
    silent = {row[0] for row in home.query("select play_id from segue.fct_plays where not teaches")}
    expected = {row[0] for row in home.query(f"""
        select p.play_id from segue.fct_plays p join segue.dim_tracks t using (track_key)
        where t.recording_key = '{song[2]}' or p.local_date in ('2010-01-03', '2010-01-04')""")}
    check(silent == expected and len(silent) > song[3], f"{len(silent)} plays teach nothing, not {len(expected)}")
    check(home.query("select user_id, recording_key from segue.heard order by all") == before["heard"], "a rule changed what was heard")
    print(f"{left_out} plays left out of statistics, {len(silent)} of taste; facts and what was heard are as before")


def recommended(home):
    return by_title(home.json("recommend", "--n", 20, "--per-artist", 5)["items"])


def check_recommendations(home, song):
    """Checks recommendations with the model from before the rules: nothing is trained again."""
    made = recommended(home)
    check(set(made) == {IN_PLAYLIST[1][1], IN_PLAYLIST[2][1], REMASTER[1]}, f"recommended under the rules: {sorted(made)}")
    reasons = json.dumps(list(made.values()))
    check(song[1] not in reasons, f"{song[1]} is left out and a reason")
    # The merged song is found under both names, and is not a neighbour of itself.
    merged, target = (home.json("similar", query, "--n", 5)["items"] for query in (SAME_SONG, " - ".join(HEARD[0][:2])))
    check(merged == target and len(merged) == 5, f"merged: {merged}\nits target: {target}")
    # The split one has the row that its track had.
    split = home.json("similar", " - ".join(REMASTER[:2]), "--n", 5)["items"]
    check(len(split) == 5, f"what was split off is unknown to the model: {split}")


def check_merged(home):
    ferry, heard = one(home, f"select recording_key from segue.dim_tracks where spotify_id = '{IN_LIBRARY[2]}'"), one(
        home, f"select recording_key from segue.dim_tracks where spotify_id = '{HEARD[0][2]}'")
    check(ferry == heard, "the merged song is another recording")
    check(home.query("select count(*), min(merged_into) from segue.recording_merges")[0] == (1, heard), "merges")
    remaster, plain = one(home, f"select recording_key from segue.dim_tracks where track_key = '{REMASTER[2]}'"), one(
        home, f"select recording_key from segue.dim_tracks where track_key = '{HEARD[2][2]}'")
    check(remaster != plain, "the split track is still the other's recording")


def main():
    with Home("rule") as home:
        filled_home(home)
        check("nothing" not in home.run("rule", "list").stderr, "a list of no rules warns")
        for arguments in (("add", "exclude", "track", HEARD[0][2]), ("add", "split", "A - B")):
            check("segue transform" in home.run("rule", *arguments, expect=2).stderr, f"{arguments} before the first build")
        home.run("transform")
        home.json(*TRAIN)
        check_refusals(home)
        base = home.marts()
        before = {"facts": home.query(FACTS), "plays": home.json("stats")["plays"],
                  "heard": home.query("select user_id, recording_key from segue.heard order by all")}
        check({IN_LIBRARY[1], IN_CORPUS[1], *(title for _, title, _ in IN_PLAYLIST)} == set(recommended(home)), "before any rule")
        artist, song = most_played(home)[:2]
        ids = add_rules(home, artist, song)
        check_list(home, ids)
        home.run("--user", "you", "rule", "undo", ids["artist"], expect=2)
        home.run("transform")
        check_effects(home, artist, song, before)
        check_merged(home)
        check_recommendations(home, song)
        heard = f"spotify:track:{HEARD[0][2]}"
        check(home.json("rule", "add", "merge", SAME_SONG, heard)["id"] == ids["merge"], "a merge that is in force is another rule")
        check("one recording already" in home.run("rule", "add", "merge", heard, SAME_SONG, expect=2).stderr, "merged back")
        ruled = home.marts()
        home.run("rebuild")
        same_marts(ruled, home.marts(), "rebuilt under rules")
        for rule in ids.values():
            check(home.json("rule", "undo", rule, "--why", "a mistake") == {"id": rule, "changed": True}, f"undo {rule}")
        check(home.json("rule", "undo", ids["list"]) == {"id": ids["list"], "changed": False}, "undone twice")
        check(home.json("rule", "list") == {"rules": []}, "undone rules are listed")
        check(all(rule["undone_at"] for rule in home.json("rule", "list", "--all")["rules"]), "--all shows when")
        home.run("transform")
        same_marts(base, home.marts(), "all rules undone")
        again = home.json("rule", "add", "exclude", "artist", artist[0], "--for", "statistics")
        check(not again["known"] and again["id"] != ids["artist"], f"a rule that was undone is another when it comes again: {again}")
        print("merged, split, rebuilt, undone: the marts are those of before, row for row")


if __name__ == "__main__":
    run_test(main)
