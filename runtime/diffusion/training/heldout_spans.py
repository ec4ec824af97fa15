"""Infilling tasks from the held-out packages, in the form that `whetstone eval infilling` reads.

    python3 heldout_spans.py --corpus DIR --language python --kind block --split test --tasks 300 --out FILE.jsonl
    python3 heldout_spans.py --corpus DIR --all --tasks 300 --out DIR    # DIR/{dev,test}/LANGUAGE-KIND.jsonl

The held-out packages of every language are divided in two by ``split.json``: what is calibrated on ``dev`` is reported
on ``test``. The same seed gives the same tasks. A package is drawn in proportion to the square root of the number of
its files, so that no large one stands for a language alone. Comments are part of the files.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Final, Iterable, Iterator

from corpus.languages import COLLECTED
from corpus.sources import is_declaration

HERE = Path(__file__).parent
SPLITS: Final = ("dev", "test")
LANGUAGES: Final = tuple(sorted(frozenset().union(*COLLECTED.values())))
BEFORE, AFTER = 12_000, 4_000
"""Characters of the file that a task carries; the model reads less."""
MIN_LINES: Final = 20
MIN_LINE, MAX_LINE = 6, 160
ATTEMPTS_PER_TASK: Final = 200

_WORD: Final = re.compile(r"[^\W\d]\w*")
_PIECE: Final = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True)
class Gap:
    """A place in a file: line and column of its first character and of the one behind its last; from 0."""

    line: int
    column: int
    end_line: int
    end_column: int


def rest_of_line(lines: list[str], number: int, draw: random.Random) -> Gap | None:
    """From behind what was typed (a blank, a bracket, a dot, or inside a word) to the end of the line."""
    text = lines[number]
    column = draw.randrange(_indent(text) + 2, len(text) - 1)
    return Gap(number, column, number, len(text)) if text[column:].strip() else None


def line(lines: list[str], number: int, draw: random.Random) -> Gap:
    """All of a line behind its indent."""
    return Gap(number, _indent(lines[number]), number, len(lines[number]))


def block(lines: list[str], number: int, draw: random.Random) -> Gap | None:
    """Two to four lines without a blank one, none of them indented less than the first."""
    last = number + draw.randint(1, 3)
    chosen = lines[number : last + 1]
    first = _indent(lines[number])
    if last >= len(lines) or any(not _usable(text, 1) or _indent(text) < first for text in chosen):
        return None
    return Gap(number, first, last, len(lines[last]))


def mid_word(lines: list[str], number: int, draw: random.Random) -> Gap | None:
    """From inside a word of four or more letters to the end of the line: its first letters are typed."""
    words = [found for found in _WORD.finditer(lines[number]) if len(found[0]) >= 4]
    if not words:
        return None
    word = draw.choice(words)
    return Gap(number, draw.randrange(word.start() + 1, word.end()), number, len(lines[number]))


def inner(lines: list[str], number: int, draw: random.Random) -> Gap | None:
    """One to eight words and signs inside a line, with text before and behind them."""
    text = lines[number].rstrip()
    bounds = [found.start() for found in _PIECE.finditer(text, _indent(text))]
    if len(bounds) < 4:
        return None
    first = draw.randrange(1, len(bounds) - 1)
    last = min(first + draw.randint(1, 8), len(bounds) - 1)
    column, end = bounds[first], bounds[last]
    return Gap(number, column, number, end) if text[column:end].strip() else None


KINDS: Final[dict[str, Callable[[list[str], int, random.Random], Gap | None]]] = {
    "rest-of-line": rest_of_line, "line": line, "block": block, "mid-word": mid_word, "inner": inner,
}


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _usable(text: str, least: int = MIN_LINE) -> bool:
    return len(text.strip()) >= least and len(text) <= MAX_LINE


def held_out(corpus: Path, split: str) -> dict[str, list[dict[str, str]]]:
    """Rows of ``heldout.jsonl`` by language, without short files and declaration files. ``split``: dev, test or all."""
    division = json.loads((HERE / "split.json").read_text())
    dev = {f"{ecosystem}:{name}" for ecosystem, names in division["dev"].items() for name in names}
    rows: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    with (corpus / "heldout.jsonl").open(encoding="utf-8") as source:
        for row in map(json.loads, source):
            short = row["text"].count("\n") <= MIN_LINES
            half = "dev" if row["package"] in dev else "test"
            if not short and not is_declaration(row["path"]) and split in ("all", half):
                rows[row["lang"]].append(row)
    return dict(rows)


def tasks(
    files: list[dict[str, str]], language: str, kind: str, count: int, seed: int = 1,
    before: int = BEFORE, after: int = AFTER,
) -> Iterator[dict[str, Any]]:
    """Tasks of one language and kind. ``files``: rows of that language; ``before``, ``after``: characters kept, cut at
    line starts. Raises SystemExit when the files offer too few places."""
    draw = random.Random(f"{seed} {language} {kind}")
    packages: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for row in files:
        packages[row["package"]].append(row)
    names = sorted(packages)
    weights = [math.sqrt(len(packages[name])) for name in names]
    taken: set[str] = set()
    for _ in range(count * ATTEMPTS_PER_TASK):
        if len(taken) == count:
            return
        row = draw.choice(packages[draw.choices(names, weights)[0]])
        lines = row["text"].removesuffix("\n").split("\n")
        number = draw.randrange(3, len(lines))
        gap = KINDS[kind](lines, number, draw) if _usable(lines[number]) else None
        if gap is None:
            continue
        name = f"{kind}/{row['package']}/{row['path']}:{gap.line + 1}:{gap.column + 1}"
        if name not in taken:
            taken.add(name)
            yield {"task_id": name, "language": language, "kind": kind, **_texts(lines, gap, before, after)}
    if len(taken) < count:
        raise SystemExit(f"{language}, {kind}: only {len(taken)} of {count} tasks found; ask for fewer with --tasks.")


def _texts(lines: list[str], gap: Gap, before: int, after: int) -> dict[str, str]:
    """Prompt, solution and suffix, and the fields that only executed tasks need."""
    prompt = "\n".join([*lines[: gap.line], lines[gap.line][: gap.column]])
    suffix = "\n".join([lines[gap.end_line][gap.end_column :], *lines[gap.end_line + 1 :], ""])
    middle = "\n".join(lines[gap.line : gap.end_line + 1])
    cut = len(lines[gap.end_line]) - gap.end_column
    solution = middle[gap.column : len(middle) - cut]
    if len(prompt) > before:
        prompt = prompt[prompt.index("\n", len(prompt) - before) + 1 :]
    if len(suffix) > after:
        suffix = suffix[: suffix.rindex("\n", 0, after) + 1]
    return {"prompt": prompt, "suffix": suffix, "canonical_solution": solution, "test": "", "entry_point": "none"}


def write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """One JSON object a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder with heldout.jsonl")
    parser.add_argument("--all", action="store_true", help="every language, kind and half; --out is a folder")
    parser.add_argument("--language", choices=LANGUAGES)
    parser.add_argument("--kind", choices=tuple(KINDS), default="rest-of-line")
    parser.add_argument("--split", choices=("all", *SPLITS), default="all", help="half of the held-out packages")
    parser.add_argument("--tasks", type=int, default=400, help="tasks of each language and kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    if options.all:
        for split in SPLITS:
            for language, files in sorted(held_out(options.corpus, split).items()):
                for kind in KINDS:
                    write(options.out / split / f"{language}-{kind}.jsonl",
                          tasks(files, language, kind, options.tasks, options.seed))
        return
    if options.language is None:
        parser.error("give --language, or --all")
    files = held_out(options.corpus, options.split).get(options.language)
    if not files:
        raise SystemExit(f"{options.corpus}/heldout.jsonl: no file in {options.language} of split {options.split}.")
    write(options.out, tasks(files, options.language, options.kind, options.tasks, options.seed))


if __name__ == "__main__":
    main()
