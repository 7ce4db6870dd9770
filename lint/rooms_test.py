"""rooms.py finds each kind of fault in a tree, and none in a good tree."""
import pathlib
import sys
import tempfile

import rooms

GOOD = {
    "CMakeLists.txt": """segue_room(base LIBS fmt::fmt)
segue_room(music MAY base)
segue_room(lake MAY base TESTS music LIBS zstd)
""",
    "src/base/error.h": "#pragma once\nstruct Error {};\n",
    "src/base/time.h": '#pragma once\n#include "base/error.h"\nstruct Instant;\n',
    "src/base/time.cc": '#include "base/time.h"\n',
    "src/base/folder_for_tests.h": "#pragma once\n",
    "src/music/play.h": '#pragma once\n#include "base/time.h"\nclass Play {\n  struct Error {};\n};\n',
    "src/lake/lake.h": '#pragma once\n#include "base/error.h"\nstruct Lake {};\nstruct Play;\n',
    "src/lake/lake.cc": '#include "lake/lake.h"\n\n#include "base/time.h"\n',
    "src/lake/lake_test.cc": '#include "base/folder_for_tests.h"\n#include "music/play.h"\nstruct Instant {};\n',
    "src/music/kind.h": "enum class Kind : int {\n  one\n};\n",
    "simulator/api.cc": '#include "base/time.h"\n',
}
ROOMS, LAKE, ERROR, PLAY, TEST = "CMakeLists.txt", "src/lake/lake.cc", "src/base/error.h", "src/music/play.h", "src/lake/lake_test.cc"
# A piece of each finding's text, its file and line, and what is changed: file, old text, new text.
CAUGHT = [
    ("room music may not include lake", (PLAY, 3), PLAY, '#include "base/time.h"\n', '#include "base/time.h"\n#include "lake/lake.h"\n'),
    ("room base may not include simulator", ("src/base/time.cc", 2), "src/base/time.cc", '"base/time.h"\n', '"base/time.h"\n#include "simulator/api.h"\n'),
    ("room simulator may not include lake", ("simulator/api.cc", 1), "simulator/api.cc", "base/time.h", "lake/lake.h"),
    ("only tests of lake may include music", (LAKE, 4), LAKE, '"base/time.h"\n', '"base/time.h"\n#include "music/play.h"\n'),
    ("room music may not include lake", ("src/music/play_test.cc", 1), "src/music/play_test.cc", None, '#include "lake/lake.h"\n'),
    ("folder_for_tests.h is for tests", (LAKE, 4), LAKE, '"base/time.h"\n', '"base/time.h"\n#include "base/folder_for_tests.h"\n'),
    ("lakes_test.h is for tests", ("src/lake/lake.h", 3), "src/lake/lake.h", '"base/error.h"\n', '"base/error.h"\n#include "lake/lakes_test.h"\n'),
    ("src/state is not a room", ("src/state/sqlite.h", 1), "src/state/sqlite.h", None, "#pragma once\n"),
    ("MAY include base: no file does", (ROOMS, 2), PLAY, '#include "base/time.h"\n', ""),
    ("MAY include music: only its tests do", (ROOMS, 3), ROOMS, "MAY base TESTS music", "MAY base music"),
    ("TESTS include music: no test does", (ROOMS, 3), TEST, '#include "music/play.h"\n', ""),
    ("music is listed after MAY and TESTS", (ROOMS, 3), ROOMS, "MAY base TESTS", "MAY base music TESTS"),
    ("a cycle of includes: base/error, base/time", ("src/base/error.h", 1), ERROR, "#pragma once\n", '#pragma once\n#include "base/time.h"\n'),
    ("a cycle of includes: base/error, base/time", ("src/base/error.h", 1), "src/base/error.cc", None, '#include "base/time.h"\n'),
    ("the public name Error is in the rooms base, music", ("src", 1), PLAY, "class Play {\n", "struct Error {};\nclass Play {\n"),
    ("the public name Error is in the rooms base, lake", ("src", 1), "src/lake/key.h", None, "using Error = int;\n"),
    ("the public name Kind is in the rooms lake, music", ("src", 1), "src/lake/key.h", None, "enum class Kind { a };\n"),
]


def findings_with(name=None, old=None, new=None):
    files = dict(GOOD)
    if name:
        if old is not None and old not in files[name]:
            raise SystemExit(f"{name} has no {old!r}")
        files[name] = new if old is None else files[name].replace(old, new, 1)
    with tempfile.TemporaryDirectory(prefix="segue-lint-") as folder:
        for path, text in files.items():
            (pathlib.Path(folder) / path).parent.mkdir(parents=True, exist_ok=True)
            (pathlib.Path(folder) / path).write_text(text)
        return [(str(where), line, what) for where, line, what in rooms.findings(pathlib.Path(folder))]


def missed():
    """Yields what the checks do not find, as texts."""
    rooms.ALLOWED_HOMONYMS = {}
    for found in findings_with():
        yield f"a good house is fine, found {found}"
    for piece, (where, line), *change in CAUGHT:
        found = findings_with(*change)
        if not any(piece in what and (name, number) == (where, line) for name, number, what in found):
            yield f"{change} is not told as {piece!r} at {where}:{line}; found {found}"
    rooms.ALLOWED_HOMONYMS = {"Error": "its field's own word"}
    if findings_with("src/lake/key.h", None, "using Error = int;\n"):
        yield "a homonym that is allowed is told"
    if not any("Error is not a homonym any more" in what for _, _, what in findings_with()):
        yield "a homonym of the table that is gone is not told"


def main():
    found = list(missed())
    for what in found:
        print(f"MISSED: {what}")
    print(f"{len(CAUGHT) + 1} faults caught, a good house left alone" if not found else f"{len(found)} missed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
