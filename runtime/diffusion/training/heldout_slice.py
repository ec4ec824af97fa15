"""The small slice of held-out tasks that is committed for continuous integration, with the notices of its packages.

    python3 heldout_slice.py --corpus ../../../.cache/corpus --out ../../../benchmarks/infilling/slice

Writes ``heldout.jsonl.gz`` (tasks of the test half, texts cut short) and ``NOTICE.md`` (version, licence and licence
text of every package that text was taken from). The same corpus gives the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import tarfile
from pathlib import Path
from typing import Any, Final

from corpus import source_packages, sources
from heldout_spans import held_out, tasks

BEFORE, AFTER = 3000, 1000
MAIN: Final = ("python", "typescript", "javascript")
COUNTS: Final = {"rest-of-line": (20, 8), "line": (10, 4)}
"""Tasks of a kind in each main language and in each of the others."""
MAX_BYTES: Final = 300_000

HEAD: Final = """# Notices

`heldout.jsonl.gz` holds excerpts of the packages below, as tasks for measuring infilling: text before a gap, the text
of the gap and text behind it. E-mail addresses and notices at the top of files are left out of the excerpts; the
licences they stand under are here, as the packages carry them. Where such a text names a file of Debian for the full
Apache License 2.0, that licence is `LICENSE` at the top of this repository. None of the packages under it has a NOTICE
file. Made by `runtime/diffusion/training/heldout_slice.py`.

"""


def choose(corpus: Path) -> list[dict[str, Any]]:
    """Tasks of the slice, by language and kind."""
    chosen: list[dict[str, Any]] = []
    for language, files in sorted(held_out(corpus, "test").items()):
        for kind, (main, other) in COUNTS.items():
            count = main if language in MAIN else other
            chosen += tasks(files, language, kind, count, before=BEFORE, after=AFTER)
    return chosen


def package_of(task_id: str, keys: list[str]) -> tuple[str, str]:
    """Package key (``npm:name``) and path of a task."""
    rest = task_id.partition("/")[2]
    key = next(key for key in keys if rest.startswith(f"{key}/"))
    return key, rest[len(key) + 1 :].rsplit(":", 2)[0]


def licence_text(cache: Path, entry: dict[str, Any]) -> str:
    """Licence text as the package carries it. Raises SystemExit when it has none: the slice must not be published."""
    name, text = entry["name"], None
    if entry["ecosystem"] == "npm":
        archive = sources.npm_archive(cache, name, entry["version"])
        text = npm_licence(archive) if archive else None
    elif entry["ecosystem"] == "debian":
        archive = sources.debian_archive(cache, name)
        text = sources.debian_copyright(archive) if archive else None
    else:
        dsc = source_packages.source_archive(cache, name)
        text = source_packages.source_copyright(dsc) if dsc else None
    if not text:
        raise SystemExit(f"{name}: no licence text found in {cache}. Hold out another package or fetch it again.")
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n")


def npm_licence(archive: Path) -> str | None:
    """The licence file at the top of an npm package."""
    with tarfile.open(archive, "r:gz") as tar:
        for member in tar:
            if member.isreg() and re.fullmatch(r"[^/]+/(?:licen[cs]e|copying)(?:[.-][\w.]+)?", member.name, re.I):
                stream = tar.extractfile(member)
                return stream.read().decode("utf-8", "replace") if stream is not None else None
    return None


def notices(chosen: list[dict[str, Any]], manifest: dict[str, Any], cache: Path) -> str:
    """The text of NOTICE.md."""
    entries = {f"{entry['ecosystem']}:{entry['name']}": entry for entry in manifest["packages"]}
    files: dict[str, set[str]] = {}
    for task in chosen:
        key, path = package_of(task["task_id"], sorted(entries, key=len, reverse=True))
        files.setdefault(key, set()).add(path)
    rows = [("package", "version", "licence", "files used")]
    rows += [(key.replace(":", ": "), entries[key]["version"], entries[key]["licence"], str(len(files[key])))
             for key in sorted(files)]
    texts = [f"\n## {entries[key]['name']} {entries[key]['version']}\n\n"
             f"```text\n{licence_text(cache, entries[key])}\n```\n" for key in sorted(files)]
    return HEAD + table(rows) + "".join(texts)


def table(rows: list[tuple[str, ...]]) -> str:
    """A Markdown table with padded columns; the first row is its head."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    padded = [[cell.ljust(width) for cell, width in zip(row, widths)] for row in rows]
    padded.insert(1, ["-" * width for width in widths])
    return "".join(f"| {' | '.join(row)} |\n" for row in padded)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder with heldout.jsonl and manifest.json")
    parser.add_argument("--cache", type=Path, help="folder of the downloaded archives (default: CORPUS/downloads)")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    chosen = choose(options.corpus)
    manifest = json.loads((options.corpus / "manifest.json").read_text())
    text = notices(chosen, manifest, options.cache or options.corpus / "downloads")
    data = gzip.compress("".join(json.dumps(t, ensure_ascii=False) + "\n" for t in chosen).encode(), 9, mtime=0)
    if len(data) > MAX_BYTES:
        raise SystemExit(f"the slice has {len(data)} bytes, more than {MAX_BYTES}; lower COUNTS, BEFORE or AFTER")
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "heldout.jsonl.gz").write_bytes(data)
    (options.out / "NOTICE.md").write_text(text, "utf-8")
    print(f"{len(chosen)} tasks, {len(data)} bytes")


if __name__ == "__main__":
    main()
