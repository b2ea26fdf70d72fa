"""Rows into the file that a sink has just made, in slices through pyogrio: what the sink would write, only faster.

The sink makes the empty layer, so names, types, lengths and reference system are QGIS's own. One thing is better: a
missing geometry stays missing, where the sink would put an empty one.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Optional

import numpy as np
from numpy.typing import NDArray
from qgis.core import QgsWkbTypes

from .core.storage import cannot_write
from .core.task import Task
from .layer_files import promoted
from .layers import attribute_columns, crs_text, field_kind, qgis_crs, wkb_type_of

if TYPE_CHECKING:
    import pandas as pd

# What a slice between two looks at the cancel button may hold.
SLICE_ROWS = 5_000
SLICE_BYTES = 16 << 20
INDEX_ROWS = 20_000

BUSY = 10.0  # seconds to wait for another program that is just writing the file

# Rows cannot be added to a FlatGeobuf, and adding some to a GeoJSON reads all of it.
_SUFFIXES = (".gpkg", ".shp")


def can_append(frame: pd.DataFrame, path: Path) -> bool:
    """Whether `append_rows` writes this frame as a sink would."""
    import shapely

    if path.suffix.lower() not in _SUFFIXES:
        return False
    columns = attribute_columns(frame)
    if path.suffix.lower() == ".gpkg" and any(str(column).lower() == "fid" for column in columns):
        return False  # the sink takes it for the rows' numbers
    for column in columns:
        if field_kind(frame[column]) == "text" and not _is_text(frame[column]):
            return False
    shapes = _shapes(frame)
    if shapes is None:
        return path.suffix.lower() == ".gpkg"  # a shapefile without shapes is another file
    return not shapely.has_z(shapes).any()  # the sink's layer is flat


def append_rows(path: Path, frame: pd.DataFrame, name: str, task: Task, file: Optional[Path] = None) -> None:
    """Add the frame's rows to the only layer of the file; see `can_append`.

    name, file  what messages call the output, and the file it becomes; a write that fails is a `StorageError`
    """
    import pyogrio
    import shapely

    fields = pyogrio.read_info(path)["fields"]
    columns = attribute_columns(frame)
    if len(fields) != len(columns):
        raise cannot_write(name, f"{len(fields)}/{len(columns)}", file)
    values, missing = zip(*(_values(frame[column]) for column in columns)) if columns else ((), ())
    shapes, multi = _shapes(frame), QgsWkbTypes.isMultiType(wkb_type_of(frame))
    crs = crs_text(qgis_crs(frame)) or None
    sizes = 0 if shapes is None else 16 * int(shapely.get_num_coordinates(shapes).sum())
    rows = max(1, int(min(SLICE_ROWS, SLICE_BYTES * len(frame) / max(sizes, 1))))
    try:
        with _without_triggers(path) as fill_index:
            for start in range(0, len(frame), rows):
                task.report(0.8 * start / len(frame))
                part = slice(start, start + rows)
                wkb = None if shapes is None else shapely.to_wkb(shapes[part])
                if wkb is not None and multi:
                    wkb = promoted(wkb)
                pyogrio.raw.write(
                    path,
                    geometry=wkb,
                    field_data=[column[part] for column in values],
                    fields=fields,
                    field_mask=[None if gaps is None else gaps[part] for gaps in missing],
                    geometry_type=None if wkb is None else "Unknown",  # the layer's own holds
                    crs=crs,  # likewise; without one pyogrio warns
                    encoding="UTF-8",
                    append=True,
                )
            if shapes is not None:
                fill_index(shapes, task.part(0.8, 1.0))
    except (RuntimeError, OSError, sqlite3.Error) as error:  # pyogrio's own errors are RuntimeErrors
        raise cannot_write(name, str(error), file) from None
    task.report(1.0)


@contextmanager
def _without_triggers(path: Path) -> Iterator[Callable[[NDArray, Task], None]]:
    """A GeoPackage whose spatial index is filled by the function given, not row by row by its triggers.

    The triggers take as long as all the rest. The function takes the shapes of all rows, which are numbered from 1.
    """
    triggers, trees = [], []
    if path.suffix.lower() == ".gpkg":
        with closing(sqlite3.connect(path)) as db:
            trees = db.execute(
                "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%USING rtree%'"
            ).fetchall()
            triggers = db.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'rtree\\_%' ESCAPE '\\'"
            ).fetchall()
            for trigger, _ in triggers:
                db.execute(f"DROP TRIGGER {_quoted(trigger)}")
            db.commit()

    def fill(shapes: NDArray, task: Task) -> None:
        import shapely

        with closing(sqlite3.connect(path)) as db:
            for (tree,) in trees:  # there is one at most
                for start in range(0, len(shapes), INDEX_ROWS):
                    task.report(start / len(shapes))
                    some = shapes[start : start + INDEX_ROWS]
                    here = np.flatnonzero(~(shapely.is_missing(some) | shapely.is_empty(some)))
                    boxes = shapely.bounds(some[here])[:, [0, 2, 1, 3]]
                    rows = zip((start + 1 + here).tolist(), *boxes.T.tolist())
                    db.executemany(f"INSERT INTO {_quoted(tree)} VALUES (?, ?, ?, ?, ?)", rows)
            for _, sql in triggers:
                db.execute(sql)
            db.commit()

    yield fill


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _shapes(frame: pd.DataFrame) -> Optional[NDArray]:
    geometry = getattr(frame, "_geometry_column_name", None)
    return np.array(frame[geometry], dtype=object) if geometry in frame.columns else None


def _is_text(column: pd.Series) -> bool:
    return all(isinstance(value, str) for value in column[column.notna()].tolist())


def _values(column: pd.Series) -> tuple[NDArray, Optional[NDArray]]:
    """A column as pyogrio writes it, and where it is NULL (None: nowhere, or the values say so themselves)."""
    kind = field_kind(column)
    missing: Any = column.isna().to_numpy()
    if kind == "number":
        return column.to_numpy(dtype=np.float64, na_value=np.nan), None
    if kind == "text":
        return np.array([None if m else v for v, m in zip(column.tolist(), missing)], dtype=object), None
    dtype: Any = bool if kind == "boolean" else np.int64
    if not missing.any():
        return column.to_numpy(dtype=dtype), None
    return column.to_numpy(dtype=dtype, na_value=dtype(0)), missing


def replace_content(new: Path, target: Path) -> None:
    """Put the whole content of one SQLite file in place of another's, in one transaction; `new` goes.

    So the target may stay open in QGIS (which a replaced file may not, on Windows); who reads it sees all or nothing of
    the change. `StorageError` where it fails; the target is then as before.
    """
    try:
        if target.exists():
            with closing(sqlite3.connect(new)) as source, closing(sqlite3.connect(target, timeout=BUSY)) as goal:
                source.backup(goal)
            new.unlink()
        else:
            os.replace(new, target)
    except (OSError, sqlite3.Error) as error:
        raise cannot_write(target.name, str(error), target) from None
