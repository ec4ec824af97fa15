"""Data parallelism over processes that share parameters and optimiser state: two barriers a step.

On a CPU this beats threads inside the operators by far as soon as anything else runs on the machine: a thread that
loses its core stalls every operator, a process that does stalls one step. Every process computes the gradient of a
batch of its own; then each sums all gradients of its share of the parameters and updates those.
"""

from __future__ import annotations

from typing import Callable

import torch
import torch.multiprocessing as multiprocessing

from batches import Batch
from model import InfillModel
from optimiser import Optimiser

Loss = Callable[[InfillModel, Batch], dict[str, torch.Tensor]]


def shares(sizes: list[tuple[int, ...]], count: int) -> list[set[int]]:
    """Indexes of parameters for each of `count` processes, about equal in the cost of an update."""
    costs = [rows * columns[0] * min(rows, columns[0]) if columns else rows for rows, *columns in sizes]
    result: list[set[int]] = [set() for _ in range(count)]
    load = [0] * count
    for index in sorted(range(len(costs)), key=lambda i: -costs[i]):
        least = load.index(min(load))
        result[least].add(index)
        load[least] += costs[index]
    return result


class ParallelSteps:
    """`processes` - 1 further processes beside the caller's; one of them all is `rank` 0, the caller."""

    def __init__(self, model: InfillModel, optimiser: Optimiser, loss: Loss, draw: Callable[[int], Callable[[], Batch]],
                 processes: int):  # fmt: skip
        self.model, self.optimiser, self.loss = model, optimiser, loss
        self.parameters = list(model.parameters())
        self.shares = shares([tuple(p.shape) for p in self.parameters], processes)
        self.processes = processes
        if processes == 1:
            return
        context = multiprocessing.get_context("fork")
        model.share_memory()
        optimiser.share_memory()
        self.gradients = [[torch.zeros_like(p).share_memory_() for p in self.parameters] for _ in range(processes)]
        self.scale = context.Value("d", 0.0)
        self.barrier = context.Barrier(processes)
        for rank in range(1, processes):
            context.Process(target=self._work, args=(rank, draw), daemon=True).start()

    def step(self, batch: Batch, scale: float) -> dict[str, torch.Tensor]:
        """One update from this batch and those of the other processes; the loss parts of this one."""
        if self.processes > 1:
            self.scale.value = scale
            self.barrier.wait()
        parts = self.loss(self.model, batch)
        parts["total"].backward()
        self._update(0, scale)
        return {name: value.detach() for name, value in parts.items()}

    def _work(self, rank: int, draw: Callable[[int], Callable[[], Batch]]) -> None:
        torch.set_num_threads(1)
        source = draw(rank)
        while True:
            batch = source()
            self.barrier.wait()
            self.loss(self.model, batch)["total"].backward()
            self._update(rank, self.scale.value)

    def _update(self, rank: int, scale: float) -> None:
        if self.processes > 1:
            for target, parameter in zip(self.gradients[rank], self.parameters):
                target.copy_(parameter.grad)
            self.barrier.wait()
            for index, parameter in enumerate(self.parameters):
                if index in self.shares[rank]:
                    total = self.gradients[0][index].clone()
                    for other in self.gradients[1:]:
                        total.add_(other[index])
                    parameter.grad = total.div_(self.processes)
                else:
                    parameter.grad = None
        self.optimiser.step(scale)
        if self.processes > 1:
            self.barrier.wait()
