"""Base of the sessions that show what one plan has, until another county or plan is taken in hand."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QObject

from ..core.errors import InputError
from .desk import Desk, Place


class PlanSession(QObject):
    """`_loaded` is the place that is shown: whoever loads it sets it."""

    def __init__(self, desk: Desk, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._loaded = Place()

    @property
    def elsewhere(self) -> bool:
        """Whether another county or plan is in hand than the one shown."""
        return self._loaded != self._desk.place

    def require_here(self) -> None:
        """Before something is written: InputError another_place where another county or plan is in hand."""
        if self.elsewhere:
            raise InputError(
                "another_place",
                "What is listed belongs to another county or plan than the one in hand. Open the list again, then "
                "decide.",
            )
