"""A bare append and fsync on the disk of the data folder: what a commit cannot be faster than, one after the other."""

import os
import time
from pathlib import Path

from bench.figures import Run

A_PAGE = 8192
"""Bytes; PostgreSQL writes its log in blocks of so many."""


def fsync(folder: Path, *, seconds: float) -> Run:
    """Append 8 KB and fsync, again and again."""
    path, latencies = folder / "fsync.bench", []
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        block, begin = os.urandom(A_PAGE), time.perf_counter()
        while (before := time.perf_counter()) < begin + seconds:
            os.write(descriptor, block)
            os.fsync(descriptor)
            latencies.append(time.perf_counter() - before)
        return Run(len(latencies), time.perf_counter() - begin, latencies)
    finally:
        os.close(descriptor)
        path.unlink()
