"""Decisions that look across files and packages: near-duplicates, shares of tests and declarations, size caps."""

from __future__ import annotations

import hashlib
from typing import Final, Iterable, Sequence

from .sources import SourceFile

DUPLICATE_SHARE: Final = 0.4
TEST_SHARE: Final = 0.15
DECLARATION_SHARE: Final = 0.10
PACKAGE_SHARE: Final = 0.08
SMALL_LANGUAGE_PACKAGE_SHARE: Final = 0.15
"""Languages with a small part of the corpus have few packages, so each may be a larger share of them."""
_TRIVIAL_LENGTH: Final = 12
"""Shorter lines (braces, ``return x``) repeat in all code and say nothing about copying."""


class LineMemory:
    """All non-trivial lines seen so far, as hashes."""

    def __init__(self) -> None:
        self._seen: set[int] = set()

    def admit(self, text: str) -> bool:
        """False when over 40 % of the distinct non-trivial lines were seen before; else remember the lines."""
        lines = {hash(line) for raw in text.split("\n") if len(line := raw.strip()) >= _TRIVIAL_LENGTH}
        if not lines or len(lines & self._seen) > DUPLICATE_SHARE * len(lines):
            return False
        self._seen |= lines
        return True


def reading_order(file: SourceFile) -> tuple[bool, bool, int, str]:
    """Which of two near-duplicates survives: source before declarations and tests, ES modules before CommonJS."""
    rank = 0 if file.language == "typescript" else 2 if file.path.endswith(".cjs") else 1
    return file.is_declaration, file.is_test, rank, file.path


def within_share(files: Iterable[SourceFile], budget: float) -> list[SourceFile]:
    """Files of a fixed pseudo-random choice whose bytes fit the budget. Folders stay together: neighbouring files
    are the context in which the model completes code."""
    kept: list[SourceFile] = []
    used = 0
    for file in sorted(files, key=_folder_key):
        size = len(file.text.encode())
        if used + size <= budget:
            kept.append(file)
            used += size
    return kept


def limit_tests(files: Sequence[SourceFile]) -> list[SourceFile]:
    """At most 15 % tests and examples beside the bytes of a package's proper source."""
    proper = [file for file in files if not file.is_test]
    budget = TEST_SHARE * sum(len(file.text) for file in proper)
    return proper + within_share((file for file in files if file.is_test), budget)


def package_cap(sizes: Sequence[int], budget: float, share: float = PACKAGE_SHARE) -> float:
    """Largest number of bytes any one package of a language may contribute.

    Two conditions: no package over ``share`` of the language's kept bytes, and the kept bytes within ``budget``. Both
    are monotone in the cap, so it is found by bisection.
    """
    if not sizes:
        return 0.0
    low, high = 0.0, float(max(sizes))
    for _ in range(50):
        cap = (low + high) / 2
        total = sum(min(size, cap) for size in sizes)
        if total <= budget and cap <= max(share * total, 1 / len(sizes) * total):
            low = cap
        else:
            high = cap
    return low


def _folder_key(file: SourceFile) -> tuple[str, str]:
    folder = file.path.rpartition("/")[0]
    return hashlib.sha1(folder.encode()).hexdigest(), file.path
