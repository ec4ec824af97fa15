"""Turn ``train.jsonl`` and ``heldout.jsonl`` into token files the trainer maps into memory.

    python3 tokenize_corpus.py --corpus ../../../.cache/corpus

Per split: ``<split>.bin`` (uint16, little-endian; every file is ``<|file|>``, language token, text, ``<|eof|>``; files
of a package adjacent, in path order) and ``<split>.idx.npy`` (int64, start of every file in tokens).
``heldout.files.json`` lists language, package and path of every held-out file, in the same order.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import time
from collections import Counter
from pathlib import Path
from typing import Iterator

import numpy as np

from encode import Tokenizer

BATCH_BYTES = 4_000_000

Encoded = tuple[bytes, list[int], list[tuple[str, str, str]], list[int]]
"""Tokens, tokens per file, (language, package, path) per file, characters per file."""

_tokenizer: Tokenizer | None = None


def _start_worker(path: Path) -> None:
    global _tokenizer
    _tokenizer = Tokenizer.load(path)


def _batches(path: Path) -> Iterator[list[str]]:
    """Lines of a file in order, about 4 MB at a time."""
    with open(path, encoding="utf-8") as lines:
        while batch := lines.readlines(BATCH_BYTES):
            yield batch


def encode_batch(lines: list[str]) -> Encoded:
    """Encode JSON lines (runs in a worker)."""
    assert _tokenizer is not None
    file_id, eof_id = _tokenizer.special["<|file|>"], _tokenizer.special["<|eof|>"]
    tokens: list[int] = []
    lengths: list[int] = []
    names: list[tuple[str, str, str]] = []
    characters: list[int] = []
    for line in lines:
        record = json.loads(line)
        start = len(tokens)
        tokens += (file_id, _tokenizer.language_token(record["lang"]))
        tokens += _tokenizer.encode(record["text"])
        tokens.append(eof_id)
        lengths.append(len(tokens) - start)
        names.append((record["lang"], record["package"], record["path"]))
        characters.append(len(record["text"]))
    return np.array(tokens, dtype="<u2").tobytes(), lengths, names, characters


def encode_split(corpus: Path, split: str, processes: int) -> dict[str, dict[str, float]]:
    """Encode one split; returns files, tokens and characters per language."""
    lengths: list[int] = []
    names: list[tuple[str, str, str]] = []
    totals: dict[str, Counter[str]] = {}
    with (open(corpus / f"{split}.bin", "wb") as out,
          multiprocessing.Pool(processes, _start_worker, (corpus / "tokenizer.json",)) as pool):
        batches = pool.imap(encode_batch, _batches(corpus / f"{split}.jsonl"))
        for data, batch_lengths, batch_names, characters in batches:
            out.write(data)
            lengths += batch_lengths
            names += batch_names
            for (language, _, _), tokens, chars in zip(batch_names, batch_lengths, characters):
                totals.setdefault(language, Counter()).update(files=1, tokens=tokens, characters=chars)
    starts = np.zeros(len(lengths), dtype=np.int64)
    np.cumsum(lengths[:-1], out=starts[1:])
    np.save(corpus / f"{split}.idx.npy", starts)
    if split == "heldout":
        files = [{"lang": lang, "package": package, "path": path} for lang, package, path in names]
        (corpus / "heldout.files.json").write_text(json.dumps(files, indent=0) + "\n", "utf-8")
    return {language: dict(counts) for language, counts in totals.items()}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    started = time.monotonic()
    for split in ("heldout", "train"):
        for language, counts in encode_split(args.corpus, split, args.processes).items():
            rate = counts["characters"] / counts["tokens"]
            print(f"{time.monotonic() - started:6.1f} s  {split} {language}: {counts['files']} files, "
                  f"{counts['tokens'] / 1e6:.2f} M tokens, {rate:.3f} characters per token", flush=True)


if __name__ == "__main__":
    main()
