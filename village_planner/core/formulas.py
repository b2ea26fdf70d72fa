"""Text that a spreadsheet would take for a formula, and would run."""

from __future__ import annotations

RUNS = ("=", "+", "-", "@", "\t", "\r")  # first characters that make some spreadsheet take text for a formula


def would_run(text: str) -> bool:
    return text.startswith(RUNS)


def quoted(text: str) -> str:
    """Text for a text table, where no format keeps a formula from running: behind the sign that spreadsheets use."""
    return f"'{text}" if len(text) > 1 and would_run(text) else text
