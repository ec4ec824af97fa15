"""Train the byte-level BPE on a sample of the corpus and write ``tokenizer.json``.

    python3 train_tokenizer.py --corpus ../../../.cache/corpus [--vocab 4096] [--sample-mb 25]

The file loads in ``@huggingface/tokenizers`` (TypeScript) and in ``encode.py`` (Python) with identical ids.
"""

from __future__ import annotations

import argparse
import hashlib
import heapq
import json
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, Final, Iterable

import regex

from corpus.languages import LANGUAGE_TOKENS
from encode import byte_symbols

PATTERN: Final = (
    r"(?:\r?\n)+[ \t]*| ?\p{Lu}?\p{Ll}+| ?\p{Lu}+(?!\p{Ll})| ?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
)
"""Pretokens: line break(s) with the indent that follows (one token for most indents), words with camelCase split,
single digits, runs of punctuation, other white space. Same meaning in Python ``regex`` and in JavaScript with ``u``."""

SPECIAL: Final[tuple[str, ...]] = (
    "<|pad|>", "<|bos|>", "<|eof|>", "<|file|>", "<|suffix|>", "<|mask|>", "<|delete|>",
    *(f"<|lang:{name}|>" for name in LANGUAGE_TOKENS),
)
MAX_TOKEN_BYTES: Final = 32


def indent_merges() -> list[tuple[bytes, bytes]]:
    """Merges learned before all others, so that every usual indent is one token.

    Blanks first pair up to 2, 4 and 8. What is left of an indent is then 8s, one 4, one 2, and the line break takes
    them in from the left. Merges learned later (such as 8+8 inside a line) have a higher rank and come too late to
    interfere.
    """
    merges = [(b" " * n, b" " * n) for n in (1, 2, 4)]
    # The blank line comes before the single line break, or its second half would take the indent for itself.
    merges += [(b"\n", b"\n"), (b"\n\n", b" " * 4), (b"\n\n", b" " * 8), (b"\n\n" + b" " * 8, b" " * 4)]
    for columns in range(2, 25, 2):
        rest = columns % 8
        last = 8 if rest == 0 else 4 if rest == 4 else 2
        merges.append((b"\n" + b" " * (columns - last), b" " * last))
    merges += [(b"\n" + b"\t" * n, b"\t") for n in range(6)]
    merges += [(b"\n\n" + b"\t" * n, b"\t") for n in range(3)]
    return merges


def sample_words(corpus: Path, sample_bytes: float) -> Counter[str]:
    """Counts of pretokens over a pseudo-random sample of files, the same share of the bytes of every language."""
    sizes: Counter[str] = Counter()
    with open(corpus, encoding="utf-8") as lines:
        records = [(record["lang"], record["package"], record["path"], len(record["text"]))
                   for record in map(json.loads, lines)]
    totals: Counter[str] = Counter()
    for lang, _, _, size in records:
        totals[lang] += size
    share = sample_bytes / totals.total()
    chosen: set[tuple[str, str]] = set()
    for lang, package, path, size in sorted(
            records, key=lambda r: hashlib.sha1(f"{r[1]}/{r[2]}".encode()).digest()):
        if sizes[lang] < share * totals[lang]:
            sizes[lang] += size
            chosen.add((package, path))
    words: Counter[str] = Counter()
    split = regex.compile(PATTERN).findall
    with open(corpus, encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            if (record["package"], record["path"]) in chosen:
                words.update(split(record["text"]))
    return words


class BpeTrainer:
    """Incremental BPE: pair counts are kept up to date by touching only the words that contain the merged pair."""

    def __init__(self, words: Iterable[tuple[bytes, int]]) -> None:
        self.tokens: list[bytes] = [bytes([b]) for b in range(256)]
        self.merges: list[tuple[int, int]] = []
        self._ids = {token: i for i, token in enumerate(self.tokens)}
        self._words: list[list[int]] = []
        self._counts: list[int] = []
        self._pairs: Counter[tuple[int, int]] = Counter()
        self._where: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
        for word, count in words:
            index = len(self._words)
            ids = list(word)
            self._words.append(ids)
            self._counts.append(count)
            for pair in zip(ids, ids[1:]):
                self._pairs[pair] += count
                self._where[pair].add(index)
        # Entries of the heap go stale when counts change; they are checked when they come up.
        self._heap = [(-count, pair) for pair, count in self._pairs.items()]
        heapq.heapify(self._heap)

    def force(self, left: bytes, right: bytes) -> None:
        """Make one given merge, whatever its count."""
        self._apply((self._ids[left], self._ids[right]))

    def train(self, vocab_size: int) -> None:
        """Merge the most frequent pair until there are ``vocab_size`` tokens (special tokens not counted)."""
        while len(self.tokens) < vocab_size and self._heap:
            negative, pair = heapq.heappop(self._heap)
            count = self._pairs.get(pair, 0)
            if count != -negative:
                if count > 0:
                    heapq.heappush(self._heap, (-count, pair))
                continue
            token = self.tokens[pair[0]] + self.tokens[pair[1]]
            # A token that exists already by another way of merging would be a second id for the same bytes.
            if count > 0 and len(token) <= MAX_TOKEN_BYTES and token not in self._ids:
                self._apply(pair)

    def _apply(self, pair: tuple[int, int]) -> None:
        token = self.tokens[pair[0]] + self.tokens[pair[1]]
        new_id = len(self.tokens)
        self.tokens.append(token)
        self._ids[token] = new_id
        self.merges.append(pair)
        left, right = pair
        changed: set[tuple[int, int]] = set()
        for index in self._where.pop(pair, set()):
            ids, count = self._words[index], self._counts[index]
            merged: list[int] = []
            i, end = 0, len(ids)
            while i < end:
                if i + 1 < end and ids[i] == left and ids[i + 1] == right:
                    merged.append(new_id)
                    i += 2
                else:
                    merged.append(ids[i])
                    i += 1
            for old in zip(ids, ids[1:]):
                self._pairs[old] -= count
            for new in zip(merged, merged[1:]):
                self._pairs[new] += count
                if new_id in new:
                    self._where[new].add(index)
                    changed.add(new)
            self._words[index] = merged
        self._pairs.pop(pair, None)
        for new in changed:
            heapq.heappush(self._heap, (-self._pairs[new], new))


def tokenizer_json(tokens: list[bytes], merges: list[tuple[int, int]]) -> dict[str, Any]:
    """The HuggingFace description. Ids: special tokens, the 256 bytes, then tokens in order of their merges."""
    symbols = byte_symbols()
    names = ["".join(symbols[b] for b in token) for token in tokens]
    vocab = {name: i for i, name in enumerate([*SPECIAL, *names])}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {"id": i, "content": content, "single_word": False, "lstrip": False, "rstrip": False,
             "normalized": False, "special": True}
            for i, content in enumerate(SPECIAL)
        ],
        "normalizer": None,
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
            {"type": "Split", "pattern": {"Regex": PATTERN}, "behavior": "Isolated", "invert": False},
            {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": False},
        ]},
        "post_processor": None,
        "decoder": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": False},
        "model": {
            "type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
            "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False, "ignore_merges": False,
            "vocab": vocab, "merges": [[names[left], names[right]] for left, right in merges],
        },
    }


def tokenizer_config() -> dict[str, Any]:
    """What ``@huggingface/tokenizers`` needs beside ``tokenizer.json``."""
    return {
        "tokenizer_class": "PreTrainedTokenizer", "bos_token": "<|bos|>", "eos_token": "<|eof|>",
        "pad_token": "<|pad|>", "mask_token": "<|mask|>", "clean_up_tokenization_spaces": False,
    }


def train(words: Counter[str], vocab_size: int) -> dict[str, Any]:
    """Train on pretoken counts; ``vocab_size`` counts everything, special tokens too."""
    # Words seen once do not decide any of 4096 tokens, and leaving them out halves the work.
    trainer = BpeTrainer((word.encode(), count) for word, count in sorted(words.items()) if count > 1)
    for left, right in indent_merges():
        trainer.force(left, right)
    trainer.train(vocab_size - len(SPECIAL))
    return tokenizer_json(trainer.tokens, trainer.merges)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder with train.jsonl; tokenizer.json goes here")
    parser.add_argument("--vocab", type=int, default=4096)
    parser.add_argument("--sample-mb", type=float, default=25)
    args = parser.parse_args()
    started = time.monotonic()
    words = sample_words(args.corpus / "train.jsonl", args.sample_mb * 1e6)
    print(f"{time.monotonic() - started:6.1f} s  {len(words)} different pretokens, {words.total()} in all", flush=True)
    result = train(words, args.vocab)
    (args.corpus / "tokenizer.json").write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    (args.corpus / "tokenizer_config.json").write_text(json.dumps(tokenizer_config(), indent=1) + "\n", "utf-8")
    print(f"{time.monotonic() - started:6.1f} s  {len(result['model']['vocab'])} tokens written")


if __name__ == "__main__":
    main()
