"""The list of bad days: what segue 0.1 did, what is right, and which test checks it.

`held_by` is "BINARY FILTER" for unit tests (the filter must find at least one, and all that it finds must pass), or the name of a
program test that calls `lib.cases.shown(id, …)` after its checks; the table then shows what the test saw.
"""
from dataclasses import dataclass


@dataclass
class BadDay:
    name: str
    shape: str
    before: str
    right: str
    held_by: str


RIGHT = "right"
BAD_DAYS = [
    BadDay("A01", "recently-played: 204, no items, HTML, 404, nonsense", RIGHT, "exit 4, kept in the lake; the next poll is well", "bad_days_test"),
    BadDay("A02", "`played_at` without ms, with an offset, with µs, doubled", RIGHT, "each read; a double is one play", "bad_days_test"),
    BadDay("A03", "`Retry-After` of a day, 0, a date", RIGHT, "not before it; then asks again", "bad_days_test"),
    BadDay("A04", "401 once, always, with an empty body", RIGHT, "one refresh, one retry, then exit 3", "bad_days_test"),
    BadDay("A05", "odd answers of the token service", RIGHT, "only invalid_grant ends the consent", "login_test"),
    BadDay("A06", "the browser is signed in as somebody else", "50 plays of a stranger in one's own", "refused and named; nothing mixed", "bad_days_test"),
    BadDay("A07", "a consent with fewer scopes", "not a word", "said at login and in status", "bad_days_test"),
    BadDay("A09", "a wrong clock at login", "the consent's end is years off", "the consent is dated by Spotify's answer", "bad_days_test"),
    BadDay("A11", "stray requests to the callback: TLS, favicon, idle, forged", RIGHT, "takes its own", "login_test"),
    BadDay("A13", "one field of another type", "the row lost without a word", "the play is kept; a row without a time is told", "bad_days_test"),
    BadDay("A15", "the app has another redirect URI", "waits for ever; status 400", "says which URI to register", "login_test"),
    BadDay("M01", "one of two accounts is refused, or its login does not open", RIGHT, "the other is polled, exit 4, or 3", "bad_days_test"),
    BadDay("M02", "a revoked login, noticed late", "no trace of it", "status and status --check say when and why", "bad_days_test"),
    BadDay("M04", "a client id pasted badly", RIGHT, "exit 2, says what an id is", "bad_days_test"),
    BadDay("M05", "the port is taken", RIGHT, "exit 2, says so", "bad_days_test"),
    BadDay("P01", "/me/playlists is empty for a while", "a second playlist, for good", "no second playlist", "bad_lists_test"),
    BadDay("P02", "a page is missing from the list of playlists", "a second playlist", "no second playlist", "test_playlist *P02*"),
    BadDay("P12", "another owner, name and description in the list", "a second playlist", "no second playlist", "test_playlist *P12*"),
    BadDay("P15", "the list of playlists is HTML, 503, {}", RIGHT, "exit 4, none is made", "bad_lists_test"),
    BadDay("P03", "one song is gone: the write fails", "an empty playlist, week after week", "written without that song, and said", "bad_lists_test"),
    BadDay("P04", "public although private was asked for", "'private', rewritten each time", "said; nothing is written again", "bad_lists_test"),
    BadDay("P05", "a relinked song", "rewritten each time", "nothing is written again", "test_playlist *P05*"),
    BadDay("P06", "a name that Spotify cuts", "rewritten each time", "nothing is written again", "test_playlist *P06*"),
    BadDay("P07", "the playlist was unfollowed", RIGHT, "made anew", "bad_lists_test"),
    BadDay("P08", "403 with a text as its body", "'status 403' alone", "the text and its cure", "bad_days_test"),
    BadDay("P08s", "'Insufficient client scope'", RIGHT, "exit 3, run `segue login`", "bad_days_test"),
    BadDay("P09", "null names, entities in descriptions", RIGHT, "found by the mark, one playlist", "test_playlist *P09*"),
    BadDay("P10", "a description refused with 400", RIGHT, "exit 4 with Spotify's word", "bad_lists_test"),
    BadDay("P11", "odd names of the playlist", "exit 4, status 400", "exit 2, names the setting", "test_settings *P11*"),
    BadDay("S01", "a karaoke hit comes first", RIGHT, "never taken", "test_playlist *S01*"),
    BadDay("S02", "a search that always fails", "no playlist at all", "that song is left out, and said", "bad_lists_test"),
    BadDay("S03", "apostrophes and colons in field filters", "nothing found", "a second form of the query", "test_playlist *S03*"),
    BadDay("S05", "empty searches during one run", "never asked again; 2 songs for 30", "asked again; the old list stays", "bad_lists_test"),
    BadDay("E03", "dates of 0000, null; images and genres null", RIGHT, "each read, without what cannot be", "test_formats ApiAnswers.DatesLose*:ApiAnswers.StrangeMembers*"),
    BadDay("E03b", "ISRCs in lower case, impossible dates", "kept as they came", "normalised; an impossible date says what it can", "test_music Isrc.*:PossibleDate.*"),
    BadDay("E04", "one endpoint refuses", "no run gets past it", "its family waits, the others go on", "bad_lists_test"),
    BadDay("E05", "a renamed artist", "two artists", "one artist", "identity_test"),
    BadDay("E06", "a renamed artist, a corpus without ids", "41 heard songs recommended as unheard", "none", "identity_test"),
    BadDay("N01", "a company's own authority; a certificate of another time or name", "no cause, no setting", "the cause; `[http] ca_file`", "bad_days_test"),
    BadDay("N02", "the name is not found", RIGHT, "exit 4, names the host", "bad_days_test"),
    BadDay("N03", "nobody listens there", RIGHT, "exit 4, names the address", "bad_days_test"),
    BadDay("N04", "a dead proxy", "named as a dead Spotify", "exit 4, names the proxy and its variable", "bad_days_test"),
    BadDay("N05", "a proxy that refuses: 407, 502", "no cause", "exit 4, names the proxy and what it said", "bad_days_test"),
    BadDay("N06", "a hotel's portal: 302", RIGHT, "exit 4, says the status", "bad_days_test"),
    BadDay("N07", "a hotel's portal: its page with 200", RIGHT, "exit 4, says that it is no page and where it is kept", "bad_days_test"),
    BadDay("N08", "silence", RIGHT, "exit 4 after 30 s, says that no answer came", "bad_days_test"),
    BadDay("N09", "IPv6 alone", RIGHT, "works", "bad_days_test"),
    BadDay("H02", "a home of another user, read-only", "'delete state.db'", "names the path and the cause; status and stats work", "bad_days_test"),
    BadDay("H03", "a BI tool holds the work file", RIGHT, "named with its process; status works", "bad_days_test"),
    BadDay("H05", "a BI tool writes into the published file", RIGHT, "named with its process; then fine", "bad_days_test"),
    BadDay("L2", "a file system without locks", RIGHT, "says that there are no locks; reading goes on", "bad_days_test"),
    BadDay("B01", "deprecations of dbt 1.11", RIGHT, "none", "bad_days_test"),
    BadDay("B02", "dbt's own documentation of the marts", RIGHT, "one page", "bad_days_test"),
    BadDay("H06", "three imports at once", RIGHT, "each loads, once", "bad_days_test"),
    BadDay("H07", "a full disk", RIGHT, "no data lost, goes on with room", "bad_days_test"),
    BadDay("H07b", "a full disk: what segue says", "'delete state.db'", "says that the disk is full", "bad_days_test"),
    BadDay("D02", "a role that may not create schemas", "cannot be used", "works in schemas that it was given", "postgres_test"),
    BadDay("D04", "somebody else's table in `segue`", RIGHT, "refused, nothing harmed", "postgres_test"),
    BadDay("D05", "pgbouncer", "dbt: 'unsupported startup parameter'", "works, or says that it is the pooler", "postgres_test"),
    BadDay("D07a", "seven wrong addresses", RIGHT, "each ends with 2 or 4 and names what is wrong", "postgres_test"),
    BadDay("D07c", "an unknown parameter in the address", "not said which", "named", "postgres_test"),
    BadDay("B03", "an own model with a mart's name", "no own model ever builds again", "named; the others build", "own_models_test"),
    BadDay("F01a", "one row of 2031", "the clock of all listeners", "that row is rejected, as_of stays", "time_bounds_test"),
    BadDay("F01c", "skips before the export's flag", "0 % until 2022, 100 % after", "one rule for all years", "bad_days_test"),
    BadDay("F01d", "36 hours in one row", "a day of 36.3 h", "no day is longer than a day", "bad_days_test"),
]
