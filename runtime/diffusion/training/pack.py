"""Packs corpus, tokenizer and program for a machine that cannot fetch packages, such as a rented GPU.

    python3 pack.py --corpus DIR --out bundle.tar.xz

There, with PyTorch, numpy and regex installed:

    mkdir work && tar -xJf bundle.tar.xz -C work && cd work
    python3 tokenize_corpus.py --corpus corpus
    python3 train.py --corpus corpus --out run --minutes 25 --documents 96 --cursors 8 --max-prefix-tokens 1024 \\
        --hidden-size 512 --num-hidden-layers 12 --num-attention-heads 8 --num-key-value-heads 4 --shifted-key-heads 2 \\
        --intermediate-size 1408
    python3 export.py --run run --corpus corpus --out export --dtype float16 --shard-mb 15

The text is packed, not the tokens: source compresses better than token ids (about five to one).
"""

from __future__ import annotations

import argparse
import io
import lzma
import sys
import tarfile
from pathlib import Path

HERE = Path(__file__).parent
PROGRAM = ("model.py", "batches.py", "objective.py", "optimiser.py", "workers.py", "train.py", "export.py", "encode.py",
           "tokenize_corpus.py", "train_tokenizer.py", "fused", "corpus")
"""What runs on the other machine."""
DATA = ("train.jsonl", "heldout.jsonl", "tokenizer.json", "tokenizer_config.json")
# Packages repeat lines over hundreds of megabytes; the usual dictionary of 64 MiB would not see that.
FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 6, "dict_size": 256 << 20}]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    missing = [name for name in DATA if not (options.corpus / name).exists()]
    if missing:
        sys.exit(f"{options.corpus} lacks {', '.join(missing)}: run build_corpus.py and train_tokenizer.py first.")

    def source_only(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
        return None if "__pycache__" in member.name else member

    with lzma.open(options.out, "wb", filters=FILTERS) as stream, tarfile.open(fileobj=stream, mode="w|") as tar:
        for name in PROGRAM:
            tar.add(HERE / name, name, filter=source_only)
        for name in DATA:
            data = (options.corpus / name).read_bytes()
            entry = tarfile.TarInfo(f"corpus/{name}")
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
