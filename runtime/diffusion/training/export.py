"""Writes a checkpoint as the product reads it: python3 export.py --run DIR --corpus DIR --out DIR

The folder gets model.safetensors (Hugging Face Qwen3 names; fp32, or fp16 in shards of a size), config.json and
tokenizer.json; the product's own converter turns it into ONNX (`whetstone models convert DIR --out DIR --quantise int8`). With --reference-text FILE...
it also writes reference.json: places in these files with the logits of this program, for the parity test of the
converter and of the weights that ship.
"""

from __future__ import annotations

import argparse
import json
import shutil
import struct
from pathlib import Path

import numpy as np
import torch

from batches import BOS, MASK, SUFFIX
from encode import Tokenizer
from model import Cursors, InfillModel, ModelConfig

# The reference says "other" for the language of its files.
LANGUAGE = 7


TYPES = {"float32": ("F32", "<f4"), "float16": ("F16", "<f2")}


def write_safetensors(path: Path, tensors: dict[str, np.ndarray], metadata: dict[str, str], dtype: str) -> None:
    """The safetensors format: 8-byte little-endian header size, JSON header, raw little-endian data."""
    name_of_type, layout = TYPES[dtype]
    header: dict[str, object] = {"__metadata__": metadata}
    offset = 0
    for name, value in tensors.items():
        size = value.size * np.dtype(layout).itemsize
        header[name] = {"dtype": name_of_type, "shape": list(value.shape), "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(text)))
        file.write(text)
        for value in tensors.values():
            file.write(np.ascontiguousarray(value, dtype=layout).tobytes())


def read_safetensors(folder: Path) -> dict[str, np.ndarray]:
    """Tensors of a folder's model.safetensors or shards as fp32, by name. Raises SystemExit when there are none."""
    files = sorted(folder.glob("model*.safetensors"))
    if not files:
        raise SystemExit(f"{folder} holds no model.safetensors. Name a folder that export.py has written.")
    tensors: dict[str, np.ndarray] = {}
    layouts = dict(TYPES.values())
    for path in files:
        data = path.read_bytes()
        (size,) = struct.unpack("<Q", data[:8])
        for name, entry in json.loads(data[8 : 8 + size]).items():
            if name != "__metadata__":
                start, end = (8 + size + offset for offset in entry["data_offsets"])
                values = np.frombuffer(data[start:end], dtype=layouts[entry["dtype"]])
                tensors[name] = values.reshape(entry["shape"]).astype(np.float32)
    return tensors


def write_shards(folder: Path, tensors: dict[str, np.ndarray], metadata: dict[str, str], dtype: str, limit: float) -> None:
    """Shards of at most `limit` bytes (one tensor at least) and their index, as Hugging Face lays them out."""
    shards: list[dict[str, np.ndarray]] = [{}]
    filled = 0
    for name, value in tensors.items():
        size = value.size * np.dtype(TYPES[dtype][1]).itemsize
        if shards[-1] and filled + size > limit:
            shards.append({})
            filled = 0
        shards[-1][name] = value
        filled += size
    weight_map = {}
    for number, shard in enumerate(shards, 1):
        file = f"model-{number:05d}-of-{len(shards):05d}.safetensors"
        write_safetensors(folder / file, shard, metadata, dtype)
        weight_map.update(dict.fromkeys(shard, file))
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": weight_map}) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--reference-text", type=Path, nargs="*", default=[])
    parser.add_argument("--dtype", choices=tuple(TYPES), default="float32")
    parser.add_argument("--shard-mb", type=float, help="several files of at most this size instead of one")
    options = parser.parse_args()

    config = ModelConfig.load(options.run / "config.json")
    state = torch.load(options.run / "checkpoint.pt", map_location="cpu")
    model = InfillModel(config)
    model.load_state_dict(state["model"])
    model.eval()
    options.out.mkdir(parents=True, exist_ok=True)
    tensors = {f"model.{name}": value.float().numpy() for name, value in state["model"].items()}
    run = {"steps": str(state["step"]), "positions": str(state["positions"]), "seconds": str(round(state["elapsed"]))}
    if options.shard_mb:
        write_shards(options.out, tensors, run, options.dtype, options.shard_mb * 1e6)
    else:
        write_safetensors(options.out / "model.safetensors", tensors, run, options.dtype)
    (options.out / "config.json").write_text(json.dumps(config.to_json(), indent=2) + "\n")
    for name in ("tokenizer.json", "tokenizer_config.json"):
        if (options.corpus / name).exists():
            shutil.copy(options.corpus / name, options.out / name)

    if options.reference_text:
        tokenizer = Tokenizer.load(options.out / "tokenizer.json")
        cases = [case for path in options.reference_text for case in reference(model, tokenizer, path)]
        (options.out / "reference.json").write_text(json.dumps(cases) + "\n")


@torch.no_grad()
def reference(model: InfillModel, tokenizer: Tokenizer, path: Path) -> list[dict[str, object]]:
    """Inputs at a few places of a source file, with the best token of every window row and its logit."""
    config = model.config
    text = tokenizer.encode(path.read_text())
    cases: list[dict[str, object]] = []
    for start, revealed in ((40, 0), (170, 3), (330, 1)):
        prefix = [BOS, LANGUAGE, *text[:start]]
        suffix = [SUFFIX, *text[start + 8 : start + 48]]
        window = [prefix[-1], *text[start : start + revealed]]
        window += [MASK] * (config.window_tokens + 1 - len(window))
        row = torch.tensor([[window]])
        cursors = Cursors(torch.tensor([[len(prefix)]]), torch.tensor([[suffix]]), row, row)
        _, _, hidden = model(torch.tensor([prefix]), cursors)
        logits = model.logits(hidden[0, 0]).numpy()
        best = [round(float(x), 5) for x in logits.max(-1)]
        cases.append({"prefix": prefix, "suffix": suffix, "window": window, "argmax": logits.argmax(-1).tolist(), "max": best})
    return cases


if __name__ == "__main__":
    main()
