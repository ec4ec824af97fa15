"""Keeps benchmark problems out of the training text: 13 consecutive word tokens in common drop a file."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Final, Iterable

NGRAM: Final = 13
_WORD: Final = re.compile(r"\w+")


class OverlapCheck:
    """Set of all 13-grams of the evaluation texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._grams: set[tuple[str, ...]] = set()
        for text in texts:
            words = _WORD.findall(text.lower())
            self._grams.update(tuple(words[i : i + NGRAM]) for i in range(len(words) - NGRAM + 1))
        # Most words of ordinary code start no benchmark 13-gram: looking at the first word saves most tuples.
        self._first = {gram[0] for gram in self._grams}

    def __len__(self) -> int:
        return len(self._grams)

    def hits(self, text: str) -> bool:
        """Whether the text shares a 13-gram with an evaluation text."""
        words = _WORD.findall(text.lower())
        first, grams = self._first, self._grams
        return any(
            word in first and tuple(words[i : i + NGRAM]) in grams
            for i, word in enumerate(words[: len(words) - NGRAM + 1] if len(words) >= NGRAM else ())
        )


def load_infilling(folder: Path) -> list[str]:
    """Texts of HumanEval-Infilling files (``*.jsonl.gz``): each problem whole, and its tests."""
    texts: dict[str, None] = {}
    for file in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                task = json.loads(line)
                texts[task["prompt"] + task["canonical_solution"] + task["suffix"]] = None
                texts[task.get("test", "")] = None
    return list(texts)
