"""Training examples: random documents of the token stream, each with several cursors whose middle must be filled.

A cursor always stands at the start of a pretoken, because the product rolls back to one (token healing). The end of a
middle is a token boundary, or, in one inner span of four, a place inside a token, as cursors before existing text are.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from encode import Tokenizer
from model import Cursors, ModelConfig

PAD, BOS, EOF, FILE, SUFFIX, MASK, DELETE = range(7)
SPECIALS = 26
IGNORE = -100

REST_OF_LINE, LINE, INNER, MULTI_LINE = range(4)
SPAN_NAMES = ("rest-of-line", "line", "inner", "multi-line")
SPAN_SHARES = (0.45, 0.20, 0.20, 0.15)
# Share of windows that are all masked, and that show a left part; the rest show random tokens.
ALL_MASKED, LEFT_REVEALED = 0.25, 0.35
# A suffix is sometimes missing: people also write at the end of a file.
NO_SUFFIX = 0.10
# Share of cursors in the second half of their document: in an editor most have a full prefix behind them.
LONG_PREFIX = 0.6
LATER_DELETE_WEIGHT = 0.1


@dataclass
class Batch:
    """documents [B, T]; targets IGNORE where no loss is taken; masked_weights float [B, K, W+1]; kinds [B, K]."""

    documents: torch.Tensor
    document_targets: torch.Tensor
    cursors: Cursors
    causal_targets: torch.Tensor
    masked_targets: torch.Tensor
    masked_weights: torch.Tensor
    middles: list[list[int]]
    kinds: np.ndarray

    def to(self, device: torch.device) -> "Batch":
        """The same batch on a device."""
        c = self.cursors
        moved = Cursors(*(t.to(device, non_blocking=True) for t in (c.prefix, c.suffix, c.causal, c.masked)))
        names = ("documents", "document_targets", "causal_targets", "masked_targets", "masked_weights")
        tensors = {name: getattr(self, name).to(device, non_blocking=True) for name in names}
        return Batch(cursors=moved, middles=self.middles, kinds=self.kinds, **tensors)


class Spans:
    """Where spans may start and end, from the characters at the ends of every vocabulary entry."""

    def __init__(self, tokenizer: Tokenizer, vocab_size: int):
        first = np.zeros(vocab_size, dtype="<U1")
        last = np.zeros(vocab_size, dtype="<U1")
        self.newline = np.zeros(vocab_size, dtype=bool)
        for token in range(SPECIALS, vocab_size):
            data = tokenizer.token_bytes(token)
            text = data.decode("utf-8", errors="replace")
            first[token], last[token] = text[0], text[-1]
            self.newline[token] = b"\n" in data
        self.first_class = np.array([_class(c) for c in first])
        self.last_class = np.array([_class(c) for c in last])

    def starts(self, tokens: np.ndarray) -> np.ndarray:
        """bool [n]: whether a pretoken starts at each token (cautious: an unsure place is no start)."""
        before = np.concatenate(([-1], self.last_class[tokens[:-1]]))
        here = self.first_class[tokens]
        blank = before == _BLANK
        result = (here == _NEWLINE) & (before != _NEWLINE) & ~blank
        result |= (here == _BLANK) & (before != _NEWLINE) & ~blank
        result |= (here == _LOWER) & np.isin(before, (_SYMBOL, _DIGIT, _NEWLINE))
        result |= (here == _UPPER) & np.isin(before, (_SYMBOL, _DIGIT, _NEWLINE, _LOWER))
        result |= (here == _DIGIT) & ~blank
        result |= (here == _SYMBOL) & np.isin(before, (_LOWER, _UPPER, _DIGIT, _NEWLINE))
        # After newline and indent: the pretoken is complete, so the next token starts one; blanks alone may join it.
        result |= blank & np.concatenate(([False], self.newline[tokens[:-1]])) & (here != _BLANK)
        return result & (tokens >= SPECIALS)


_OTHER, _LOWER, _UPPER, _DIGIT, _SYMBOL, _BLANK, _NEWLINE = range(7)


def _class(character: str) -> int:
    if not character:
        return _OTHER
    if character in "\n\r":
        return _NEWLINE
    if character.isspace():
        return _BLANK
    if character.isdigit():
        return _DIGIT
    if character.isupper():
        return _UPPER
    if character.isalpha():
        return _LOWER
    return _SYMBOL if ord(character) < 128 else _OTHER


class Batches:
    """Draws batches from a `*.bin` token stream (uint16) with its file starts (`*.idx.npy`)."""

    def __init__(self, folder: Path, split: str, config: ModelConfig, seed: int, files: np.ndarray | None = None):
        self.tokens = np.memmap(folder / f"{split}.bin", dtype="<u2", mode="r")
        self.starts_of_files = np.load(folder / f"{split}.idx.npy") if files is None else files
        self.config = config
        self.tokenizer = Tokenizer.load(folder / "tokenizer.json")
        self.spans = Spans(self.tokenizer, config.vocab_size)
        self.random = np.random.default_rng(seed)

    def draw(self, documents: int, cursors: int) -> Batch:
        """A batch of B documents with K cursors each."""
        c = self.config
        t, w, s = c.max_prefix_tokens, c.window_tokens + 1, c.max_suffix_tokens + 1
        texts = np.zeros((documents, t), dtype=np.int64)
        prefix = np.zeros((documents, cursors), dtype=np.int64)
        suffix = np.zeros((documents, cursors, s), dtype=np.int64)
        causal = np.zeros((documents, cursors, w), dtype=np.int64)
        masked = np.full((documents, cursors, w), MASK, dtype=np.int64)
        causal_targets = np.full((documents, cursors, w), IGNORE, dtype=np.int64)
        masked_targets = np.full((documents, cursors, w), IGNORE, dtype=np.int64)
        weights = np.zeros((documents, cursors, w), dtype=np.float32)
        kinds = np.zeros((documents, cursors), dtype=np.int64)
        middles: list[list[int]] = []
        for i in range(documents):
            stream = self._document(t)
            texts[i] = stream[:t]
            starts = self.spans.starts(stream)
            newline = self.spans.newline[stream]
            for j in range(cursors):
                p, middle, after, kind = self._span(stream, starts, newline, t)
                kinds[i, j], prefix[i, j] = kind, p
                middles.append(middle)
                suffix[i, j, 0] = SUFFIX
                suffix[i, j, 1 : 1 + len(after)] = after[: s - 1]
                self._windows(stream[p - 1], middle, causal[i, j], masked[i, j], causal_targets[i, j])
                masked_targets[i, j], weights[i, j] = self._masks(middle, masked[i, j])
        targets = np.full_like(texts, IGNORE)
        targets[:, :-1] = texts[:, 1:]
        targets[targets < SPECIALS] = np.where(targets[targets < SPECIALS] == EOF, EOF, IGNORE)
        tensor = torch.from_numpy
        return Batch(
            tensor(texts), tensor(targets),
            Cursors(tensor(prefix), tensor(suffix), tensor(causal), tensor(masked)),
            tensor(causal_targets), tensor(masked_targets), tensor(weights), middles, kinds,
        )  # fmt: skip

    def _document(self, length: int) -> np.ndarray:
        """`length` tokens of the stream behind bos and the language, and enough beyond for middles and suffixes."""
        extra = self.config.window_tokens + self.config.max_suffix_tokens + 64
        start = int(self.random.integers(0, len(self.tokens) - length - extra - 2))
        file = int(np.searchsorted(self.starts_of_files, start, side="right")) - 1
        origin = int(self.starts_of_files[max(file, 0)])
        language = int(self.tokens[origin + 1])
        # A third of the documents begin where their file begins, as short files do.
        if self.random.random() < 0.33:
            start = origin + 2
        body = self.tokens[start : start + length + extra - 2].astype(np.int64)
        return np.concatenate(([BOS, language], body))

    def _span(self, stream: np.ndarray, starts: np.ndarray, newline: np.ndarray, t: int):
        w = self.config.window_tokens
        while True:
            kind = int(self.random.choice(4, p=SPAN_SHARES))
            p = int(self.random.integers(t // 2 if self.random.random() < LONG_PREFIX else 4, t - 1))
            if kind in (LINE, MULTI_LINE):
                lines = np.flatnonzero(newline[p : p + 64])
                if not len(lines):
                    continue
                p += int(lines[0])
            if p >= t or not starts[p]:
                continue
            ends = np.flatnonzero(newline[p + 1 : p + 1 + 3 * w] | (stream[p + 1 : p + 1 + 3 * w] == EOF)) + p + 1
            if not len(ends):
                continue
            if kind == MULTI_LINE:
                e = int(ends[min(int(self.random.integers(1, 4)), len(ends) - 1)])
            elif kind == INNER:
                e = min(p + 1 + int(self.random.integers(0, 8)), int(ends[0]))
            else:
                e = int(ends[0])
            body = stream[p:e]
            if (body < SPECIALS).any() or (len(body) > w and self.random.random() < 0.6):
                continue
            middle = [int(x) for x in body]
            after = self._after(stream, e)
            if kind == INNER and self.random.random() < 0.25:
                middle, after = self._inside(middle, after)
            if self.random.random() < NO_SUFFIX:
                after = [EOF]
            return p, middle, after, kind

    def _after(self, stream: np.ndarray, e: int) -> list[int]:
        after = stream[e : e + self.config.max_suffix_tokens]
        stops = np.flatnonzero(after == EOF)
        return [int(x) for x in (after[: stops[0] + 1] if len(stops) else after)]

    def _inside(self, middle: list[int], after: list[int]) -> tuple[list[int], list[int]]:
        """Moves the end of the middle into its last token and tokenises both sides anew, as the product would."""
        text = self.tokenizer.token_bytes(middle[-1]).decode("utf-8", errors="replace")
        if len(text) < 2 or "\ufffd" in text:
            return middle, after
        cut = int(self.random.integers(1, len(text)))
        ends_file = bool(after) and after[-1] == EOF
        rest = self.tokenizer.decode([x for x in after if x >= SPECIALS])
        tail = self.tokenizer.encode(text[cut:] + rest)[: self.config.max_suffix_tokens - 1]
        return middle[:-1] + self.tokenizer.encode(text[:cut]), tail + ([EOF] if ends_file else [])

    def _windows(self, last: int, middle: list[int], causal, masked, causal_targets) -> None:
        w = self.config.window_tokens
        shown = middle[:w]
        causal[0] = masked[0] = last
        causal[1 : 1 + len(shown)] = shown
        masked[1 : 1 + len(shown)] = shown
        target = shown + ([DELETE] if len(middle) < w else [])
        causal_targets[: len(target)] = target

    def _masks(self, middle: list[int], masked) -> tuple[np.ndarray, np.ndarray]:
        """Masks a part of the window in place; targets and weights of the rows before the masked slots."""
        w = self.config.window_tokens
        n = min(len(middle), w)
        shape = self.random.random()
        hidden = np.ones(w, dtype=bool)
        if shape >= ALL_MASKED:
            if shape < ALL_MASKED + LEFT_REVEALED:
                hidden[: int(self.random.integers(0, n + (1 if n < w else 0)))] = False
            else:
                hidden[:n] = self.random.random(n) < self.random.random()
        masked[1:][hidden] = MASK
        full = np.full(w, DELETE, dtype=np.int64)
        full[:n] = middle[:n]
        weight = np.where(np.arange(w) > n, LATER_DELETE_WEIGHT, 1.0).astype(np.float32) * hidden
        targets = np.full(w + 1, IGNORE, dtype=np.int64)
        targets[:w] = np.where(hidden, full, IGNORE)
        weights = np.zeros(w + 1, dtype=np.float32)
        weights[:w] = weight
        return targets, weights
