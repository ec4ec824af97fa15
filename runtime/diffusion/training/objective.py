"""The training loss by part, and the held-out measurements."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from batches import DELETE, IGNORE, SPAN_NAMES, SPECIALS, Batch
from model import InfillModel

# Documents, causal copy, masked copy.
LOSS_WEIGHTS = (0.5, 0.75, 0.75)


def loss_parts(
    model: InfillModel, batch: Batch, part_weights: tuple[float, float, float] = LOSS_WEIGHTS
) -> dict[str, torch.Tensor]:
    """Mean cross-entropies in nats: documents, causal copy, masked copy (weighted by position); their weighted sum 'total'."""
    documents, causal, masked = model(batch.documents, batch.cursors)

    def entropy(hidden: torch.Tensor, targets: torch.Tensor, weights: torch.Tensor | None = None) -> torch.Tensor:
        chosen = targets.reshape(-1) != IGNORE
        logits = model.logits(hidden.reshape(-1, hidden.shape[-1])[chosen]).float()
        losses = F.cross_entropy(logits, targets.reshape(-1)[chosen], reduction="none")
        if weights is None:
            return losses.mean()
        w = weights.reshape(-1)[chosen]
        return (losses * w).sum() / w.sum()

    parts = {
        "context": entropy(documents, batch.document_targets),
        "causal": entropy(causal, batch.causal_targets),
        "masked": entropy(masked, batch.masked_targets, batch.masked_weights),
    }
    parts["total"] = sum(weight * part for weight, part in zip(part_weights, parts.values()))
    return parts


@torch.no_grad()
def exact_match(model: InfillModel, batch: Batch, mask_token: int, max_tokens: int = 16) -> dict[str, tuple[int, int]]:
    """(right, n) by span type when the window is filled from left to right; middles of more tokens are left out."""
    c = batch.cursors
    masked = c.masked.clone()
    masked[:, :, 1:] = mask_token
    b, k, w = masked.shape
    done = torch.zeros(b, k, dtype=torch.bool, device=masked.device)
    outputs: list[list[int]] = [[] for _ in range(b * k)]
    for slot in range(max_tokens + 1):
        c.masked = masked
        _, _, hidden = model(batch.documents, c)
        logits = model.logits(hidden[:, :, slot])
        logits[..., :SPECIALS] = logits[..., :SPECIALS].masked_fill(
            torch.arange(SPECIALS, device=logits.device) != DELETE, float("-inf")
        )
        token = logits.argmax(-1)
        done |= token == DELETE
        for i, (value, finished) in enumerate(zip(token.flatten().tolist(), done.flatten().tolist())):
            if not finished:
                outputs[i].append(value)
        if slot + 1 < w:
            masked[:, :, slot + 1] = torch.where(done, masked[:, :, slot + 1], token)
        if bool(done.all()):
            break
    result = {name: (0, 0) for name in SPAN_NAMES}
    for output, middle, kind in zip(outputs, batch.middles, batch.kinds.flatten()):
        if len(middle) <= max_tokens:
            right, n = result[SPAN_NAMES[kind]]
            result[SPAN_NAMES[kind]] = (right + (output == middle), n + 1)
    return result
