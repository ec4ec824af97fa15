"""Data parallelism over processes that share their parameters: one barrier a step.

On a CPU this beats threads inside the operators by far as soon as anything else runs on the machine: a thread that
loses its core stalls every operator, a process that does stalls one step.
"""

from __future__ import annotations

import torch
import torch.multiprocessing as multiprocessing

from batches import Batches
from model import InfillModel
from objective import loss_parts


class GradientWorkers:
    """`count` extra processes; each adds the gradient of its own batch to the caller's."""

    def __init__(self, model: InfillModel, make_batches, count: int, documents: int, cursors: int):
        self.model = model
        self.count = count
        if not count:
            return
        context = multiprocessing.get_context("fork")
        model.share_memory()
        self.gradients = [
            [torch.zeros_like(p).share_memory_() for p in model.parameters()] for _ in range(count)
        ]  # fmt: skip
        self.barrier = context.Barrier(count + 1)
        for rank in range(count):
            context.Process(
                target=self._work, args=(make_batches(rank + 1), rank, documents, cursors), daemon=True
            ).start()  # fmt: skip

    def _work(self, batches: Batches, rank: int, documents: int, cursors: int) -> None:
        torch.set_num_threads(1)
        while True:
            batch = batches.draw(documents, cursors)
            self.barrier.wait()
            self.model.zero_grad(set_to_none=True)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = loss_parts(self.model, batch)["total"]
            loss.backward()
            for target, parameter in zip(self.gradients[rank], self.model.parameters()):
                target.copy_(parameter.grad)
            self.barrier.wait()

    def begin(self) -> None:
        """Lets the others compute their gradients at the current parameters."""
        if self.count:
            self.barrier.wait()

    def join(self) -> None:
        """Waits for them and leaves the mean gradient in the caller's parameters."""
        if not self.count:
            return
        self.barrier.wait()
        for index, parameter in enumerate(self.model.parameters()):
            for other in self.gradients:
                parameter.grad.add_(other[index])
            parameter.grad.div_(self.count + 1)
