"""The order of codes as people read them."""

from __future__ import annotations


def natural(code: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key under which "2" comes before "10", and "3-02" before "3-10"."""
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in code.split("-"))
