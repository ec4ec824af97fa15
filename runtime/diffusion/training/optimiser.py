"""Muon for the matrices of the blocks, Adam for embedding and norms, one schedule for both.

Muon: Keller Jordan, "Muon: an optimizer for hidden layers in neural networks" (2024): momentum, then an approximate
orthogonalisation of the update by a quintic Newton-Schulz iteration.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn


def orthogonalise(g: Tensor, steps: int = 5) -> Tensor:
    """The nearest semi-orthogonal matrix to g, about; bf16, singular values end in roughly 0.7..1.2."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = g.bfloat16()
    transposed = x.shape[0] > x.shape[1]
    if transposed:
        x = x.T
    x = x / (x.norm() + 1e-7)
    for _ in range(steps):
        s = x @ x.T
        x = a * x + (b * s + c * (s @ s)) @ x
    return (x.T if transposed else x).to(g.dtype)


class Muon(torch.optim.Optimizer):
    """Nesterov momentum, orthogonalised; lr is the RMS change of a square matrix, scaled for tall ones."""

    def __init__(self, parameters, lr: float, momentum: float = 0.95):
        super().__init__(parameters, {"lr": lr, "momentum": momentum})
        for group in self.param_groups:
            for p in group["params"]:
                self.state[p]["momentum"] = torch.zeros_like(p)

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                buffer = self.state[p]["momentum"]
                buffer.lerp_(p.grad, 1 - group["momentum"])
                update = orthogonalise(p.grad.lerp(buffer, group["momentum"]))
                p.add_(update, alpha=-group["lr"] * max(1.0, p.shape[0] / p.shape[1]) ** 0.5)


class Adam(torch.optim.Adam):
    """Adam whose state exists from the start, so that processes can share it."""

    def __init__(self, parameters, lr: float):
        super().__init__(parameters, lr=lr, betas=(0.9, 0.95), eps=1e-10)
        for group in self.param_groups:
            for p in group["params"]:
                self.state[p] = {"step": torch.tensor(0.0), "exp_avg": torch.zeros_like(p), "exp_avg_sq": torch.zeros_like(p)}


class Optimiser:
    """Both optimisers behind one step; `scale` in 0..1 multiplies every learning rate."""

    def __init__(self, model: nn.Module, matrix_lr: float = 0.02, other_lr: float = 4e-3):
        matrices = [p for n, p in model.named_parameters() if p.dim() == 2 and "embed" not in n]
        others = [p for n, p in model.named_parameters() if p.dim() != 2 or "embed" in n]
        self.parts = [Muon(matrices, matrix_lr), Adam(others, other_lr)]
        self.base = [matrix_lr, other_lr]

    def step(self, scale: float) -> None:
        """One update of every parameter that has a gradient."""
        for part, lr in zip(self.parts, self.base):
            for group in part.param_groups:
                group["lr"] = lr * scale
            part.step()
            part.zero_grad(set_to_none=True)

    def share_memory(self) -> None:
        """Moves the state to memory that forked processes share; each then updates parameters of its own."""
        for part in self.parts:
            for state in part.state.values():
                for value in state.values():
                    value.share_memory_()

    def state_dict(self) -> list[dict]:
        """For a checkpoint."""
        return [part.state_dict() for part in self.parts]

    def load_state_dict(self, states: list[dict]) -> None:
        """From a checkpoint."""
        for part, state in zip(self.parts, states):
            part.load_state_dict(state)
