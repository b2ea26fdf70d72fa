"""Text that a spreadsheet would take for a formula, and would run; and signs that no file can hold."""

from __future__ import annotations

import re

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

RUNS = ("=", "+", "-", "@", "\t", "\r")  # first characters that make some spreadsheet take text for a formula


def would_run(text: str) -> bool:
    return text.startswith(RUNS)


def quoted(text: str) -> str:
    """Text for a text table, where no format keeps a formula from running: behind the sign that spreadsheets use.

    Without what no file can hold, so that nothing taken out later brings a formula to the front.
    """
    text = writable(text)
    return f"'{text}" if len(text) > 1 and would_run(text) else text


def writable(text: str) -> str:
    """Text without control characters and halves of characters, which XML and UTF-8 do not know."""
    return _UNWRITABLE.sub("", text)
