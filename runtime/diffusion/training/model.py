"""The embedded infilling model: a Qwen3-shaped transformer whose context never sees the window.

One forward pass takes documents (causal, next-token loss) and, for every document, several cursors. A cursor is an
isolated suffix, a causal copy of the middle (next-token loss) and a masked copy of it (denoising loss). Because
neither prefix nor suffix rows attend to a window, their keys and values are exact over denoising steps and
keystrokes; `runtime/diffusion` relies on this.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

LANGUAGES = (
    "other python typescript javascript go rust java c cpp csharp php ruby shell html css json yaml markdown sql"
).split()


@dataclass(frozen=True)
class ModelConfig:
    """Sizes in rows, heads and channels; written as config.json beside the weights."""

    hidden_size: int = 256
    num_hidden_layers: int = 4
    num_attention_heads: int = 4
    num_key_value_heads: int = 2
    head_dim: int = 64
    intermediate_size: int = 640
    vocab_size: int = 4096
    rms_norm_eps: float = 1e-6
    rope_theta: float = 10000.0
    # Key heads that carry the previous row's key: they let one layer find "what followed this token before".
    shifted_key_heads: int = 1
    window_tokens: int = 32
    max_prefix_tokens: int = 512
    max_suffix_tokens: int = 64

    def to_json(self) -> dict:
        """The config.json of the checkpoint, special token ids included."""
        return {
            "model_type": "whetstone_infill",
            "architectures": ["WhetstoneInfillModel"],
            **asdict(self),
            "hidden_act": "silu",
            "attention_bias": False,
            "tie_word_embeddings": True,
            "logit_shift": 1,
            "attention": "isolated-context",
            "pad_token_id": 0,
            "bos_token_id": 1,
            "eof_token_id": 2,
            "file_token_id": 3,
            "suffix_token_id": 4,
            "mask_token_id": 5,
            "delete_token_id": 6,
            "language_token_ids": {name: 7 + index for index, name in enumerate(LANGUAGES)},
        }

    @staticmethod
    def load(path: Path) -> "ModelConfig":
        """Reads the sizes back from a config.json."""
        data = json.loads(path.read_text())
        return ModelConfig(**{key: data[key] for key in asdict(ModelConfig())})


@dataclass
class Cursors:
    """K cursors for each of B documents; all tensors are int64 unless said otherwise.

    prefix [B, K]: number of document rows that the cursor sees.
    suffix [B, K, S]: marker, tokens after the middle, padding (0).
    causal [B, K, W+1]: last prefix token, then the middle, then padding.
    masked [B, K, W+1]: last prefix token, then the middle with masks.
    """

    prefix: Tensor
    suffix: Tensor
    causal: Tensor
    masked: Tensor


class RmsNorm(nn.Module):
    """Root-mean-square norm over the last axis, computed in fp32."""

    def __init__(self, size: int, eps: float):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))
        self.eps = eps

    def forward(self, x: Tensor) -> Tensor:
        y = x.float()
        y = y * torch.rsqrt(y.pow(2).mean(-1, keepdim=True) + self.eps)
        return (y * self.weight).to(x.dtype)


def rope_table(positions: Tensor, head_dim: int, theta: float) -> tuple[Tensor, Tensor]:
    """cos and sin, each [..., head_dim/2] fp32, for integer positions."""
    exponent = torch.arange(0, head_dim, 2, device=positions.device, dtype=torch.float32) / head_dim
    angle = positions.float().unsqueeze(-1) * theta**-exponent
    return angle.cos(), angle.sin()


def rotate(x: Tensor, table: tuple[Tensor, Tensor]) -> Tensor:
    """Rotary embedding, rotate-half layout. x [..., rows, heads, head_dim]; table [..., rows, head_dim/2]."""
    cos, sin = (t.unsqueeze(-2).to(x.dtype) for t in table)
    a, b = x.chunk(2, dim=-1)
    return torch.cat((a * cos - b * sin, b * cos + a * sin), dim=-1)


class Layer(nn.Module):
    """Pre-norm attention and SwiGLU; parameter names are those of a Hugging Face Qwen3 checkpoint."""

    def __init__(self, config: ModelConfig):
        super().__init__()
        c = config
        self.config = c
        self.input_layernorm = RmsNorm(c.hidden_size, c.rms_norm_eps)
        self.post_attention_layernorm = RmsNorm(c.hidden_size, c.rms_norm_eps)
        self.self_attn = nn.ModuleDict(
            {
                "q_proj": nn.Linear(c.hidden_size, c.num_attention_heads * c.head_dim, bias=False),
                "k_proj": nn.Linear(c.hidden_size, c.num_key_value_heads * c.head_dim, bias=False),
                "v_proj": nn.Linear(c.hidden_size, c.num_key_value_heads * c.head_dim, bias=False),
                "o_proj": nn.Linear(c.num_attention_heads * c.head_dim, c.hidden_size, bias=False),
                "q_norm": RmsNorm(c.head_dim, c.rms_norm_eps),
                "k_norm": RmsNorm(c.head_dim, c.rms_norm_eps),
            }
        )
        self.mlp = nn.ModuleDict(
            {
                "gate_proj": nn.Linear(c.hidden_size, c.intermediate_size, bias=False),
                "up_proj": nn.Linear(c.hidden_size, c.intermediate_size, bias=False),
                "down_proj": nn.Linear(c.intermediate_size, c.hidden_size, bias=False),
            }
        )

    def project(self, x: Tensor, splits: list[int], tables: list[tuple[Tensor, Tensor]], shapes: list[tuple[int, ...]]):
        """Queries, keys and values of every segment kind, each [N, heads, rows, head_dim].

        x [rows, hidden] holds the segments one after another; splits are their row counts, shapes their (N, rows).
        """
        c = self.config
        a = self.self_attn
        normed = self.input_layernorm(x)
        q, k, v = a["q_proj"](normed), a["k_proj"](normed), a["v_proj"](normed)
        result = []
        for qs, ks, vs, table, (n, rows) in zip(q.split(splits), k.split(splits), v.split(splits), tables, shapes):
            qs = rotate(a["q_norm"](qs.view(n, rows, c.num_attention_heads, c.head_dim)), table)
            ks = ks.view(n, rows, c.num_key_value_heads, c.head_dim)
            if c.shifted_key_heads:
                shifted = F.pad(ks[:, :-1, : c.shifted_key_heads], (0, 0, 0, 0, 1, 0))
                ks = torch.cat((shifted, ks[:, :, c.shifted_key_heads :]), dim=2)
            ks = rotate(a["k_norm"](ks), table)
            vs = vs.view(n, rows, c.num_key_value_heads, c.head_dim)
            group = c.num_attention_heads // c.num_key_value_heads
            ks, vs = (t.repeat_interleave(group, dim=2).transpose(1, 2) for t in (ks, vs))
            result.append((qs.transpose(1, 2), ks, vs))
        return result

    def feed_forward(self, x: Tensor) -> Tensor:
        m = self.mlp
        y = self.post_attention_layernorm(x)
        return x + m["down_proj"](F.silu(m["gate_proj"](y)) * m["up_proj"](y))


def attend(q: Tensor, keys: list[Tensor], values: list[Tensor], biases: list[Tensor]) -> Tensor:
    """Softmax attention over several groups of keys. q [N, h, rows, hd]; biases additive, broadcast to the scores."""
    scale = q.shape[-1] ** -0.5
    q = q * scale
    scores = torch.cat([q @ k.transpose(-1, -2) + bias for k, bias in zip(keys, biases)], dim=-1)
    weights = F.softmax(scores, dim=-1, dtype=torch.float32).to(q.dtype)
    parts = weights.split([k.shape[-2] for k in keys], dim=-1)
    return sum(w @ v for w, v in zip(parts, values))


class InfillModel(nn.Module):
    """See the module text. The head is tied to the embedding."""

    def __init__(self, config: ModelConfig):
        super().__init__()
        self.config = config
        self.embed_tokens = nn.Embedding(config.vocab_size, config.hidden_size)
        self.layers = nn.ModuleList(Layer(config) for _ in range(config.num_hidden_layers))
        self.norm = RmsNorm(config.hidden_size, config.rms_norm_eps)
        nn.init.normal_(self.embed_tokens.weight, std=0.02)
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2 and "embed" not in name:
                # Blocks start as the identity: their last matrices are zero.
                if "o_proj" in name or "down_proj" in name:
                    nn.init.zeros_(parameter)
                else:
                    nn.init.normal_(parameter, std=parameter.shape[1] ** -0.5)

    def forward(self, documents: Tensor, cursors: Cursors | None = None) -> tuple[Tensor, Tensor | None, Tensor | None]:
        """Final hidden states: documents [B, T, d]; causal and masked rows [B, K, W+1, d] each."""
        c = self.config
        device = documents.device
        b, t = documents.shape
        ids = [documents.reshape(-1)]
        tables = [rope_table(torch.arange(t, device=device).expand(b, t), c.head_dim, c.rope_theta)]
        shapes = [(b, t)]
        if cursors is not None:
            _, k, s = cursors.suffix.shape
            w = cursors.causal.shape[-1]
            prefix = cursors.prefix.reshape(b * k, 1)
            window = prefix - 1 + torch.arange(w, device=device)
            after = prefix + (w - 1) + torch.arange(s, device=device)
            for tokens, positions in ((cursors.suffix, after), (cursors.causal, window), (cursors.masked, window)):
                ids.append(tokens.reshape(-1))
                tables.append(rope_table(positions, c.head_dim, c.rope_theta))
                shapes.append((b * k, tokens.shape[-1]))
        splits = [part.numel() for part in ids]
        x = self.embed_tokens(torch.cat(ids))
        biases = self._biases(documents, cursors, x.dtype)
        for layer in self.layers:
            x = self._block(layer, x, splits, tables, shapes, biases)
        x = self.norm(x)
        parts = x.split(splits)
        hidden = parts[0].view(b, t, -1)
        if cursors is None:
            return hidden, None, None
        return hidden, parts[2].view(b, k, w, -1), parts[3].view(b, k, w, -1)

    def _biases(self, documents: Tensor, cursors: Cursors | None, dtype: torch.dtype) -> dict[str, Tensor]:
        device = documents.device
        low = torch.finfo(torch.bfloat16).min / 2

        def bias(allowed: Tensor) -> Tensor:
            return torch.zeros(allowed.shape, device=device, dtype=dtype).masked_fill(~allowed, low)

        def causal(n: int) -> Tensor:
            return torch.ones(n, n, device=device, dtype=torch.bool).tril()

        b, t = documents.shape
        result = {"document": bias(causal(t))}
        if cursors is not None:
            k, s = cursors.suffix.shape[1:]
            w = cursors.causal.shape[-1]
            seen = torch.arange(t, device=device) < cursors.prefix.reshape(b, k, 1)
            result["prefix"] = bias(seen).view(b, 1, k, 1, t).expand(b, 1, k, 2 * w, t).reshape(b, 1, k * 2 * w, t)
            real = cursors.suffix.reshape(b * k, 1, 1, s) != 0
            result["suffix"] = bias(causal(s))
            result["suffix keys"] = bias(real)
            own = torch.zeros(2 * w, 2 * w, device=device, dtype=torch.bool)
            own[:w, :w] = causal(w)
            own[w:, w:] = True
            result["window"] = bias(own)
        return result

    def _block(self, layer: Layer, x: Tensor, splits, tables, shapes, biases) -> Tensor:
        c = self.config
        segments = layer.project(x, splits, tables, shapes)
        q, k, v = segments[0]
        width = c.num_attention_heads * c.head_dim
        mixed = [attend(q, [k], [v], [biases["document"]]).transpose(1, 2).reshape(-1, width)]
        if len(segments) > 1:
            (qs, ks, vs), (qa, ka, va), (qm, km, vm) = segments[1:]
            mixed.append(attend(qs, [ks], [vs], [biases["suffix"]]).transpose(1, 2).reshape(-1, width))
            b, n, w = q.shape[0], qa.shape[0], qa.shape[2]
            per = n // b
            # Both copies of the middle of all cursors of a document look at its keys in one product.
            qw = torch.cat((qa, qm), dim=2) * c.head_dim**-0.5
            rows = qw.view(b, per, -1, 2 * w, c.head_dim).transpose(1, 2).reshape(b, -1, per * 2 * w, c.head_dim)
            far = rows @ k.transpose(-1, -2) + biases["prefix"]
            far = far.view(b, -1, per, 2 * w, k.shape[2]).transpose(1, 2).reshape(n, -1, 2 * w, k.shape[2])
            after = qw @ ks.transpose(-1, -2) + biases["suffix keys"]
            near = qw @ torch.cat((ka, km), dim=2).transpose(-1, -2) + biases["window"]
            weights = F.softmax(torch.cat((far, after, near), dim=-1), dim=-1, dtype=torch.float32).to(v.dtype)
            far, after, near = weights.split([k.shape[2], ks.shape[2], 2 * w], dim=-1)
            far = far.reshape(b, per, -1, 2 * w, k.shape[2]).transpose(1, 2).reshape(b, -1, per * 2 * w, k.shape[2])
            out = (far @ v).view(b, -1, per, 2 * w, c.head_dim).transpose(1, 2).reshape(n, -1, 2 * w, c.head_dim)
            out = out + after @ vs + near @ torch.cat((va, vm), dim=2)
            for part in out.split(w, dim=2):
                mixed.append(part.transpose(1, 2).reshape(-1, width))
        return layer.feed_forward(x + layer.self_attn["o_proj"](torch.cat(mixed)))

    def logits(self, hidden: Tensor) -> Tensor:
        """Vocabulary scores of hidden rows [..., d]; row i speaks of the token after row i."""
        return F.linear(hidden, self.embed_tokens.weight)
