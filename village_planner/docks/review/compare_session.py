"""Two versions of a level read and set beside each other; nothing is computed here and nothing written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...core.drawing.comparing import Compared, LevelChange, level_change
from ...core.storage import in_place
from ...core.task import Task
from ...translation import say_in_chinese
from ..background import Background
from ..centre_session import rules_of
from ..desk import LEVELS, Desk
from ..jobs import Setting
from .versions import Version, read_versions, schemes_of

if TYPE_CHECKING:
    from ...core.partition.problem import Rules


@dataclass(frozen=True)
class Beside(Compared):
    """What the dock shows. titles: of both; change: of both levels"""

    titles: tuple[str, str]
    change: Mapping[str, LevelChange]


class CompareSession(QObject):
    """`changed` follows every comparison; `background` says when it works and why it failed."""

    changed = pyqtSignal()

    def __init__(self, desk: Desk, setting: Callable[[], Setting], parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._desk, self._setting = desk, setting
        self.background = Background(self)
        self.versions: list[Version] = []
        self.beside: Optional[Beside] = None

    def read(self) -> None:
        """Which versions there are; raises `PlannerError`."""
        with self._desk.database(read_only=True) as db:
            self.versions = read_versions(db)

    def version(self, key: str) -> Optional[Version]:
        return next((version for version in self.versions if version.key == key), None)

    def compare(self, first: str, second: str, level: str, either: bool = False) -> None:
        """Set two versions beside each other, in the background.

        either  the other level, where they differ in that one alone
        """
        chosen = (self.version(first), self.version(second))
        if chosen[0] is None or chosen[1] is None:
            return
        desk, rules = self._desk, {one: rules_of(self._setting(), one) for one in LEVELS}
        pair = (chosen[0], chosen[1])

        def work(task: Task) -> Beside:
            with desk.database(read_only=True) as db:
                return _beside(db, desk, pair, level, either, rules, task)

        self.background.start(work, self._show)

    def holds(self, first: str, second: str, level: str) -> bool:
        """Whether what is shown is still what these two versions say: the desk reads often; raises `PlannerError`."""
        beside, pair = self.beside, (self.version(first), self.version(second))
        if beside is None or pair[0] is None or pair[1] is None or self.background.busy():
            return False
        with self._desk.database(read_only=True) as db:
            schemes = [schemes_of(db, version)[level] for version in pair if version is not None]
        titles = (pair[0].title, pair[1].title)
        return (beside.level, beside.titles) == (level, titles) and [beside.first, beside.second] == schemes

    def _show(self, beside: Beside) -> None:
        self.beside = beside
        self.changed.emit()

    def clear(self) -> None:
        self.background.cancel()
        self.versions, self.beside = [], None
        self.changed.emit()

    def write(self, path: Path) -> None:
        """The comparison as a workbook; raises `StorageError`."""
        from datetime import date

        from ...core.tables.plan_comparison import comparison_report
        from ...excel.workbook import write_report

        assert self.beside is not None
        snapshot = self._desk.snapshot
        report = comparison_report(
            self.beside.found,
            self.beside.level,
            self.beside.titles,
            snapshot.county if snapshot else "",
            say_in_chinese(self.beside.found.summary()),
            date.today().isoformat(),
        )
        with in_place(path) as beside:
            write_report(report, beside)


def _beside(
    db: Any, desk: Desk, pair: tuple[Version, Version], level: str, either: bool, rules: Mapping[str, Rules], task: Task
) -> Beside:
    from ...database.comparing import compare_states
    from ...database.drawing_counters import Counters

    schemes = [schemes_of(db, version) for version in pair]
    task.report(0.2)
    plan_id = pair[0].plan_id
    layers = {one: db.units(plan_id, one) for one in LEVELS}
    change = {
        one: level_change(dict(zip(table["code"], table["population"].fillna(0.0))), *(side[one] for side in schemes))
        for one, table in layers.items()
    }
    if either and not change[level]:
        level = next((one for one in LEVELS if change[one]), level)
    neighbours = desk.neighbours(db, level, layers[level])
    states = (schemes[0], schemes[1])
    counters = Counters({level: layers[level]}, lambda: {level: neighbours}, rules)
    compared = compare_states(db, plan_id, states, level, counters, task.part(0.5, 1.0))
    return Beside(**vars(compared), titles=(pair[0].title, pair[1].title), change=change)
