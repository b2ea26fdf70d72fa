"""Names of files that every system takes, each only once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

FILE_LENGTH = 60  # characters; a Chinese one is three bytes, and names end at 255 bytes
RESERVED = {"con", "prn", "aux", "nul", *(f"com{i}" for i in range(10)), *(f"lpt{i}" for i in range(10))}

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
_NOT_IN_FILES = re.compile(r'[\\/:*?"<>|]')


def file_stem(text: str) -> str:
    """A file name without its ending, for Windows and others."""
    stem = _NOT_IN_FILES.sub("_", CONTROL.sub("", text))
    stem = stem[:FILE_LENGTH].strip(" .")
    if not stem or stem.split(".")[0].lower() in RESERVED:
        stem = "_" + stem
    return stem


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


def file_stems(names: list[tuple[str, str]]) -> list[str]:
    """File names for (code, name): readable, allowed everywhere, each only once."""
    return unique([file_stem(f"{code}_{name}" if code and code != name else name) for code, name in names], FILE_LENGTH)
