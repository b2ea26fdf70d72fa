"""The search box: finds a township or village by code or name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtCore import QStringListModel, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QCompleter, QWidget

from ..translation import tr
from .desk import UnitEntry

SHOWN = 12


def label(unit: UnitEntry) -> str:
    """How a unit reads in the list: name, township, code."""
    place = f"{unit.name} · {unit.township}" if unit.township else unit.name
    return f"{place}  {unit.code}"


def find(units: Sequence[UnitEntry], text: str) -> Optional[UnitEntry]:
    """The best match: the whole code or name, else the first that begins with the text, else that contains it."""
    text = text.strip()
    if not text:
        return None
    for fits in (
        lambda unit: text in (unit.code, unit.name, label(unit)),
        lambda unit: unit.code.startswith(text) or unit.name.startswith(text),
        lambda unit: text in label(unit),
    ):
        for unit in units:
            if fits(unit):
                return unit
    return None


class SearchBox(QgsFilterLineEdit):
    """Type a code or a name, press Enter or pick from the list; `found` carries the unit."""

    found = pyqtSignal(object)  # UnitEntry
    missed = pyqtSignal(str)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("villagePlannerSearch")
        self.setShowSearchIcon(True)
        self.setPlaceholderText(tr("Find a township or village by code or name"))
        self._units: Sequence[UnitEntry] = ()
        self._labels = QStringListModel(self)
        completer = QCompleter(self._labels, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(SHOWN)
        completer.activated[str].connect(self._go)
        self.setCompleter(completer)
        self.returnPressed.connect(lambda: self._go(self.text()))

    def set_units(self, units: Sequence[UnitEntry]) -> None:
        self._units = units
        self._labels.setStringList([label(unit) for unit in units])

    def _go(self, text: str) -> None:
        unit = find(self._units, text)
        if unit is not None:
            self.found.emit(unit)
        elif text.strip():
            self.missed.emit(text.strip())
