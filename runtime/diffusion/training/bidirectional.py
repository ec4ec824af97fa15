"""Trains a small model of CoDA's layout: python3 bidirectional.py --corpus DIR --start-from checkpoint --out DIR --minutes 15

Full attention, logits shifted by one, a head of its own, masks but no delete token. It starts with the embedded
model's weights and is far from its quality; it is there because caches for full attention are approximations, and what
they cost can only be measured on a trained model. --out becomes a checkpoint folder that the product converts.

Masks follow CoDA (coherent blocks, then single tokens at a rate drawn for the row; Salesforce AI Research, 2025): what is
infilled is a block with text on both sides.
"""

from __future__ import annotations

import argparse
import json
import shutil
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from batches import MASK, SPECIALS
from export import read_safetensors, write_safetensors
from model import InfillModel, ModelConfig, rope_table
from optimiser import Optimiser

BLOCKS = 0.6
LONGEST_BLOCK = 40


class Bidirectional(torch.nn.Module):
    """The embedded model's layers under full attention, with a head of its own."""

    def __init__(self, config: ModelConfig):
        super().__init__()
        self.model = InfillModel(config)
        self.lm_head = torch.nn.Linear(config.hidden_size, config.vocab_size, bias=False)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """ids [B, L] -> hidden states [B, L, d]."""
        m, c = self.model, self.model.config
        b, n = ids.shape
        table = rope_table(torch.arange(n).expand(b, n), c.head_dim, c.rope_theta)
        x = m.embed_tokens(ids.reshape(-1))
        for layer in m.layers:
            ((q, k, v),) = layer.project(x, [b * n], [table], [(b, n)])
            weights = F.softmax((q @ k.transpose(-1, -2)) * c.head_dim**-0.5, dim=-1, dtype=torch.float32).to(v.dtype)
            mixed = (weights @ v).transpose(1, 2).reshape(b * n, -1)
            x = layer.feed_forward(x + layer.self_attn["o_proj"](mixed))
        return m.norm(x).view(b, n, -1)


def draw(tokens: np.ndarray, random: np.random.Generator, rows: int, length: int) -> tuple[np.ndarray, np.ndarray]:
    """Token rows [B, L] and which of them are masked; the first of a row and special tokens never are."""
    starts = random.integers(0, len(tokens) - length, rows)
    ids = np.stack([tokens[s : s + length] for s in starts]).astype(np.int64)
    masked = np.zeros(ids.shape, dtype=bool)
    for row in masked:
        if random.random() < BLOCKS:
            for _ in range(int(random.integers(1, 4))):
                n = int(random.integers(1, LONGEST_BLOCK + 1))
                start = int(random.integers(1, length - n))
                # Some of a block is there already, as in the middle of denoising.
                row[start : start + n] = random.random(n) < random.uniform(0.3, 1.3)
        else:
            row[1:] = random.random(length - 1) < random.uniform(0.05, 0.9)
    masked &= ids >= SPECIALS
    masked[:, 0] = False
    return ids, masked


def loss_of(model: Bidirectional, ids: np.ndarray, masked: np.ndarray) -> torch.Tensor:
    """Mean cross-entropy in nats of the masked tokens, each predicted by the row before it."""
    truth = torch.from_numpy(ids)
    hidden = model(torch.from_numpy(np.where(masked, MASK, ids)))
    wanted = torch.from_numpy(masked[:, 1:])
    logits = model.lm_head(hidden[:, :-1][wanted]).float()
    return F.cross_entropy(logits, truth[:, 1:][wanted])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--start-from", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--rows", type=int, default=8)
    parser.add_argument("--length", type=int, default=320)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    sizes = json.loads((options.start_from / "config.json").read_text())
    known = vars(ModelConfig())
    config = ModelConfig(**{key: sizes[key] for key in known} | {"shifted_key_heads": 0})
    model = Bidirectional(config)
    model.model.load_state_dict(
        {name.removeprefix("model."): torch.from_numpy(w) for name, w in read_safetensors(options.start_from).items()}
    )
    with torch.no_grad():
        model.lm_head.weight.copy_(model.model.embed_tokens.weight)
    optimiser = Optimiser(model, 0.01, 1.5e-3)
    random = np.random.default_rng(options.seed)
    train, held_out = (np.memmap(options.corpus / f"{s}.bin", dtype="<u2", mode="r") for s in ("train", "heldout"))
    check = draw(held_out, np.random.default_rng(7), 64, options.length)

    def measure() -> float:
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            return round(float(loss_of(model, *check)), 4)

    options.out.mkdir(parents=True, exist_ok=True)
    started, step = time.monotonic(), 0
    while (progress := (time.monotonic() - started) / (options.minutes * 60)) < 1:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = loss_of(model, *draw(train, random, options.rows, options.length))
        loss.backward()
        optimiser.step(min(1.0, (step + 1) / 20, (1 - progress) / 0.6))
        step += 1
        if step % 50 == 0:
            print(json.dumps({"step": step, "minutes": round(progress * options.minutes, 1), "heldout": measure()}), flush=True)

    tensors = {name: value.detach().float().numpy() for name, value in model.state_dict().items()}
    write_safetensors(options.out / "model.safetensors", tensors, {"steps": str(step), "heldout": str(measure())}, "float16")
    described = {
        "model_type": "CoDA", "architectures": ["CoDALanguageModel"], "hidden_act": "silu", "attention_bias": False,
        "tie_word_embeddings": False, "mask_token_id": MASK, "bos_token_id": None, "eos_token_id": 2, "pad_token_id": 0,
        "max_position_embeddings": 4096, "hidden_size": config.hidden_size, "num_hidden_layers": config.num_hidden_layers,
        "num_attention_heads": config.num_attention_heads, "num_key_value_heads": config.num_key_value_heads,
        "head_dim": config.head_dim, "intermediate_size": config.intermediate_size, "vocab_size": config.vocab_size,
        "rms_norm_eps": config.rms_norm_eps, "rope_theta": config.rope_theta,
    }  # fmt: skip
    (options.out / "config.json").write_text(json.dumps(described, indent=2) + "\n")
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(options.corpus / name, options.out / name)


if __name__ == "__main__":
    main()
