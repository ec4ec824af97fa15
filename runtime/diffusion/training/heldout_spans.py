"""Infilling tasks from the held-out packages, in the form that `whetstone eval infilling` reads.

python3 heldout_spans.py --corpus DIR --language python --kind rest-of-line --tasks 400 --out FILE.jsonl
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

# Characters of the file that a task carries; the model reads less.
BEFORE, AFTER = 12_000, 4_000


def gap(lines: list[str], kind: str, draw: random.Random) -> tuple[int, int, int] | None:
    """Line, first column and last column of a gap, or None where the line offers none."""
    number = draw.randrange(3, len(lines))
    text = lines[number]
    content = len(text) - len(text.lstrip())
    if len(text.strip()) < 6 or len(text) > 160:
        return None
    if kind == "line":
        return number, content, len(text)
    # A cursor stands behind what was typed: after a blank, a bracket, a dot or inside a word.
    column = draw.randrange(content + 2, len(text) - 1)
    if not text[column:].strip():
        return None
    return number, column, len(text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--language", choices=("python", "typescript", "javascript"), required=True)
    parser.add_argument("--kind", choices=("rest-of-line", "line"), default="rest-of-line")
    parser.add_argument("--tasks", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()

    draw = random.Random(options.seed)
    files = []
    with (options.corpus / "heldout.jsonl").open() as source:
        for row in map(json.loads, source):
            if row["lang"] == options.language and row["text"].count("\n") > 20:
                files.append(row)
    with options.out.open("w") as out:
        taken: set[str] = set()
        while len(taken) < options.tasks:
            row = draw.choice(files)
            lines = row["text"].split("\n")
            found = gap(lines, options.kind, draw)
            if found is None:
                continue
            number, first, last = found
            before = "\n".join(lines[:number] + [lines[number][:first]])
            after = "\n".join([lines[number][last:]] + lines[number + 1 :])
            # Cut at a line start, as the editor does.
            start = 0 if len(before) <= BEFORE else before.index("\n", len(before) - BEFORE) + 1
            name = f"{row['package']}/{row['path']}:{number + 1}:{first + 1}"
            if name in taken:
                continue
            taken.add(name)
            task = {
                "task_id": name,
                "prompt": before[start:],
                "suffix": after[:AFTER],
                "canonical_solution": lines[number][first:last],
                "test": "",
                "entry_point": "none",
            }
            out.write(json.dumps(task) + "\n")


if __name__ == "__main__":
    main()
