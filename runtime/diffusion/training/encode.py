"""Python side of the tokenizer: reads ``tokenizer.json`` and gives the same ids as ``@huggingface/tokenizers``.

One difference, on purpose: ``encode`` treats its argument as plain source text, so a file that happens to contain the
characters of a special token can not forge one. Ids of special tokens are looked up by name (``Tokenizer.special``).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final, Sequence

import regex

_CACHE_LIMIT: Final = 1_000_000


def byte_symbols() -> list[str]:
    """The printable character that stands for each byte 0..255 in byte-level BPE (GPT-2, ``bytes_to_unicode``)."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    symbols = [""] * 256
    for byte in printable:
        symbols[byte] = chr(byte)
    for rank, byte in enumerate(b for b in range(256) if not symbols[b]):
        symbols[byte] = chr(256 + rank)
    return symbols


class Tokenizer:
    """Byte-level BPE. Build with ``Tokenizer.load(path)``."""

    def __init__(self, vocab: dict[str, int], merges: Sequence[tuple[str, str]], pattern: str,
                 special: dict[str, int]) -> None:
        """vocab: token string to id. merges: by rank. pattern: pretoken regex. special: added tokens by content."""
        self.special: Final = dict(special)
        self.vocab_size: Final = max([*vocab.values(), *special.values()]) + 1
        symbols = byte_symbols()
        byte_of = {symbol: byte for byte, symbol in enumerate(symbols)}
        self._bytes = [b""] * self.vocab_size
        for token, token_id in vocab.items():
            if token not in special:
                self._bytes[token_id] = bytes(byte_of[c] for c in token)
        for token, token_id in special.items():
            self._bytes[token_id] = token.encode()
        self._byte_ids = [vocab[symbol] for symbol in symbols]
        self._merges = {
            (vocab[left], vocab[right]): (rank, vocab[left + right]) for rank, (left, right) in enumerate(merges)
        }
        self._split = regex.compile(pattern).findall
        self._cache: dict[str, tuple[int, ...]] = {}

    @classmethod
    def load(cls, path: str | Path) -> Tokenizer:
        """Read a HuggingFace ``tokenizer.json`` (BPE, Split + ByteLevel)."""
        data = json.loads(Path(path).read_text(encoding="utf-8"))
        merges = [(left, right) for left, right in data["model"]["merges"]]
        pattern = data["pre_tokenizer"]["pretokenizers"][0]["pattern"]["Regex"]
        special = {token["content"]: token["id"] for token in data["added_tokens"]}
        return cls(data["model"]["vocab"], merges, pattern, special)

    def language_token(self, language: str) -> int:
        """Id of ``<|lang:...|>``; unknown languages are ``other``."""
        return self.special.get(f"<|lang:{language}|>", self.special["<|lang:other|>"])

    def encode(self, text: str) -> list[int]:
        """Ids of plain text. Never gives special tokens."""
        ids: list[int] = []
        extend, cache = ids.extend, self._cache
        for piece in self._split(text):
            tokens = cache.get(piece)
            if tokens is None:
                tokens = self._merge(piece)
                if len(cache) >= _CACHE_LIMIT:
                    cache.clear()
                cache[piece] = tokens
            extend(tokens)
        return ids

    def decode(self, ids: Sequence[int]) -> str:
        """Text of ids; special tokens appear as their names, broken UTF-8 as U+FFFD."""
        table = self._bytes
        return b"".join([table[i] for i in ids]).decode("utf-8", "replace")

    def token_bytes(self, token_id: int) -> bytes:
        """Bytes one token stands for."""
        return self._bytes[token_id]

    def _merge(self, piece: str) -> tuple[int, ...]:
        """Apply merges inside one pretoken, lowest rank first."""
        byte_ids, merges = self._byte_ids, self._merges
        ids = [byte_ids[b] for b in piece.encode("utf-8")]
        while len(ids) > 1:
            best = min(
                (found for pair in zip(ids, ids[1:]) if (found := merges.get(pair)) is not None), default=None)
            if best is None:
                break
            merged: list[int] = []
            i, end = 0, len(ids)
            while i < end:
                if i + 1 < end and merges.get((ids[i], ids[i + 1])) == best:
                    merged.append(best[1])
                    i += 2
                else:
                    merged.append(ids[i])
                    i += 1
            ids = merged
        return tuple(ids)
