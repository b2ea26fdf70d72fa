"""Import: convert a county's layers, write a database beside its place, and move it there when it is whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from ...core.messages import Message, message
from ...core.task import SILENT, Task
from .. import open_database
from ..create import create_database
from ..replace import beside, check_target, remove, replace
from .aliases import load_field_map
from .convert import County, convert
from .crs import crs_name
from .notes import Notes
from .source import Source

REFERENCE_PLAN = "原方案"


@dataclass(frozen=True)
class Imported:
    """What was written, and what there is to say of it."""

    villages: int
    townships: int
    parcels: int
    infos: tuple[Message, ...]
    warnings: tuple[Message, ...]


def import_county(
    sources: Sequence[Source],
    output: Path,
    field_map: Optional[Path] = None,
    target_crs: Optional[Any] = None,
    county_name: str = "",
    task: Task = SILENT,
) -> Imported:
    """Make the planning database `output` from a county's layers; an old file there stays on any failure.

    sources      layers with their roles; see `convert`
    field_map    a JSON file: role -> target -> field
    target_crs   of the database; None: the villages' if projected, else the right CGCS2000 zone
    county_name  printed on reports; empty: what the villages say
    Raises InputError (data), StorageError (file).
    """
    output = Path(output)
    check_target(output)
    notes = Notes()
    county = convert(sources, load_field_map(field_map), target_crs, notes, task.part(0.0, 0.6))
    notes.say(message("The database is kept in {crs}.", crs=crs_name(county.crs)))
    new = beside(output)
    remove(new)
    try:
        _write(new, output, county, sources, county_name, notes, task.part(0.6, 1.0))
        task.check()
        replace(new, output)
    finally:
        remove(new)
    return Imported(
        villages=len(county.layers["village"]),
        townships=len(county.layers["township"]),
        parcels=len(county.layers["parcel"]) if "parcel" in county.layers else 0,
        infos=tuple(notes.infos),
        warnings=tuple(notes.warnings),
    )


def _write(
    path: Path,
    output: Path,
    county: County,
    sources: Sequence[Source],
    county_name: str,
    notes: Notes,
    task: Task,
) -> None:
    """Write a whole database at `path`, which messages call `output`."""
    settings = {key: value for key, value in county.settings.items() if value}
    if county_name:
        settings["county_name"] = county_name
    create_database(path, county.crs, county.layers, county.tables, settings, output, task)
    with open_database(path) as database, database.transaction():
        if county.reference:
            plan = database.add_plan(REFERENCE_PLAN)
            for level, assigned in county.reference.items():
                database.save_assignment(plan.id, level, assigned)
        database.record(
            "",
            "import",
            None,
            {
                "layers": {source.role: source.name for source in sources},
                "rows": {name: len(frame) for name, frame in (*county.layers.items(), *county.tables.items())},
                "notes": [str(note) for note in (*notes.infos, *notes.warnings)],
            },
        )
