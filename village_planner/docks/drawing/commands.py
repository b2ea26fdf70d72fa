"""What is done to whole districts and to what is selected at the drawing table: moved, made, named, split, locked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Optional

from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QMenu, QWidget

from ...core.drawing.contiguity import not_mended, restore_contiguity
from ...core.drawing.districts import (
    NOTHING,
    create_district,
    dissolve_district,
    recolour_districts,
    rename_district,
    split_district,
)
from ...core.drawing.edits import apply
from ...core.drawing.strokes import assign, swap
from ...translation import say, tr
from .bar import NEW_DISTRICT, DrawingBar
from .district_dialog import DistrictDialog
from .session import Session
from .unit_layer import UnitLayer


class DistrictCommands(QObject):
    """Each is one step of undo, or says why it cannot be."""

    told = pyqtSignal(str, bool)
    moved = pyqtSignal()  # units have changed their district by one of these
    target_asked = pyqtSignal(str)  # draw with the district of this unit

    def __init__(
        self,
        bar: DrawingBar,
        session: Callable[[], Optional[Session]],
        units: Callable[[], Optional[UnitLayer]],
        hovered: Callable[[], str],
        parent: QWidget,
    ) -> None:
        """hovered: the unit under the pointer, "" for none"""
        super().__init__(parent)
        self._bar, self._session, self._units, self._hovered, self._widget = bar, session, units, hovered, parent

    def by_name(self) -> dict[str, Callable[[], Any]]:
        """The commands that the bar and the keys ask for."""
        return {
            "undo": lambda: self._step("undo"),
            "redo": lambda: self._step("redo"),
            "move": lambda: self.move_selected(self._bar.current_target()),
            "lock": self.lock_target,
            "lockAll": lambda: self.lock_all(True),
            "unlockAll": lambda: self.lock_all(False),
            "create": self.create,
            "rename": self.rename,
            "split": self.split,
            "dissolve": self.dissolve,
            "empty": lambda: self.dissolve(NOTHING),
            "swapUnits": self.swap_units,
            "contiguity": self.restore_contiguity,
            "recolour": self.recolour,
        }

    def _step(self, name: str) -> None:
        session = self._session()
        if session is not None:
            getattr(session, name)()

    # ---- what is selected
    def move_selected(self, district: str) -> bool:
        """Move the selected units; what is refused or breaks is said at once."""
        session, units = self._session(), self._units()
        if session is None or units is None:
            return False
        selected = units.selected()
        if not selected:
            self.told.emit(tr("Select units on the map first."), True)
            return False
        guard = self._bar.guard

        def moved() -> Any:
            if district != NEW_DISTRICT:
                return assign(session.sheet, session.scheme, selected, district, guard=guard)
            made = create_district(session.sheet, session.scheme, parent=session.sheet.units[selected[0]].parent)
            scheme, code = apply(session.scheme, made), next(iter(made.districts))
            return session.joined(scheme, assign(session.sheet, scheme, selected, code, guard=guard))

        if not session.make(moved):
            return False
        units.select([])
        self.moved.emit()
        return True

    def move_by_number(self, number: int) -> bool:
        """Keys 1–9: the district of that number, at village level inside the units' own township district."""
        session, layer = self._session(), self._units()
        if session is None or layer is None:
            return False
        selected, units, hovered = layer.selected(), session.sheet.units, self._hovered()
        if selected:
            parent = units[selected[0]].parent
        elif hovered in units:
            parent = units[hovered].parent
        else:
            row = session.districts.get(self._bar.current_target())
            parent = row.parent if row is not None else ""
        code = f"{parent}-{number:02d}" if parent else str(number)
        if selected:
            return self.move_selected(code)
        if not self._bar.choose_target(code):
            self.told.emit(tr("There is no district {district} in this plan.", district=code), True)
            return False
        self.told.emit(tr("Drawing with district {district}.", district=code), False)
        return True

    def menu(self) -> Optional[QMenu]:
        """What can be done with the selected units, for the right button; None where none is."""
        session, units = self._session(), self._units()
        selected = units.selected() if units is not None else []
        if session is None or not selected:
            return None
        why = session.refusal()
        menu = QMenu(self._widget)
        menu.setObjectName("districtMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Draw with this district"), lambda: self.target_asked.emit(selected[0]))
        menu.addSection(tr("Move {count} units to", count=len(selected)))
        parents = {session.sheet.units[code].parent for code in selected}
        near = {
            session.assignment.get(other, "") for code in selected for other in session.sheet.neighbours.get(code, ())
        }
        # Districts next to the units first: that is where they mostly go.
        fitting = [d for d in session.districts.values() if not d.parent or parents == {d.parent}]
        for district in sorted(fitting, key=lambda d: d.code not in near):
            entry = menu.addAction(f"{district.code}  {district.name}".strip())
            entry.setEnabled(not district.locked and not why)
            entry.triggered.connect(lambda _=False, code=district.code: self.move_selected(code))
        menu.addSeparator()
        for text, code in ((tr("New district"), NEW_DISTRICT), (tr("No district"), "")):
            entry = menu.addAction(text, lambda code=code: self.move_selected(code))
            entry.setEnabled(not why)
        return menu

    def swap_units(self) -> None:
        """The two selected units exchange their districts."""
        session, units = self._session(), self._units()
        if session is not None and units is not None and len(units.selected()) == 2:
            first, second = units.selected()
            if session.make(lambda: swap(session.sheet, session.scheme, first, second, self._bar.guard)):
                self.moved.emit()

    # ---- districts
    def _district_in_hand(self) -> str:
        """The district to draw with, or "" after saying that one has to be chosen."""
        session, code = self._session(), self._bar.current_target()
        if session is None or code not in session.districts:
            self.told.emit(tr("Choose a district in the table first."), True)
            return ""
        return code

    def create(self) -> None:
        """A new district, still empty; it is drawn with from now on."""
        session, units = self._session(), self._units()
        if session is None or units is None:
            return
        row = session.districts.get(self._bar.current_target())
        near = [*units.selected(), self._hovered()]
        parents = [session.sheet.units[code].parent for code in near if code in session.sheet.units]
        parents += [row.parent] if row is not None else sorted({unit.parent for unit in session.sheet.units.values()})
        before = set(session.districts)
        if session.make(lambda: create_district(session.sheet, session.scheme, parent=(parents or [""])[0])):
            self._bar.choose_target(next(iter(set(session.districts) - before)))

    def rename(self) -> None:
        """Name, function and colour of the district in hand."""
        session, code = self._session(), self._district_in_hand()
        if session is None or not code:
            return
        if session.refusal():  # before anything is typed
            self.told.emit(session.refusal(), True)
            return
        dialog = DistrictDialog(session.districts[code], self._widget)
        done, row = dialog.exec_(), dialog.row
        session = self._session()  # the table may have been read again while the dialog was open
        if done and session is not None:
            scheme = session.scheme
            session.make(lambda: rename_district(scheme, code, row.name, row.function, row.colour))
        dialog.deleteLater()

    def split(self) -> None:
        """Divide the district in hand: its selected units become a new one; none selected: in two halves."""
        session, units, code = self._session(), self._units(), self._district_in_hand()
        if session is None or units is None or not code:
            return
        selected = [unit for unit in units.selected() if session.assignment.get(unit) == code]
        if session.make(
            lambda: split_district(
                session.sheet, session.scheme, code, selected, costs=session.costs(), guard=self._bar.guard
            )
        ):
            units.select([])
            self.moved.emit()

    def dissolve(self, into: str = "neighbours") -> None:
        """Take the district in hand away."""
        session, code = self._session(), self._district_in_hand()
        if session is None or not code:
            return
        if session.make(
            lambda: dissolve_district(
                session.sheet, session.scheme, code, into, costs=session.costs(), guard=self._bar.guard
            )
        ):
            self.moved.emit()

    def lock_target(self) -> None:
        """Lock the district in hand, or unlock it."""
        session, code = self._session(), self._district_in_hand()
        if session is not None and code:
            session.lock([code], not session.districts[code].locked)

    def lock_all(self, locked: bool) -> None:
        session = self._session()
        if session is not None:
            session.lock(list(session.districts), locked)

    def recolour(self) -> None:
        """Colours for all districts that stand clear of their neighbours', in one step."""
        session = self._session()
        if session is not None:
            session.make(lambda: recolour_districts(session.sheet, session.scheme))

    def restore_contiguity(self) -> None:
        """Pieces that are cut off go to the neighbour that suits them best; what remains is said."""
        session = self._session()
        if session is None:
            return
        session.make(lambda: restore_contiguity(session.sheet, session.scheme, session.costs()))
        left = not_mended(session.sheet, session.scheme)
        if left:
            self.told.emit(say(left[0].text), True)
        elif not any(problem.kind == "broken" for problem in session.problems()):
            self.told.emit(tr("Every district is in one piece."), False)
