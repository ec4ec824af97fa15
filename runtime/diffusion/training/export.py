"""Writes a checkpoint as the product reads it: python3 export.py --run DIR --corpus DIR --out DIR

The folder gets model.safetensors (fp32, Hugging Face Qwen3 names), config.json and tokenizer.json; the product's own
converter turns it into ONNX (`whetstone models convert DIR --out DIR --quantise int8`). With --reference N it also
writes reference.json: N inputs with the logits of this program, for the parity test of the converter.
"""

from __future__ import annotations

import argparse
import json
import shutil
import struct
from pathlib import Path

import numpy as np
import torch

from batches import MASK, Batches
from model import InfillModel, ModelConfig


def write_safetensors(path: Path, tensors: dict[str, np.ndarray], metadata: dict[str, str]) -> None:
    """The safetensors format: 8-byte little-endian header size, JSON header, raw little-endian data."""
    header: dict[str, object] = {"__metadata__": metadata}
    offset = 0
    for name, value in tensors.items():
        size = value.nbytes
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(text)))
        file.write(text)
        for value in tensors.values():
            file.write(np.ascontiguousarray(value, dtype="<f4").tobytes())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--reference", type=int, default=0)
    options = parser.parse_args()

    config = ModelConfig.load(options.run / "config.json")
    state = torch.load(options.run / "checkpoint.pt", map_location="cpu")
    model = InfillModel(config)
    model.load_state_dict(state["model"])
    model.eval()
    options.out.mkdir(parents=True, exist_ok=True)
    tensors = {f"model.{name}": value.float().numpy() for name, value in state["model"].items()}
    run = {"steps": str(state["step"]), "positions": str(state["positions"]), "seconds": str(round(state["elapsed"]))}
    write_safetensors(options.out / "model.safetensors", tensors, run)
    (options.out / "config.json").write_text(json.dumps(config.to_json(), indent=2) + "\n")
    for name in ("tokenizer.json", "tokenizer_config.json"):
        if (options.corpus / name).exists():
            shutil.copy(options.corpus / name, options.out / name)

    if options.reference:
        cases = []
        batch = Batches(options.corpus, "heldout", config, 11).draw(options.reference, 1)
        with torch.no_grad():
            _, _, hidden = model(batch.documents, batch.cursors)
            logits = model.logits(hidden).numpy()
        for i in range(options.reference):
            suffix = batch.cursors.suffix[i, 0].tolist()
            while suffix and suffix[-1] == 0:
                suffix.pop()
            prefix = batch.documents[i, : int(batch.cursors.prefix[i, 0])].tolist()
            rows = logits[i, 0]
            cases.append(
                {
                    "prefix": prefix,
                    "suffix": suffix,
                    "window": batch.cursors.masked[i, 0].tolist(),
                    "argmax": rows.argmax(-1).tolist(),
                    "max": [round(float(x), 5) for x in rows.max(-1)],
                    "mask": MASK,
                }
            )
        (options.out / "reference.json").write_text(json.dumps(cases) + "\n")


if __name__ == "__main__":
    main()
