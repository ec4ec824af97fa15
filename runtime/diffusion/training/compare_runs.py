"""Held-out losses of several runs on the same examples: python3 compare_runs.py --corpus DIR RUN [RUN ...]

Prints for each run the mean loss in nats by part over --documents held-out documents of five cursors each, and the
paired difference to the first run with a 95 % interval (bootstrap over documents).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from batches import Batches
from fused.forward import fused_loss_parts
from fused.library import available as fused_available
from model import InfillModel, ModelConfig
from objective import loss_parts

PARTS = ("context", "causal", "masked")


def losses(run: Path, corpus: Path, documents: int, cursors: int) -> np.ndarray:
    """Mean loss of each document, [documents, parts]; every run of the same window and lengths sees the same examples."""
    config = ModelConfig.load(run / "config.json")
    model = InfillModel(config)
    model.load_state_dict(torch.load(run / "checkpoint.pt", map_location="cpu")["model"])
    model.eval()
    batches = Batches(corpus, "heldout", config, 11)
    measure = fused_loss_parts if fused_available() else loss_parts
    rows = []
    with torch.no_grad():
        for _ in range(documents):
            parts = measure(model, batches.draw(1, cursors))
            rows.append([float(parts[name]) for name in PARTS])
    return np.array(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--cursors", type=int, default=5)
    parser.add_argument("runs", type=Path, nargs="+")
    options = parser.parse_args()
    torch.set_num_threads(1)
    random = np.random.default_rng(3)
    drawn = random.integers(0, options.documents, (2000, options.documents))
    first = None
    for run in options.runs:
        values = losses(run, options.corpus, options.documents, options.cursors)
        first = values if first is None else first
        entry: dict = {"run": run.name, "n": options.documents}
        for index, name in enumerate(PARTS):
            difference = values[:, index] - first[:, index]
            low, high = np.percentile(difference[drawn].mean(axis=1), (2.5, 97.5))
            entry[name] = {"loss": round(float(values[:, index].mean()), 3)}
            if run != options.runs[0]:
                entry[name]["minusFirst"] = [round(float(x), 3) for x in (difference.mean(), low, high)]
        print(json.dumps(entry), flush=True)


if __name__ == "__main__":
    main()
