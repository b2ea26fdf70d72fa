"""Time one call: wall clock and processor."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Measured:
    """wall, cpu  s   value  what the call gave back"""

    wall: float
    cpu: float
    value: Any


def measure(call: Callable[[], Any]) -> Measured:
    wall, cpu = time.perf_counter(), time.process_time()
    value = call()
    return Measured(time.perf_counter() - wall, time.process_time() - cpu, value)


def show(label: str, measured: Measured, reference: float | None = None, note: str = "") -> None:
    ratio = f"{measured.wall / reference:7.2f}" if reference else " " * 7
    print(f"  {label:<58} {measured.wall:7.2f} s wall {measured.cpu:7.2f} s CPU {ratio}  {note}", flush=True)
