"""Time one call: wall clock and processor."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Measured:
    """wall, cpu  s, of all cores and of processes that were started and ended   value  what the call gave back"""

    wall: float
    cpu: float
    value: Any


def measure(call: Callable[[], Any]) -> Measured:
    wall, cpu = time.perf_counter(), _processor()
    value = call()
    return Measured(time.perf_counter() - wall, _processor() - cpu, value)


def _processor() -> float:
    return sum(os.times()[:4])


def show(label: str, measured: Measured, reference: float | None = None, note: str = "") -> None:
    ratio = f"{measured.wall / reference:7.2f}" if reference else " " * 7
    print(f"  {label:<58} {measured.wall:7.2f} s wall {measured.cpu:7.2f} s CPU {ratio}  {note}", flush=True)
