"""From nothing to the table, in one command: corpus, tokenizer, tasks, training, export, gate, quality.

    python3 reproduce.py --work DIR [--minutes 5] [--humaneval DIR] [--tasks 300] [-- OPTIONS OF train.py]

Every step that ended leaves a mark in DIR/steps with its command line; called again, it goes on behind the last mark whose
command line is still the same. The shape is that of the model that ships, which had 91 minutes; the
weights of the copy prior are not fitted here (`../copying/README.md`). The model
lies in DIR/model afterwards, the table in DIR/suite.md.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
ENVIRONMENT = {
    # A freed activation must not go back to the system: the next step would take page faults for it again.
    "MALLOC_MMAP_THRESHOLD_": str(4 << 30),
    "MALLOC_TRIM_THRESHOLD_": str(16 << 30),
    "MALLOC_TOP_PAD_": str(256 << 20),
    "OMP_NUM_THREADS": "1",
    "OMP_WAIT_POLICY": "passive",
}
SHAPE = ["--hidden-size", "320", "--num-hidden-layers", "5", "--intermediate-size", "832", "--window-tokens", "24"]
"""Of the model that ships (media/models/README.md)."""
REFERENCE_TEXT = [str(HERE.parent / "infilling" / "healing.ts"), str(HERE / "model.py")]


def steps(options: argparse.Namespace) -> list[tuple[str, list[str]]]:
    """Name and command of every step, in order."""
    work: Path = options.work
    corpus, tasks, run, export, model = (str(work / name) for name in ("corpus", "tasks", "run", "export", "model"))
    python = [sys.executable]
    whetstone = ["node", str(ROOT / "dist" / "cli.cjs")]
    humaneval = ["--humaneval", str(options.humaneval)] if options.humaneval else []
    compare = sorted(str(path) for path in options.humaneval.glob("*.jsonl.gz")) if options.humaneval else []
    return [
        ("corpus", [*python, "build_corpus.py", "--out", corpus, *humaneval]),
        ("tokenizer", [*python, "train_tokenizer.py", "--corpus", corpus]),
        ("tokens", [*python, "tokenize_corpus.py", "--corpus", corpus]),
        ("tasks", [*python, "heldout_spans.py", "--corpus", corpus, "--all", "--tasks", str(options.tasks), "--out", tasks]),
        ("train", [*python, "train.py", "--corpus", corpus, "--out", run, "--minutes", str(options.minutes), *options.train]),
        ("export", [*python, "export.py", "--run", run, "--corpus", corpus, "--out", export, "--reference-text", *REFERENCE_TEXT]),
        ("bundle", ["node", str(ROOT / "esbuild.mjs")]),
        ("convert", [*whetstone, "models", "convert", export, "--out", model, "--quantise", "int8", "--id", "whetstone-nano"]),
        ("gate", [*whetstone, "eval", "gate", "--model", model, "--data", f"{tasks}/dev", "--fit", f"{model}/gate.json"]),
        ("suite", [*whetstone, "eval", "suite", "--tasks", f"{tasks}/test", *compare, "--models", model, "--previous",
                   str(ROOT / "media" / "models" / "embedded"), "--baseline", "ngram,copy", "--corpus", corpus, "--results",
                   str(work / "answers"), "--out", str(work / "suite.md")]),
    ]  # fmt: skip


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder for everything that is made (about 2 GB)")
    parser.add_argument("--minutes", type=float, default=5, help="training budget")
    parser.add_argument("--humaneval", type=Path, help="folder of HumanEval-Infilling *.jsonl.gz: kept out of the corpus, measured")
    parser.add_argument("--tasks", type=int, default=300, help="held-out tasks of each language and kind")
    parser.add_argument("train", nargs="*", default=SHAPE, help="options of train.py, behind --")
    options = parser.parse_args()
    options.work = options.work.resolve()
    options.humaneval = options.humaneval.resolve() if options.humaneval else None
    if shutil.which("node") is None or not (ROOT / "node_modules").exists():
        sys.exit(f"The converter and the evaluation need Node 20 and `npm ci` in {ROOT}.")
    marks = options.work / "steps"
    marks.mkdir(parents=True, exist_ok=True)
    done = True
    for name, command in steps(options):
        mark = marks / name
        line = " ".join(command)
        done = done and mark.exists() and mark.read_text() == line
        if done:
            print(f"{name}: done before", flush=True)
            continue
        print(f"{name}: {line}", flush=True)
        started = time.monotonic()
        result = subprocess.run(command, cwd=HERE, env={**os.environ, **ENVIRONMENT})
        if result.returncode:
            sys.exit(f"{name} failed (exit {result.returncode}). Correct the cause and call this again: it goes on here.")
        mark.write_text(line)
        print(f"{name}: {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
