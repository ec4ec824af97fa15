"""Trains the embedded model: python3 train.py --corpus DIR --out DIR --minutes 90

The schedule follows elapsed time, so a run ends when its budget ends on any machine (with --steps: the steps done). It resumes from the newest
checkpoint in --out. The same program runs on a GPU (bf16, compiled) when PyTorch sees one; on a CPU it runs the fused
operators where there is a compiler.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Callable

import torch
import torch.multiprocessing as multiprocessing

from batches import MASK, Batch, Batches
from export import read_safetensors
from fused.forward import fused_loss_parts
from fused.library import available as fused_available
from model import InfillModel, ModelConfig
from objective import LOSS_WEIGHTS, exact_match, loss_parts
from optimiser import Optimiser
from workers import ParallelSteps

WARM_UP, DECAY = 0.01, 0.60


def scale(progress: float) -> float:
    """Learning-rate factor: short warm-up, constant, then linear to zero over the last 60 % of the budget."""
    return max(0.0, min(1.0, (progress + 1e-4) / WARM_UP, (1.0 - progress) / DECAY))


def prefetch(draw: Callable[[int], Callable[[], Batch]], loaders: int, depth: int = 4) -> Callable[[], Batch]:
    """What gives the next batch: drawn ahead by a thread, or by processes where one thread is too slow (a GPU)."""
    if not loaders:
        queue: Queue = Queue(maxsize=depth)

        def work() -> None:
            source = draw(0)
            while True:
                queue.put(source())

        Thread(target=work, daemon=True).start()
        return queue.get
    context = multiprocessing.get_context("fork")
    shared = context.Queue(maxsize=depth * loaders)

    def load(rank: int) -> None:
        torch.set_num_threads(1)
        source = draw(rank)
        while True:
            shared.put(source())

    for rank in range(loaders):
        context.Process(target=load, args=(rank,), daemon=True).start()
    return shared.get


def save(path: Path, **state) -> None:
    """Writes a checkpoint so that an interrupted write leaves the old one."""
    temporary = path.with_suffix(".tmp")
    torch.save(state, temporary)
    os.replace(temporary, path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--documents", type=int, default=8, help="a step and process")
    parser.add_argument("--cursors", type=int, default=5)
    parser.add_argument("--processes", type=int, default=1 if torch.cuda.is_available() else os.cpu_count())
    parser.add_argument("--loaders", type=int, default=max(1, (os.cpu_count() or 2) - 2) if torch.cuda.is_available() else 0,
                        help="processes that draw batches; 0: a thread")
    parser.add_argument("--matrix-lr", type=float, default=0.02)
    parser.add_argument("--other-lr", type=float, default=4e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--evaluate-minutes", type=float, default=5)
    parser.add_argument("--unfused", action="store_true", help="PyTorch's own operators on a CPU too")
    parser.add_argument("--start-from", type=Path, help="folder of export.py whose weights a new run begins with")
    parser.add_argument("--stop-after", type=float, default=float("inf"),
                        help="minutes after which to save and end, however long the budget; run again to go on")
    parser.add_argument("--steps", type=int, default=0, help="stop after so many steps; the schedule then follows steps, not time")
    parser.add_argument("--loss-weights", type=float, nargs=3, default=LOSS_WEIGHTS, metavar=("DOCUMENTS", "CAUSAL", "MASKED"))
    for field, value in vars(ModelConfig()).items():
        parser.add_argument(f"--{field.replace('_', '-')}", type=type(value), default=value)
    options = parser.parse_args()

    missing = [name for name in ("train.bin", "heldout.bin", "tokenizer.json") if not (options.corpus / name).exists()]
    if missing:
        parser.error(f"{options.corpus} lacks {', '.join(missing)}: run train_tokenizer.py and tokenize_corpus.py first")
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    config = ModelConfig(**{field: getattr(options, field) for field in vars(ModelConfig())})
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "config.json").write_text(json.dumps(config.to_json(), indent=2) + "\n")
    model = InfillModel(config).to(device)
    optimiser = Optimiser(model, options.matrix_lr, options.other_lr)
    checkpoint = options.out / "checkpoint.pt"
    step, elapsed, positions = 0, 0.0, 0
    if options.start_from and not checkpoint.exists():
        weights = {name.removeprefix("model."): torch.from_numpy(w) for name, w in read_safetensors(options.start_from).items()}
        model.load_state_dict(weights)
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        step, elapsed, positions = state["step"], state["elapsed"], state["positions"]
    fused = device.type == "cpu" and not options.unfused and fused_available()
    compiled = model
    if device.type == "cuda" and hasattr(torch, "compile"):
        torch._dynamo.config.suppress_errors = True  # what cannot be compiled runs as it is
        compiled = torch.compile(model)
        compiled.logits = model.logits

    def loss(_model: InfillModel, batch: Batch) -> dict[str, torch.Tensor]:
        if fused:
            return fused_loss_parts(model, batch, options.loss_weights)
        with torch.autocast(device.type, dtype=torch.bfloat16):
            return loss_parts(compiled, batch, options.loss_weights)

    # A resumed run draws other examples than the part before it.
    def draw(rank: int) -> Callable[[], Batch]:
        batches = Batches(options.corpus, "train", config, options.seed + 1000 * step + 17 * rank)
        return lambda: batches.draw(options.documents, options.cursors)

    parallel = ParallelSteps(model, optimiser, loss, draw, options.processes)
    next_batch = prefetch(draw, options.loaders)
    held_out = Batches(options.corpus, "heldout", config, 7).draw(32, 5)
    log = (options.out / "log.jsonl").open("a")

    def note(**entry) -> None:
        line = json.dumps({"step": step, "minutes": round(elapsed / 60, 2), "positions": positions, **entry})
        print(line, flush=True)
        log.write(line + "\n")
        log.flush()

    def evaluate(matching: bool) -> None:
        model.eval()
        entry: dict = {}
        with torch.no_grad():
            parts = loss(model, held_out.to(device))
            entry["heldout"] = {key: round(float(value), 4) for key, value in parts.items()}
            if matching:
                with torch.autocast(device.type, dtype=torch.bfloat16):
                    entry["exactMatch"] = {k: list(v) for k, v in exact_match(model, held_out.to(device), MASK).items()}
        model.train()
        note(**entry)

    note(parameters=sum(p.numel() for p in model.parameters()), device=str(device), options={k: str(v) for k, v in vars(options).items()})
    rows = config.max_prefix_tokens + options.cursors * (config.max_suffix_tokens + 1 + 2 * (config.window_tokens + 1))
    last = time.monotonic()
    budget = options.minutes * 60
    stop = time.monotonic() + options.stop_after * 60
    smooth: dict[str, float] = {}
    evaluated = saved = elapsed
    evaluations = 0
    while elapsed < budget and time.monotonic() < stop and (not options.steps or step < options.steps):
        progress = step / options.steps if options.steps else elapsed / budget
        parts = parallel.step(next_batch().to(device), scale(progress))
        step += 1
        positions += rows * options.documents * options.processes
        now = time.monotonic()
        elapsed, last = elapsed + now - last, now
        if step % 10 == 0 or step < 10:
            for key, value in parts.items():
                smooth[key] = 0.8 * smooth.get(key, float(value)) + 0.2 * float(value)
        if step % 50 == 0 or step < 5:
            note(loss={key: round(value, 4) for key, value in smooth.items()}, perSecond=round(positions / elapsed))
        if elapsed - evaluated > options.evaluate_minutes * 60:
            evaluations += 1
            evaluate(matching=evaluations % 4 == 0)
            evaluated = elapsed
        if elapsed - saved > 180:
            save(checkpoint, model=model.state_dict(), optimiser=optimiser.state_dict(), step=step, elapsed=elapsed, positions=positions)
            saved = elapsed
        last = time.monotonic() if elapsed in (evaluated, saved) else last
    save(checkpoint, model=model.state_dict(), optimiser=optimiser.state_dict(), step=step, elapsed=elapsed, positions=positions)
    evaluate(matching=True)


if __name__ == "__main__":
    main()
