"""The program's flags: every --help fits 80 columns; wrong flags and missing files end with 2 and say why."""
import re
import subprocess

from lib.home import SEGUE, Home, check, run_test


def commands(home, *path):
    """Returns every command and sub-command that --help lists."""
    text = home.run(*path, "--help").stdout
    yield path, text
    section = text.split("Subcommands:\n", 1)
    if len(section) == 2:
        for name in re.findall(r"^  ([\w-]+)", section[1], re.M):
            yield from commands(home, *path, name)


def main():
    with Home("cli") as home:
        count = 0
        for path, text in commands(home):
            count += 1
            for line in text.splitlines():
                check(len(line) <= 80, f"segue {' '.join(path)} --help: a line of {len(line)} columns: {line}")
        check(count > 10, f"only {count} commands found")
        print(f"{count} pages of --help fit 80 columns")
        check(re.fullmatch(r"segue \d+\.\d+\.\d+\n", home.run("--version").stdout), "--version")
        for wrong in (["--nonsense"], ["nonsense"], [], ["import"], ["import", "/does/not/exist.zip"], ["stats", "--year", "soon"],
                      ["corpus", "add", "/does/not/exist"], ["--user", "No Spaces", "stats"], ["stats"],
                      ["init", "--timezone", "Mars/Olympus"], ["recommend", "--n", "0"], ["similar"], ["poll"], ["login"], ["playlist"], ["train"], ["recommend"],
                      ["playlist", "--n", "101"], ["login", "--auto"]):
            done = home.run(*wrong, expect=2)
            check(done.stderr.strip() and not done.stdout, f"segue {' '.join(wrong)} says nothing on stderr")
        check("nonsense" in home.run("nonsense", expect=2).stderr, "a misspelt command is not named")
        home.run("init", "--timezone", "Europe/Berlin")
        check("exists" in home.run("init", expect=2).stderr, "init twice")
        (home.home / "config.toml").write_text('colour = "red"\n')
        check("colour" in home.run("stats", expect=2).stderr, "an unknown setting is named")
        broken = subprocess.run([str(SEGUE), "stats"], env={"PATH": "/bin"}, capture_output=True, text=True)
        check(broken.returncode == 2 and "SEGUE_HOME" in broken.stderr, "without HOME and SEGUE_HOME")
    print("wrong flags, names, files and settings end with 2 and say why")


if __name__ == "__main__":
    run_test(main)
