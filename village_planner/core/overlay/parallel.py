"""Work on arrays in chunks, on both cores: GEOS, PROJ and most of numpy work without Python's lock."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event
from typing import TypeVar

from ..task import Task

WORKERS = 4  # at most
LOOK = 0.2  # s between two looks at the cancel button

T = TypeVar("T")
R = TypeVar("R")


def workers_for(chunks: int) -> int:
    return max(1, min(WORKERS, os.cpu_count() or 1, chunks))


def in_chunks(work: Callable[[T, Task], R], chunks: Sequence[T], task: Task) -> list[R]:
    """`work` of every chunk, in the chunks' order; reports, and stops all within a chunk's time of a cancel.

    work  called on several threads with a chunk and a task that only tells of cancelling
    """
    stopped = Event()
    inner = Task(is_cancelled=stopped.is_set)
    with ThreadPoolExecutor(workers_for(len(chunks))) as pool:
        task.report(0.0)
        jobs = [pool.submit(work, chunk, inner) for chunk in chunks]
        try:
            _watch(jobs, task)
        finally:
            stopped.set()
            for job in jobs:
                job.cancel()
    return [job.result() for job in jobs]


def _watch(jobs: Sequence[Future[R]], task: Task) -> None:
    """Wait for all; report and look for a cancel from this thread, the only one that may speak to the user."""
    waiting = set(jobs)
    while waiting:
        done, waiting = wait(waiting, LOOK)
        for job in done:
            job.result()  # raises what the job raised
        task.report(1 - len(waiting) / len(jobs))


def slices(count: int, size: int) -> list[slice]:
    """0..count in consecutive slices of `size`."""
    return [slice(start, min(start + size, count)) for start in range(0, count, size)]
