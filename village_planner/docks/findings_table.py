"""The table of findings: those that the filters leave, each with its state in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from qgis.PyQt.QtCore import QObject, Qt
from qgis.PyQt.QtGui import QColor

from ..core.review.findings import Entry
from ..translation import tr
from .item_table import ItemTable

SEVERITY, RULE, LAYER, UNIT, MESSAGE, STATE = range(6)
COLOURS = {"error": "#8a1f17", "warning": "#6b4a05"}


def severity_word(severity: str) -> str:
    return {"error": tr("error"), "warning": tr("warning")}.get(severity, severity)


class FindingsTable(ItemTable):
    """Rows are entries; titles and layers: what rules and layers are called."""

    def __init__(self, titles: Mapping[str, str], layers: Mapping[str, str], parent: Optional[QObject] = None) -> None:
        headings = {
            SEVERITY: tr("Severity"),
            RULE: tr("Rule"),
            LAYER: tr("Layer"),
            UNIT: tr("Unit"),
            MESSAGE: tr("What is wrong, and what to do"),
            STATE: tr("State"),
        }
        super().__init__(headings, parent)
        self._titles, self._layers = titles, layers

    def tip(self, item: Entry, column: int) -> Optional[str]:
        return self.text(item, column) if column in (MESSAGE, STATE) else None

    def look(self, item: Entry, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.ForegroundRole and column == SEVERITY and item.severity in COLOURS:
            return QColor(COLOURS[item.severity])
        return None

    def text(self, item: Entry, column: int) -> str:
        if column == SEVERITY:
            return severity_word(item.severity)
        if column == RULE:
            return self._titles.get(item.rule, item.rule)
        if column == LAYER:
            return self._layers.get(item.layer, item.layer)
        if column == UNIT:
            return item.unit_code
        if column == MESSAGE:
            return item.message
        if item.reason is None:
            return tr("open")
        return tr("accepted by {who}: {reason}", who=item.who, reason=item.reason)
