"""Names that every system takes: files, sheets, and text that a spreadsheet must not run."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from ..core.formulas import writable

FILE_LENGTH = 60  # characters; a Chinese one is three bytes, and names end at 255 bytes
SHEET_LENGTH = 31
RESERVED = {"con", "prn", "aux", "nul", *(f"com{i}" for i in range(10)), *(f"lpt{i}" for i in range(10))}

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
_NOT_IN_FILES = re.compile(r'[\\/:*?"<>|]')
_NOT_IN_SHEETS = re.compile(r"[\\/:*?\[\]]")


def file_stem(text: str) -> str:
    """A file name without its ending, for Windows and others."""
    stem = _NOT_IN_FILES.sub("_", _CONTROL.sub("", text))
    stem = stem[:FILE_LENGTH].strip(" .")
    if not stem or stem.split(".")[0].lower() in RESERVED:
        stem = "_" + stem
    return stem


def sheet_name(text: str) -> str:
    """A sheet's name: at most 31 characters, none that formulas and files give a meaning to."""
    name = _NOT_IN_SHEETS.sub("_", _CONTROL.sub("", text))[:SHEET_LENGTH].strip(" '")
    return "_" + name if not name or name.lower() == "history" else name


def unique(names: Iterable[str], length: int) -> list[str]:
    """The names in their order, later ones numbered where two are the same but for case."""
    taken: set[str] = set()
    result = []
    for name in names:
        candidate, number = name, 1
        while unicodedata.normalize("NFKC", candidate).casefold() in taken:
            number += 1
            tail = f"_{number}"
            candidate = name[: length - len(tail)] + tail
        taken.add(unicodedata.normalize("NFKC", candidate).casefold())
        result.append(candidate)
    return result


def cell_text(text: str) -> str:
    """Text as a cell can hold it: without control characters, at most 32,767 characters."""
    return writable(text)[:32767]
