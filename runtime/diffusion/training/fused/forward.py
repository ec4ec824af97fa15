"""The model's training loss by the fused operators: the same numbers as objective.loss_parts, up to bf16 rounding."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from batches import IGNORE, Batch
from fused.operators import AddNorm, Attention, CrossEntropy, Embed, Layout, SwiGlu
from model import InfillModel, rope_table
from objective import LOSS_WEIGHTS


def layout_of(model: InfillModel, batch: Batch) -> Layout:
    """Sizes and positions of a batch."""
    c = model.config
    b, t = batch.documents.shape
    _, k, s = batch.cursors.suffix.shape
    w = batch.cursors.causal.shape[-1]
    prefix = batch.cursors.prefix.reshape(b * k, 1)
    window = prefix - 1 + torch.arange(w)
    after = prefix + (w - 1) + torch.arange(s)
    cursor_positions = torch.cat((after, window, window), dim=1)
    positions = torch.cat((torch.arange(t).repeat(b), cursor_positions.reshape(-1))).int()
    cos, sin = rope_table(torch.arange(t + w + s), c.head_dim, c.rope_theta)
    visible = (batch.cursors.suffix != 0).sum(-1).reshape(-1).int()
    return Layout(
        b, t, k, s, w, positions, prefix.reshape(-1).int(), visible, cos.contiguous(), sin.contiguous(),
        c.num_key_value_heads, c.num_attention_heads // c.num_key_value_heads, c.head_dim, c.shifted_key_heads,
        c.rms_norm_eps,
    )  # fmt: skip


def fused_loss_parts(
    model: InfillModel, batch: Batch, part_weights: tuple[float, float, float] = LOSS_WEIGHTS
) -> dict[str, torch.Tensor]:
    """As objective.loss_parts; only 'total' carries a gradient."""
    cursors = batch.cursors
    layout = layout_of(model, batch)
    n = layout.documents * layout.cursors
    own = torch.cat((cursors.suffix, cursors.causal, cursors.masked), dim=2)
    x = Embed.apply(model.embed_tokens.weight, torch.cat((batch.documents.reshape(-1), own.reshape(-1))))
    delta = None
    eps = model.config.rms_norm_eps
    for layer in model.layers:
        a, m = layer.self_attn, layer.mlp
        x, y = AddNorm.apply(x, delta, layer.input_layernorm.weight, eps)
        into = torch.cat((a["q_proj"].weight, a["k_proj"].weight, a["v_proj"].weight)).bfloat16()
        mixed = Attention.apply(F.linear(y, into), a["q_norm"].weight, a["k_norm"].weight, layout)
        x, y = AddNorm.apply(x, F.linear(mixed, a["o_proj"].weight.bfloat16()), layer.post_attention_layernorm.weight, eps)
        into = torch.cat((m["gate_proj"].weight, m["up_proj"].weight)).bfloat16()
        delta = F.linear(SwiGlu.apply(F.linear(y, into)), m["down_proj"].weight.bfloat16())
    _, hidden = AddNorm.apply(x, delta, model.norm.weight, eps)

    # Targets and weights in the order of the rows.
    s, w = layout.suffix_rows, layout.window_rows
    unseen = torch.full((n, s), IGNORE, dtype=torch.int64)
    causal, masked = batch.causal_targets.reshape(n, w), batch.masked_targets.reshape(n, w)
    targets = torch.cat((batch.document_targets.reshape(-1), torch.cat((unseen, causal, masked), dim=1).reshape(-1)))
    in_document = (batch.document_targets != IGNORE).float()
    in_causal = (causal != IGNORE).float()
    in_masked = batch.masked_weights.reshape(n, w) * (masked != IGNORE)

    def row_weights(context: float, causal_factor: float, masked_factor: float) -> torch.Tensor:
        own = torch.cat((torch.zeros(n, s), in_causal * causal_factor, in_masked * masked_factor), dim=1)
        return torch.cat(((in_document * context).reshape(-1), own.reshape(-1)))

    sums = [float(part.sum()) for part in (in_document, in_causal, in_masked)]
    weights = row_weights(*(weight / rows for weight, rows in zip(part_weights, sums)))
    chosen = torch.nonzero(targets != IGNORE).squeeze(1)
    total, losses = CrossEntropy.apply(hidden, model.embed_tokens.weight, chosen, targets[chosen], weights[chosen])
    names = ("context", "causal", "masked")
    parts = {}
    for index, name in enumerate(names):
        factors = [0.0, 0.0, 0.0]
        factors[index] = 1 / sums[index]
        parts[name] = (losses * row_weights(*factors)[chosen]).sum()
    return {**parts, "total": total}
