"""The weekly list: judged by the account before and after, whatever segue says. id → (name, songs), from the simulator itself."""
import re
import urllib.parse

from calls import items_in


def words_of(text):
    return set(re.findall(r"\w+", text.lower()))


def name_of(item):
    return item.get("name") if isinstance(item, dict) else None


class Lists:
    def __init__(self, judge, searches):
        self.judge, self.searches = judge, searches

    def check(self, case, done, before, after, may_be_new=0):
        new = after.keys() - before.keys()
        if len(new) > may_be_new:
            self.judge.find("second_playlists", case, f"{len(new)} new playlists in the account, {may_be_new} may be: {done.stderr[-200:]}")
        for known, (name, songs) in before.items():
            now = after.get(known, ("", 0))[1]
            if now < songs - self.not_found(done):
                self.judge.find("short_lists", case, f"{songs} songs in {name} before, {now} now; exit {done.code}: {(done.stdout + done.stderr)[-300:]}")

    def is_there(self, case, done, after):
        if done.result.get("playlist") in after:
            return True
        self.judge.find("untrue", case, f"the account has no such playlist: {done.stdout[-300:]}")
        return False

    def check_said(self, case, done, songs, turned):
        """If the command ends with 0, the list has as many songs as it says, none of them twice, and not in the order that a hand gave."""
        if done.code == 0 and songs == turned:
            self.judge.find("untrue", case, f"the songs still stand in the order that a hand gave them: {done.stdout[-200:]}")
        if done.code == 0 and (done.result.get("items") != len(songs) or len(set(songs)) != len(songs)):
            self.judge.find("untrue", case, f"{len(songs)} songs stand in the list, {len(set(songs))} different ones: {done.stdout[-300:]}")

    def not_found(self, done):
        """Returns songs that the result names as left out and that Spotify's search, as the proxy sent it, did not find."""
        return sum(self.is_searched_in_vain(song["title"]) for song in done.result.get("left_out", ())) if done.code == 0 else 0

    def is_searched_in_vain(self, title):
        answers = [answer for path, answer in self.searches.items()
                   if words_of(title) <= words_of(urllib.parse.parse_qs(urllib.parse.urlsplit(path).query)["q"][0])]
        return bool(answers) and all(status == 200 and items_in(body) is not None and title not in map(name_of, items_in(body))
                                     for status, body in answers)
