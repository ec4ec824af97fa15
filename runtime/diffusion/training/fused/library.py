"""Compiles kernels.cpp once for this machine and calls it on tensors."""

from __future__ import annotations

import ctypes
import functools
import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import torch

SOURCE = Path(__file__).parent / "kernels.cpp"
FLAGS = ["-O3", "-march=native", "-mprefer-vector-width=512", "-ffast-math", "-std=c++20", "-shared", "-fPIC"]


def available() -> bool:
    """Whether there is a compiler; without one training runs on PyTorch's own operators, at less than half the speed."""
    return shutil.which("g++") is not None


@functools.cache
def library() -> ctypes.CDLL:
    """The compiled kernels; kept in the user's cache by the hash of source and processor."""
    cpu = Path("/proc/cpuinfo").read_text().split("\n\n")[0] if Path("/proc/cpuinfo").exists() else ""
    flags = next((line for line in cpu.splitlines() if line.startswith("flags")), "")
    key = hashlib.sha256(SOURCE.read_bytes() + flags.encode() + " ".join(FLAGS).encode()).hexdigest()[:16]
    folder = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "whetstone-training"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"kernels-{key}.so"
    if not target.exists():
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            built = Path(scratch) / "kernels.so"
            subprocess.run(["g++", *FLAGS, str(SOURCE), "-o", str(built)], check=True)
            os.replace(built, target)
    return ctypes.CDLL(str(target))


def call(name: str, *arguments: torch.Tensor | float | None) -> None:
    """Calls a kernel: tensors (contiguous, CPU) by address, None as null, int as int64, float as float."""
    values: list[ctypes._SimpleCData] = []
    for argument in arguments:
        if argument is None:
            values.append(ctypes.c_void_p(None))
        elif isinstance(argument, torch.Tensor):
            assert argument.is_contiguous() and argument.device.type == "cpu", name
            values.append(ctypes.c_void_p(argument.data_ptr()))
        elif isinstance(argument, float):
            values.append(ctypes.c_float(argument))
        else:
            values.append(ctypes.c_int64(argument))
    getattr(library(), name)(*values)
