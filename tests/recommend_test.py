"""Where candidates come from, and what segue says if there are none: made-up histories, playlists, a library and a corpus."""
import collections

from lib.history import track_id, write_account_data, write_export
from lib.home import Home, check, run_test

HEARD = [(f"Artist {n // 12}", f"Song number {n}", track_id(n)) for n in range(1, 25)]
IN_PLAYLIST = [("Paper Boats", f"Harbour {n}", track_id(90_000 + n)) for n in range(3)]
IN_LIBRARY = ("Low Tide", "Ferry", track_id(90_010))
IN_CORPUS = ("Night Bus", "Terminus", track_id(90_020))
# Songs by title, and whom they credit: one artist under four credits, and the members of a pair that Night Bus is in.
CREDITED = {"Depot": ("Night Bus; Pilot", {"Night Bus", "Pilot"}), "Runway": ("Pilot", {"Pilot"}),
            "Tower (feat. Pilot)": ("Radar", {"Radar", "Pilot"}), "Landing": ("Radar & Night Bus", {"Radar", "Night Bus"}),
            "Taxiing": ("Radar", {"Radar"}), "Gate": ("Stairs & Sons", {"Stairs & Sons"})}
REMASTER = ("Artist 0", "Song number 3 - 2011 Remaster", track_id(90_030))
TRAIN = ("train", "--dimension", 16, "--epochs", 10, "--subsample", 0)


def write_corpus(path, new=(IN_LIBRARY, IN_CORPUS, ("Night Bus", "Terminus - Live at the Depot", track_id(90_021)))):
    songs = [*HEARD, *new]
    path.write_text("list\tposition\tartist\ttitle\tspotify_id\n" + "".join(
        f"list {number}\t{position}\t{artist}\t{title}\t{track}\n"
        for number in range(30) for position, (artist, title, track) in enumerate(songs[number % 3 :])))
    return path


def check_advice(home, needle):
    """Checks that no song and one sentence on what to add are in both kinds of output."""
    result = home.json("recommend", "--n", 5)
    advice = result["advice"]
    check(result["items"] == [], f"{len(result['items'])} songs out of nothing")
    check(needle in advice, f"the advice names no {needle}: {advice}")
    check(advice.count(". ") == 0 and advice.endswith("."), f"more than one sentence: {advice}")
    check(" ".join(home.run("recommend").stdout.split()) == advice, "people read another advice")
    return advice


def by_title(items):
    return {item["title"]: item for item in items}


def check_own_lists(home):
    made = by_title(home.json("recommend", "--n", 20, "--per-artist", 5)["items"])
    wanted = {title for _, title, _ in IN_PLAYLIST}
    check(set(made) == wanted, f"out of playlists and library came {sorted(made)}, not {sorted(wanted)}")
    for item in made.values():
        check(item["origin"] == "playlist" and item["uri"].startswith("spotify:track:"), f"{item}")
    check(len(home.json("recommend", "--n", 20)["items"]) == 1, "one song of one artist, when nothing else is said")


def check_corpus(home):
    result = home.json("recommend", "--n", 20, "--per-artist", 5)
    made = by_title(result["items"])
    check({IN_LIBRARY[1], IN_CORPUS[1], *(title for _, title, _ in IN_PLAYLIST)} == set(made), f"with a corpus: {sorted(made)}")
    check(made[IN_LIBRARY[1]]["origin"] == "library" and made[IN_CORPUS[1]]["origin"] == "corpus", f"origins: {made}")
    check("fewer songs near your plays than you asked for" in result["advice"], f"5 of 20, and no word of it: {result['advice']}")
    check(home.json("recommend", "--n", 3, "--per-artist", 5)["advice"] == "", "advice where there is enough")
    check(home.json("recommend", "--n", 20, "--per-artist", 5) == result, "asked twice, two answers")


def check_credits(home):
    """Checks that no two songs of a list credit one artist, wherever the songs come from."""
    new = [(artist, title, track_id(91_000 + n)) for n, (title, (artist, _)) in enumerate(CREDITED.items())]
    home.json("corpus", "add", write_corpus(home.path / "credited.tsv", new))
    home.json(*TRAIN)
    told = {IN_LIBRARY[1]: {"Low Tide"}, IN_CORPUS[1]: {"Night Bus"}, **{title: {"Paper Boats"} for _, title, _ in IN_PLAYLIST},
            **{title: artists for title, (_, artists) in CREDITED.items()}}
    every = home.json("recommend", "--n", 30, "--per-artist", 30)["items"]
    check(len(every) == len(told), f"{sorted(by_title(every))} of {sorted(told)}")
    for most in (1, 2):
        items = home.json("recommend", "--n", 30, "--per-artist", most)["items"]
        counted = collections.Counter(artist for item in items for artist in told[item["title"]])
        check(max(counted.values()) == most, f"at most {most} of an artist, and there are {counted}")
        check(counted["Stairs & Sons"] == 1, f"a name with a sign is one artist: {counted}")


def check_similar(home):
    one = home.json("similar", "artist 0 - SONG Number 1 (2011 Remaster)", "--n", 3)["items"]
    check(len(one) == 3 and "Song number 1" not in by_title(one), f"similar: {one}")
    both = by_title(home.json("similar", "Low Tide - Ferry; Night Bus - Terminus", "--n", 10)["items"])
    check("Ferry" not in both and "Terminus" not in both, f"what was asked for is its own neighbour: {sorted(both)}")
    # Artists of their own lists, and of the playlists that contain the same heard songs.
    near = [title for title in both if title.startswith(("Song number", "Terminus -", "Harbour"))]
    check(len(near) >= 3 and "Terminus - Live at the Depot" in near, f"similar to two of a corpus: {sorted(both)}")
    check(home.json("similar", "Night Bus", "--n", 1)["items"][0]["artist"] == "Night Bus", "an artist is nearest to its songs")
    for query, named in (("Nobody", '"Nobody"'), ("Artist 0 - Nothing", '"Artist 0 - Nothing"'), ("Night Bus; Nobody - X", '"Nobody - X"'),
                         (";", "artist - title"), (" - Terminus", "artist - title"), ("", "artist - title")):
        said = home.run("similar", query, expect=2).stderr
        check(named in said, f"similar {query!r} does not name {named}: {said}")


def main():
    with Home("recommend") as home:
        home.run("init", "--timezone", "Europe/Berlin")
        home.json("import", write_export(home.path / "export", 3000, seed=4))
        home.run("transform")
        for command in (["recommend"], ["similar", "Artist 0"]):
            check("segue train" in home.run(*command, expect=2).stderr, f"{command[0]} before training does not name `segue train`")
        told = home.json(*TRAIN)
        check(told["sessions"] > 0 and told["playlists"] == 0 and told["corpus_lists"] == 0, f"trained on {told}")
        print("nothing to choose from:", check_advice(home, "corpus add"))

        home.json("import", write_account_data(home.path / "account", 3000, seed=4, library=[IN_LIBRARY], playlists=[
            (f"mine {number}", [*HEARD[number:], *IN_PLAYLIST, REMASTER]) for number in range(4)]))
        home.run("transform")
        check(home.json(*TRAIN)["playlists"] == 4, "four playlists are not four lists")
        check_own_lists(home)
        home.json("corpus", "add", write_corpus(home.path / "lists.tsv"))
        check(home.json(*TRAIN)["corpus_lists"] == 30, "thirty lists of a corpus are not thirty")
        check_corpus(home)
        print("candidates: playlists, library and a corpus; heard under another track id is heard; no other versions")
        check_similar(home)
        check_credits(home)
        print("credits: no artist stands in a list twice, under whatever credit")
        print("similar: one, two, an artist; what is not known is named")

    with Home("nothing-played") as home:
        home.run("init", "--timezone", "Europe/Berlin")
        home.json("corpus", "add", write_corpus(home.path / "lists.tsv"))
        home.run("transform")
        home.json(*TRAIN)
        print("nothing played:", check_advice(home, "import your history"))


if __name__ == "__main__":
    run_test(main)
