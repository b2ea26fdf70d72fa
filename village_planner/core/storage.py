"""Why a file could not be written, as a sentence with a cure."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Optional

from .errors import StorageError

PARTIAL = ".village_planner_partial"
NEARLY_FULL = 1 << 20  # bytes; writers fail some way before the last one


def cannot_write(output: Any, reason: str, file: Optional[Path] = None) -> StorageError:
    """StorageError disk_full where there is no room left for `file`, else cannot_write.

    output  what messages call it
    reason  what the writer said; of a full disk GDAL often tells only the SQL that failed
    file    to be given before what was written so far is removed
    """
    if "disk is full" in reason or (file is not None and shutil.disk_usage(file.parent).free < NEARLY_FULL):
        return StorageError(
            "disk_full", "The disk is full; {path} was not written. Free some space.", path=file or output
        )
    return StorageError(
        "cannot_write",
        "Output {layer} could not be written ({reason}). Check free disk space and write permission.",
        layer=output,
        reason=reason,
    )


@contextmanager
def in_place(path: Path) -> Iterator[Path]:
    """A place beside `path` to write to; what was written takes the place at the end, or is cleared after a failure.

    Raises `StorageError` file_open.
    """
    beside = path.with_name(path.name + PARTIAL)
    try:
        yield beside
        os.replace(beside, path)
    except OSError as error:
        raise StorageError(
            "file_open",
            "{file} cannot be written ({reason}). If it is open in another program, close it there, then write again.",
            file=str(path),
            reason=error.strerror or str(error),
        ) from None
    finally:
        beside.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a UTF-8 file beside its place, then let it take the place; StorageError where that fails."""
    beside = path.with_name(path.name + ".part")
    try:
        beside.write_text(text, encoding="utf-8")
        os.replace(beside, path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise cannot_write(path.name, str(error.strerror or error)) from None
