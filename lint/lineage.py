#!/usr/bin/env python3
"""Draws docs/lineage.svg, which shows what each model is made of, from dbt's own manifest. Without `--write` it says whether the picture
is current.

Each box is to the right of the boxes that it is made of; its colour says whether it is raw, staging, intermediate, a mart, or a user of
marts. The folds of reconciliation are one box. An arrow that a longer way implies is left out, so the picture shows the order of
building and not each `ref`.
"""
import html
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs/lineage.svg"
STAGES = ("raw tables and seeds", "staging", "intermediate", "marts", "used by")
COLOURS = ("#f6f0e4", "#eef4fb", "#f3eefb", "#e7f3ea", "#fbeeee")
WAYS = ("#b99a5b", "#5b86b9", "#8a6bb5", "#4f9a66")
FOLDS = "int_fold_… (one a voice)"
WIDTH, HEIGHT, ACROSS, DOWN, TOP = 158, 22, 52, 9, 64
SWEEPS = 12


def manifest_of(project):
    """Returns dbt's manifest; parsing opens no warehouse."""
    with tempfile.TemporaryDirectory(prefix="segue-lineage-") as folder:
        profile = {"segue": {"target": "duckdb", "outputs": {"duckdb": {"type": "duckdb", "path": ":memory:", "schema": "segue"}}}}
        (pathlib.Path(folder) / "profiles.yml").write_text(json.dumps(profile))
        dbt = pathlib.Path(sys.executable).parent / "dbt"
        done = subprocess.run(
            [dbt, "--no-use-colors", "--log-level", "warn", "parse", "--project-dir", project, "--profiles-dir", folder, "--target-path",
             f"{folder}/target", "--log-path", f"{folder}/logs"], capture_output=True, text=True,
            env={**os.environ, "DO_NOT_TRACK": "1", "PYTHONWARNINGS": "ignore"})
        if done.returncode:
            raise SystemExit(f"dbt parse: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return json.loads((pathlib.Path(folder) / "target/manifest.json").read_text())


def graph_of(manifest):
    """Returns (name → stage, name → names that it is made of)."""
    names, stage = {}, {}
    for key, node in {**manifest["sources"], **manifest["nodes"], **manifest["exposures"]}.items():
        if node["resource_type"] in ("source", "seed"):
            place = 0
        elif node["resource_type"] == "exposure":
            place = 4
        elif node["resource_type"] == "model":
            place = ("staging", "intermediate", "marts").index(node["fqn"][1]) + 1
        else:
            continue
        # A raw table and a mart may have one name.
        raw = "raw " if node["resource_type"] == "source" else ""
        names[key] = FOLDS if node["name"].startswith("int_fold_") else raw + node["name"]
        stage[names[key]] = place
    made_of = {name: set() for name in stage}
    for key, name in names.items():
        node = manifest["nodes"].get(key) or manifest["exposures"].get(key) or {}
        made_of[name] |= {names[of] for of in node.get("depends_on", {}).get("nodes", []) if of in names} - {name}
    return stage, made_of


def reduced(made_of):
    """Returns the graph without the arrows that a longer way implies."""
    above = {}

    def all_above(name):
        if name not in above:
            above[name] = set()
            for of in made_of[name]:
                above[name] |= {of} | all_above(of)
        return above[name]

    return {name: {of for of in parts if not any(of in all_above(other) for other in parts - {of})} for name, parts in made_of.items()}


def columns_of(stage, made_of):
    """Returns lists of names, left to right: each name is right of all that it is made of; users of marts come last."""
    depth = {}

    def depth_of(name):
        if name not in depth:
            depth[name] = max((depth_of(of) + 1 for of in made_of[name]), default=0)
        return depth[name]

    columns = [[] for _ in range(max(map(depth_of, stage)) + 1)]
    for name in sorted(stage):
        columns[-1 if stage[name] == len(STAGES) - 1 else depth[name]].append(name)
    return columns


def ordered(columns, arrows):
    """Returns the columns with joined boxes near each other: sweeps to and fro order each box by the mean of its neighbours."""
    def places():
        return {name: (index + 0.5) / len(column) for column in columns for index, name in enumerate(column)}

    for sweep in range(SWEEPS):
        for column in columns if sweep % 2 == 0 else reversed(columns):
            at = places()
            near = {name: [at[of] for of in arrows[name]] + [at[user] for user, parts in arrows.items() if name in parts] for name in column}
            column.sort(key=lambda name: (round(sum(near[name]) / len(near[name]), 9) if near[name] else at[name], name))
    return columns


def svg(manifest):
    stage, made_of = graph_of(manifest)
    arrows = reduced(made_of)
    columns = ordered(columns_of(stage, made_of), arrows)
    tallest = max(len(column) for column in columns)
    height = TOP + tallest * (HEIGHT + DOWN) + 16
    width = 16 + len(columns) * (WIDTH + ACROSS)
    at = {}
    for index, column in enumerate(columns):
        space = (height - TOP - 16) / len(column)
        for place, name in enumerate(column):
            at[name] = (16 + index * (WIDTH + ACROSS), round(TOP + space * (place + 0.5) - HEIGHT / 2, 1))
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="Helvetica, Arial, sans-serif" font-size="11">',
           "  <title>What dbt makes of what</title>",
           "  <style>.way { stroke-width: 1.1; fill: none; } .box { stroke: #555; stroke-width: 1; rx: 5; } "
           ".stage { font-weight: bold; } text { fill: #222; }</style>",
           f'  <rect width="{width}" height="{height}" fill="#fff"/>']
    for place, title in enumerate(STAGES):
        left = 16 + place * (WIDTH + 20)
        out.append(f'  <rect class="box" x="{left}" y="18" width="{WIDTH}" height="{HEIGHT + 4}" fill="{COLOURS[place]}"/>'
                   f'<text class="stage" x="{left + 7}" y="36">{title}</text>')
    for name in sorted(arrows):
        for of in sorted(arrows[name]):
            (x1, y1), (x2, y2) = at[of], at[name]
            x1, y1, y2 = x1 + WIDTH, round(y1 + HEIGHT / 2, 1), round(y2 + HEIGHT / 2, 1)
            out.append(f'  <path class="way" stroke="{WAYS[stage[of]]}" d="M{x1} {y1} C{x1 + ACROSS} {y1} {x2 - ACROSS} {y2} {x2} {y2}"/>')
    for name in sorted(at):
        x, y = at[name]
        out.append(f'  <rect class="box" x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" fill="{COLOURS[stage[name]]}"/>'
                   f'<text x="{x + 7}" y="{round(y + 15, 1)}">{html.escape(name)}</text>')
    return "\n".join(out + ["</svg>", ""])


def main():
    drawn = svg(manifest_of(ROOT / "dbt"))
    if "--write" in sys.argv[1:]:
        PICTURE.write_text(drawn)
    current = PICTURE.exists() and PICTURE.read_text() == drawn
    print("lineage: current" if current else f"docs/{PICTURE.name}:1: not what dbt/ is now: run lint/lineage.py --write")
    return 0 if current else 1


if __name__ == "__main__":
    sys.exit(main())
