"""`segue evaluate` on made-up sets of a few lists: its figures are computed again in plain Python; wrong flags, folders and rows."""
import gzip
import json
import random
import struct

from lib.home import Home, check, need_data, run_test

TRAIN = ("--dimension", 16, "--epochs", 60, "--subsample", 0, "--min-count", 1)
LIST_SIGNALS = ["item_knn", "item_knn_last", "item_knn_best", "list_knn", "list_knn_narrow", "artist_knn", "album_knn", "centroid",
                "skip_gram"]
SESSION_SIGNALS = ["session_knn", "session_knn_near", "session_knn_wide", "rules", "after_last", "after_last_two", "itself"]
RULES = ["input-output", "input-normed", "input-output-popular", "input-input", "output-input"]


def write(path, text):
    with gzip.open(path, "wt") as file:
        file.write(text)


def make_polimi(folder):
    """Writes 150 playlists of 12 out of 5 groups of 20 tracks; two tracks of each third one are hidden. The order of one is known."""
    folder.mkdir()
    rng = random.Random(5)
    lists = [sorted(rng.sample(range(number % 5 * 20, number % 5 * 20 + 20), 12)) for number in range(150)]
    hidden = {number: rng.sample(lists[number], 2) for number in range(0, 150, 3)}
    write(folder / "tracks.csv.gz", "track_id,album_id,artist_id,duration_sec\n" + "".join(
        f"{track},{track // 4},{track // 6},200\n" for track in range(100)))
    write(folder / "interactions.tsv.gz", "playlist\ttrack\n" + "".join(
        f"{number}\t{track}\n" for number, tracks in enumerate(lists) for track in tracks))
    write(folder / "validation.tsv.gz", "playlist\ttrack\tkind\n" + "".join(
        f"{number}\t{track}\t{'s' if number % 2 else 'r'}\n" for number, tracks in hidden.items() for track in tracks))
    write(folder / "target_playlists.csv.gz", "playlist_id\n1\n5\n")
    write(folder / "train_sequential.csv.gz", "playlist_id,track_id\n" + "".join(f"5,{track}\n" for track in reversed(lists[5])))
    return lists, hidden


def make_nowplaying(folder):
    folder.mkdir()
    rng = random.Random(6)
    sessions = []
    for number in range(200):
        first = number % 4 * 10
        sessions.append([first + (number + step) % 10 + 1 for step in range(rng.randint(2, 6))])
    write(folder / "train_sessions.txt.gz", "".join(" ".join(map(str, s)) + "\n" for s in sessions))
    write(folder / "test_prefix_target.tsv.gz", "1 2 3\t4\n11\t12\n39 40\t31\n")


def make_playlists(folder):
    folder.mkdir()
    rng = random.Random(7)
    playlists = []
    for number in range(40):
        tracks = rng.sample(range(number % 4 * 25, number % 4 * 25 + 25), 12)
        playlists.append({"pid": number, "tracks": [
            {"pos": at, "track_uri": f"spotify:track:{track:022d}", "track_name": f"Song {track}", "artist_name": f"A{track // 5}",
             "artist_uri": f"spotify:artist:{track // 5:022d}"} for at, track in enumerate(tracks)]})
    write(folder / "mpd.slice.0-39.json.gz", json.dumps({"playlists": playlists}))


def read_model(path):
    """Returns keys and counts of recordings, and both matrices: docs/formats/model.md in a few lines."""
    data = path.read_bytes()
    size = struct.unpack_from("<I", data, 12)[0]
    header, at = json.loads(data[16 : 16 + size]), 16 + size + 4
    keys, counts = [], []
    for _ in range(header["tokens"]):
        _, count, length = struct.unpack_from("<BQH", data, at)
        keys.append(int(data[at + 11 : at + 11 + length]))
        counts.append(count)
        at += 11 + length
    at += 4
    n = header["dimension"]
    rows = [struct.unpack_from(f"<{n}f", data, at + 4 * n * row) for row in range(2 * len(keys))]
    return keys, counts, rows[: len(keys)], rows[len(keys) :]


def average_precision(ranked, answers):
    found, total = 0, 0.0
    for rank, item in enumerate(ranked[:10], 1):
        if item in answers:
            found += 1
            total += found / rank
    return total / min(len(answers), 10)


def ranked_by_dot(model, context):
    keys, _, inputs, outputs = model
    row = {key: at for at, key in enumerate(keys)}
    mean = [sum(numbers) / len(context) for numbers in zip(*(inputs[row[track]] for track in context))]
    score = {key: sum(a * b for a, b in zip(mean, outputs[at])) for at, key in enumerate(keys) if key not in context}
    return sorted(score, key=lambda key: -score[key])


def check_polimi(home, folder, lists, hidden):
    model = home.path / "p.model"
    result = home.json("evaluate", "--protocol", "polimi", "--data", folder, "--save", model, "--seed", 3, *TRAIN)
    check(result["protocol"] == "polimi" and result["seed"] == 3 and result["questions"] == 50, f"{result}")
    rows = {(row["name"], row.get("rule")): row for row in result["rows"]}
    check([row["rule"] for row in result["rows"] if row["name"] == "segue"] == RULES + LIST_SIGNALS + ["ranked"], f"rules: {list(rows)}")
    for name in ("item-kNN", "item-kNN, shrink 0.5", "artist and album overlap", "most popular"):
        check((name, None) in rows, f"no row of {name}")
    for row in result["rows"]:
        for metric in ("map@10", "map@10_s", "map@10_r"):
            value = row[metric]
            check(0 <= value["low"] <= value["mean"] <= value["high"] <= 1, f"{row['name']}, {metric}: {value}")
    ours = rows["segue", "input-output"]["map@10"]["mean"]
    read = read_model(model)
    wanted = [average_precision(ranked_by_dot(read, [t for t in lists[number] if t not in gone]), gone)
              for number, gone in hidden.items()]
    check(abs(ours - sum(wanted) / len(wanted)) < 1e-6, f"map@10 is {sum(wanted) / len(wanted)} by hand, not {ours}")
    # 10 of 90 tracks at random would give about .03
    check(ours > 0.1, f"nothing was learnt from five groups: {ours}")
    again = home.json("evaluate", "--protocol", "polimi", "--data", folder, "--model", model, "--seed", 3)
    check(again == result, "the saved model gives another table")
    alone = home.json("evaluate", "--protocol", "polimi", "--data", folder, "--model", model, "--seed", 3, "--no-baselines")
    check(alone["rows"] == result["rows"][:15], "without baselines the rest is another")
    bare = home.json("evaluate", "--protocol", "polimi", "--data", folder, "--model", model, "--seed", 3, "--no-ranker")
    check(bare["rows"] == result["rows"][:5] + result["rows"][15:], "without the ranker the rest is another")
    ranked = rows["segue", "ranked"]["map@10"]["mean"]
    check(ranked > 0.1, f"the ranked list has learnt nothing from five groups: {ranked}")
    lost = {(row["name"], row.get("rule")) for row in result["rows"] if row["map@10"]["mean"] > ranked}
    warned = {line for line in result["warnings"] if line.endswith("in map@10")}
    check(len(warned) == len(lost) and all(any(line.startswith(name) for line in warned) for name, _ in lost),
          f"{lost} are better, said is {result['warnings']}")
    text = home.run("evaluate", "--protocol", "polimi", "--data", folder, "--model", model).stdout
    check(max(map(len, text.splitlines())) <= 80 and "item-kNN" in text, f"the table is wider than 80:\n{text}")
    tokens = home.json("evaluate", "--protocol", "polimi", "--data", folder, "--tokens", "--no-baselines", *TRAIN)
    check(tokens["rows"] != alone["rows"], "--tokens changes nothing")


def check_answers_of_others(home, folder, hidden):
    """A peer that knows all answers has 1; one that answers two questions of fifty right has 1/25."""
    perfect, poor = home.path / "perfect.tsv", home.path / "poor.tsv"
    perfect.write_text("".join(f"{number}\t{','.join(map(str, tracks))}\n" for number, tracks in hidden.items()))
    poor.write_text("".join(f"{number}\t{','.join(map(str, tracks)) if number < 6 else ''}\n" for number, tracks in hidden.items()))
    flags = ("evaluate", "--protocol", "polimi", "--data", folder, "--model", home.path / "p.model", "--no-baselines")
    result = home.json(*flags, "--answers", f"oracle={perfect}", "--answers", f"poor={poor}")
    rows = {row["name"]: row["map@10"]["mean"] for row in result["rows"]}
    check(rows["oracle"] == 1 and abs(rows["poor"] - 0.04) < 1e-9, f"{rows}")
    check("oracle is better than the ranked list in map@10" in result["warnings"], f"{result['warnings']}")
    poor.write_text("0\t1\n")
    refused(home, (*flags[1:], "--answers", f"poor={poor}"), 5, "poor.tsv has no line for question 3")
    refused(home, (*flags[1:], "--answers", str(poor)), 2, "--answers takes NAME=FILE")


def check_predictions(home, polimi, nowplaying, lists):
    out = home.path / "predictions.tsv"
    result = home.json("evaluate", "--protocol", "polimi", "--data", polimi, "--predictions", out, *TRAIN)
    check(result["rows"] == [] and result["predictions"] == str(out), f"{result}")
    lines = [line.split("\t") for line in out.read_text().splitlines()]
    check([line[0] for line in lines] == ["1", "5"], f"targets: {lines}")
    for target, answers in lines:
        tracks = list(map(int, answers.split(",")))
        check(len(set(tracks)) == 10 and not set(tracks) & set(lists[int(target)]), f"{target}: {tracks} of {lists[int(target)]}")
    home.json("evaluate", "--protocol", "nowplaying", "--data", nowplaying, "--predictions", out, "--no-baselines", *TRAIN)
    lines = [line.split("\t") for line in out.read_text().splitlines()]
    check([line[0] for line in lines] == ["0", "1", "2"], f"pairs: {lines}")
    check(all(len(set(answers.split(","))) == 20 for _, answers in lines), f"twenty a pair: {lines}")


def check_nowplaying(home, folder):
    result = home.json("evaluate", "--protocol", "nowplaying", "--data", folder, "--decay", "0.5,0", *TRAIN)
    names = [(row["name"], row.get("rule")) for row in result["rows"]]
    check(names == [("segue", f"{rule} {decay}") for decay in ("0.5", "0") for rule in RULES]
          + [("segue", signal) for signal in SESSION_SIGNALS + ["ranked"]] + [("most popular", None)], f"{names}")
    knn = next(row for row in result["rows"] if row.get("rule") == "session_knn_near")
    check(knn["p@20"]["mean"] == 1 and knn["mrr@20"]["low"] > 0.33, f"session-kNN on sessions that go round: {knn}")
    check(result["questions"] == 3, f"{result}")
    split = home.json("evaluate", "--protocol", "nowplaying", "--data", folder, "--validation", "--no-baselines", *TRAIN)
    check(split["sessions"] == 180 and split["questions"] > 20, f"{split['sessions']} sessions, {split['questions']} questions")


def check_never_seen(home, folder):
    model = home.path / "n.model"
    flags = ("evaluate", "--protocol", "never-seen", "--data", folder, "--held-out", 0.1)
    result = home.json(*flags, "--save", model, *TRAIN)
    check(result["held_out_tracks"] > 2 and 0 < result["with_a_token"] <= result["held_out_tracks"], f"{result}")
    names = {row["name"] for row in result["rows"]}
    check(names == {"segue", "artist and album overlap", "popularity of the artist", "random"}, f"{names}")
    overlap = next(row for row in result["rows"] if row["name"] == "artist and album overlap")
    chance = next(row for row in result["rows"] if row["name"] == "random")
    fused = next(row for row in result["rows"] if row.get("rule") == "fused")
    check(fused["percentile"]["mean"] >= overlap["percentile"]["mean"], f"fused {fused}, overlap {overlap}")
    check(overlap["percentile"]["mean"] > chance["percentile"]["mean"] + 0.1, f"{overlap}, {chance}")
    check(home.json(*flags, "--model", model) == result, "the saved model gives another table")
    done = home.run(*flags, "--split-seed", 1, "--model", model, expect=5)
    check("which is held out" in done.stderr and "--split-seed" in done.stderr, done.stderr)


def refused(home, arguments, code, *needles):
    done = home.run("evaluate", *arguments, expect=code)
    check(done.stdout == "", f"a refusal prints a result: {done.stdout}")
    for needle in needles:
        check(needle in done.stderr, f"{needle} is not said: {done.stderr}")


def check_refusals(home, polimi, nowplaying):
    data = ("--data", polimi)
    refused(home, (), 2, "--protocol")
    refused(home, ("--protocol", "polimi"), 2, "--data")
    refused(home, ("--protocol", "spotify", *data), 2, "spotify is not a protocol", "nowplaying")
    refused(home, ("--protocol", "polimi", "--data", home.path / "none"), 2, "none is not a folder")
    refused(home, ("--protocol", "nowplaying", *data), 2, "has no train_sessions.txt.gz", "docs/evaluation.md")
    refused(home, ("--protocol", "never-seen", *data), 2, "holds no mpd.slice.")
    for flags, word in ((("--rule", "best"), "best is not a rule"), (("--decay", "1.5"), "--decay"), (("--decay", "x"), "--decay"),
                        (("--popularity", "nan"), "--popularity"), (("--validation",), "--validation"),
                        (("--held-out", "1"), "--held-out"), (("--dimension", "7"), "dimension"), (("--epochs", "0"), "epochs"),
                        (("--model", "a", "--save", "b"), "--save"), (("--model", home.path / "no.model"), "no.model")):
        refused(home, ("--protocol", "polimi", *data, *flags), 2, word)
    refused(home, ("--protocol", "never-seen", *data, "--predictions", "x"), 2, "--predictions")
    refused(home, ("--protocol", "nowplaying", "--data", nowplaying, "--tokens"), 2, "--tokens")


def check_bad_files(home, polimi, nowplaying):
    kept = (polimi / "validation.tsv.gz").read_bytes()
    (polimi / "validation.tsv.gz").write_bytes(kept[: len(kept) // 2])
    refused(home, ("--protocol", "polimi", "--data", polimi), 5, "validation.tsv.gz: the gzip data is damaged or cut")
    write(polimi / "validation.tsv.gz", "playlist\ttrack\tkind\n0\tseven\tr\n")
    refused(home, ("--protocol", "polimi", "--data", polimi), 5, 'validation.tsv.gz, line 2, field track: "seven" is not a whole')
    (polimi / "validation.tsv.gz").write_bytes(kept)
    model = home.path / "p.model"
    broken = bytearray(model.read_bytes())
    broken[len(broken) // 2] ^= 1
    (home.path / "broken.model").write_bytes(broken)
    refused(home, ("--protocol", "polimi", "--data", polimi, "--model", home.path / "broken.model"), 5, "damaged")
    out = home.path / "never.tsv"
    refused(home, ("--protocol", "polimi", "--data", polimi, "--model", home.path / "broken.model", "--predictions", out), 5)
    refused(home, ("--protocol", "nowplaying", "--data", nowplaying, "--model", model, "--predictions", out), 5, "is not a track of this set")
    check(not out.exists(), "a refusal leaves predictions")


def check_real(home):
    """Checks the figures of the real sets that follow from counts alone."""
    polimi, = need_data("eval-polimi2018")
    (home.path / "lists.txt").write_text("0 1\n1 0\n" * 2)
    home.run("train", "--lists", home.path / "lists.txt", "--out", home.path / "two.model", "--dimension", 16, "--epochs", 1)
    rows = {row["name"]: row for row in
            home.json("evaluate", "--protocol", "polimi", "--data", polimi, "--model", home.path / "two.model", "--no-ranker")["rows"]}
    for name, metric, wanted, most in (("most popular", "map@10", 0.0043, 5e-5), ("most popular", "map@10_s", 0.0041, 5e-5),
                                       ("item-kNN", "map@10", 0.0977, 5e-4), ("item-kNN", "map@10_r", 0.1164, 5e-4)):
        value = rows[name][metric]["mean"]
        check(abs(value - wanted) < most, f"{name}, {metric}: {value}, not {wanted}")
        print(f"{name}, {metric}: {value:.4f} ({wanted} elsewhere)")


def main():
    with Home("evaluate") as home:
        polimi, nowplaying, playlists = (home.path / name for name in ("polimi", "nowplaying", "playlists"))
        lists, hidden = make_polimi(polimi)
        make_nowplaying(nowplaying)
        make_playlists(playlists)
        check_polimi(home, polimi, lists, hidden)
        check_answers_of_others(home, polimi, hidden)
        check_predictions(home, polimi, nowplaying, lists)
        check_nowplaying(home, nowplaying)
        check_never_seen(home, playlists)
        check_refusals(home, polimi, nowplaying)
        check_bad_files(home, polimi, nowplaying)
        print("evaluate: three protocols on made sets, predictions, refusals")
        check_real(home)


if __name__ == "__main__":
    run_test(main)
