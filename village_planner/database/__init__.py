"""The planning database: one GeoPackage per county. Knows no QGIS.

with open_database(path) as database:
    units = database.units(database.plan("").id, "township")
"""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Optional

from ..core.task import SILENT, Task
from .connection import WAIT, connect
from .create import create_database
from .decisions import Decision, Decisions
from .edits import HistoryEntry
from .forms import Forms
from .holder import Holder, Holding
from .migrations import migrate, version_of
from .opinions import Opinions
from .plans import Plan
from .results import Result, UnitStability
from .rounds import Rounds
from .schema import VERSION
from .snapshots import SavedSnapshot
from .units import Units

if TYPE_CHECKING:
    from ..core.tables.county import CountyData

__all__ = [
    "Decision",
    "HistoryEntry",
    "Holder",
    "Plan",
    "PlanningDatabase",
    "Result",
    "SavedSnapshot",
    "UnitStability",
    "create_database",
    "open_database",
    "read_county",
]


class PlanningDatabase(Units, Decisions, Opinions, Rounds, Forms, Holding):
    """An open planning database; a context manager.

    See `Store`, `Schemes`, `Edits`, `Plans`, `Snapshots`, `Results`, `Values`, `Units`, `Decisions`, `Opinions`,
    `Catalogues`, `Rounds`, `Forms` and `Holding` for what it can do.
    """

    def __enter__(self) -> PlanningDatabase:
        return self

    def __exit__(
        self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.close()


def open_database(path: Any, read_only: bool = False, wait: float = WAIT) -> PlanningDatabase:
    """Open a planning database and bring it to this plugin's schema.

    wait  seconds to wait for another program's writing to end, each time
    Raises StorageError missing_file, not_a_database, newer_schema, older_schema, locked, read_only.
    """
    path = Path(path)
    connection = connect(path, read_only, wait)
    try:
        if read_only and version_of(connection, path) < VERSION and os.access(path, os.W_OK):
            open_database(path).close()  # brings it up to date
        migrate(connection, path, read_only)
    except BaseException:
        connection.close()
        raise
    return PlanningDatabase(connection, path, read_only)


def read_county(
    database: PlanningDatabase, plan: str = "", task: Task = SILENT, hierarchy: bool = True, measured: bool = True
) -> CountyData:
    """Everything that a report or an atlas page needs of one plan (number, name, or empty for the current one).

    hierarchy  False leaves the settlement hierarchy out (None), which takes travel over the county's roads to make
    measured   False leaves out what is measured for registers: projects, sector plans
    """
    from .county import read_county as read

    return read(database, plan, task, hierarchy, measured)
