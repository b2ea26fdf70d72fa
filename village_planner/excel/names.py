"""Names of sheets, and text as a cell can hold it."""

from __future__ import annotations

import re

from ..core.formulas import writable
from ..core.tables.file_names import CONTROL

SHEET_LENGTH = 31

_NOT_IN_SHEETS = re.compile(r"[\\/:*?\[\]]")


def sheet_name(text: str) -> str:
    """A sheet's name: at most 31 characters, none that formulas and files give a meaning to."""
    name = _NOT_IN_SHEETS.sub("_", CONTROL.sub("", text))[:SHEET_LENGTH].strip(" '")
    return "_" + name if not name or name.lower() == "history" else name


def cell_text(text: str) -> str:
    """Text as a cell can hold it: without control characters, at most 32,767 characters."""
    return writable(text)[:32767]
