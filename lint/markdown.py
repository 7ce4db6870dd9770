"""Checks every Markdown page of the repository: headings, the length of lines, links within the repository, the index of decisions."""
import pathlib
import re
import subprocess
import sys

from report import report

ROOT = pathlib.Path(__file__).resolve().parent.parent
LONGEST = 120  # characters of a line; tables, pictures and lines of one piece of code may be longer
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`[^`]*`")


def pages():
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).exists()]


def prose(text):
    """Yields (number, line) of each line outside blocks of code."""
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("```"):
            inside = not inside
        elif not inside:
            yield number, line


def anchors(page):
    """Returns the anchors of a page's headings, as GitHub makes them."""
    for _, line in prose(page.read_text()):
        if match := re.match(r"#+ (.*)", line):
            yield re.sub(r"[^\w\- ]", "", match[1].lower()).replace(" ", "-")


def of_links(page, number, line):
    for target in LINK.findall(CODE.sub("", line)):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        to = (page.parent / name).resolve() if name else page
        if not to.exists():
            yield number, f"the link {target} leads to no file"
        elif anchor and to.suffix == ".md" and anchor not in anchors(to):
            yield number, f"{name or 'the page'} has no heading for #{anchor}"


def of_page(page):
    text = page.read_text()
    if not text.startswith("# "):
        yield 1, "the page does not begin with a heading `# …`"
    for number, line in prose(text):
        if re.match(r"#+[^#\s]", line):
            yield number, "a heading needs a blank behind its #"
        if len(line) > LONGEST and not line.lstrip().startswith(("|", "![")) and len(CODE.sub("", line)) > 2:
            yield number, f"{len(line)} characters; a line outside tables has at most {LONGEST}"
        yield from of_links(page, number, line)


def of_decisions(folder):
    """Checks that the index of decisions names each page with its own title, status and date."""
    index = (folder / "README.md").read_text()
    for page in sorted(folder.glob("0*.md")):
        head = re.match(r"# (\d+)\. (.+)\n\nStatus: ([^,]+), (\d{4}-\d\d-\d\d)\.\n", page.read_text())
        if not head:
            yield page, 1, "the page begins with no `# N. Title` and `Status: WORD, DATE.`"
        elif f"| [{head[1]}]({page.name}) | {head[2]} | {head[3]} | {head[4]} |" not in index:
            yield page, 1, "docs/adr/README.md has no row with this number, title, status and date"


def main():
    found = [(page, number, what) for page in pages() for number, what in of_page(page)]
    found += of_decisions(ROOT / "docs" / "adr")
    return report("markdown", ((page.relative_to(ROOT), number, what) for page, number, what in found))


if __name__ == "__main__":
    sys.exit(main())
