"""The hand at the drawing table: the tools on the canvas, and the stroke that one of them has in hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Callable, Optional

from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...core.drawing import edit_kinds
from ...core.drawing.districts import create_district
from ...core.drawing.edits import Scheme, apply
from ...core.drawing.strokes import Stroke, drag, flood, refused_once, township_units
from ...core.errors import PlannerError
from ...translation import say, say_error, tr
from ..look import whole
from .bar import NEW_DISTRICT, NO_TARGET, WARN
from .marks import StrokePreview
from .session import Session
from .tools.canvas_tool import DrawingTool
from .tools.paint import BrushTool, ClickTool, RectangleTool, WayTool
from .tools.pick import PickTool
from .unit_layer import SPARE_COLOUR, UnitLayer

SELECT, PAINT, RECTANGLE, BOUNDARY, TOWNSHIP, FILL = "select", "paint", "rectangle", "boundary", "township", "fill"
KINDS = {  # tool -> what its strokes are called
    PAINT: edit_kinds.PAINT,
    RECTANGLE: edit_kinds.RECTANGLE,
    BOUNDARY: edit_kinds.PUSH_BOUNDARY,
    TOWNSHIP: edit_kinds.WHOLE_TOWNSHIPS,
    FILL: edit_kinds.FILL,
}


@dataclass(frozen=True)
class Aim:
    """What a stroke is for: the district it draws with and what it may take, as the bar says."""

    target: str = NO_TARGET
    only_unassigned: bool = False
    inside: bool = False  # only inside the township where the stroke begins
    guard: str = WARN


class Hand(QObject):
    """Owns the tools. A stroke is shown while it goes, and becomes one edit when it ends."""

    told = pyqtSignal(str, bool)
    drawn = pyqtSignal()  # a stroke has become an edit, all of it
    moved = pyqtSignal()  # the stroke in hand holds other units than before, or is over

    def __init__(
        self,
        canvas: QgsMapCanvas,
        units: Callable[[], Optional[UnitLayer]],
        session: Callable[[], Optional[Session]],
        aim: Callable[[], Aim],
        parent: Optional[QObject] = None,
    ) -> None:
        super().__init__(parent)
        self._canvas, self._units, self._session, self._aim = canvas, units, session, aim
        self.preview = StrokePreview(canvas)
        self.brush = BrushTool(canvas, units)
        self.pick = PickTool(canvas, units)
        self.tools: dict[str, DrawingTool] = {
            SELECT: self.pick,
            PAINT: self.brush,
            RECTANGLE: RectangleTool(canvas, units),
            BOUNDARY: WayTool(canvas, units),
            TOWNSHIP: WayTool(canvas, units),
            FILL: ClickTool(canvas, units),
        }
        for name, tool in self.tools.items():
            tool.began.connect(lambda unit, name=name: self._begin(name, unit))
            tool.touched.connect(self._touch)
            tool.ended.connect(self._end)
            tool.reverted.connect(self._revert)
        self._name = ""
        self._first = ""  # unit where the stroke began
        self._base = Scheme()
        self._stroke: Optional[Stroke] = None
        self._taken: set[str] = set()

    # ---- tools
    def current(self) -> str:
        """Name of the tool in use, "" for none of ours."""
        tool = self._canvas.mapTool()
        return next((name for name, own in self.tools.items() if own is tool), "")

    def take(self, name: str) -> None:
        """Take a tool into the hand, "" for none."""
        if name:
            self._canvas.setMapTool(self.tools[name])
        elif self.current():
            self._canvas.unsetMapTool(self.tools[self.current()])

    def abandon(self) -> bool:
        """Take the stroke in hand back; False where there is none."""
        tool = self.tools.get(self.current())
        if tool is None or not tool.drawing():
            return False
        tool.abandon()
        return True

    def remove(self) -> None:
        """Nothing of it stays on the canvas."""
        self.take("")
        for tool in self.tools.values():
            tool.remove()
        self.preview.remove()

    # ---- what a stroke would be
    def pushes(self) -> bool:
        """Whether the tool in hand pushes a boundary: what it does hangs on where the hand goes."""
        return self.current() == BOUNDARY

    def only_unassigned(self) -> bool:
        return self._aim().only_unassigned

    def goal(self, unit: str) -> tuple[Scheme, str, str]:
        """Of a stroke that begins at a unit: the scheme it draws on, its district, and the township it is kept to (""
        for none). A district yet to be made is in the scheme. Raises `PlannerError`."""
        session, aim = self._session(), self._aim()
        assert session is not None
        sheet, scheme, target = session.sheet, session.scheme, aim.target
        start = sheet.units.get(unit)
        if target == NEW_DISTRICT:
            made = create_district(sheet, scheme, parent="" if start is None else start.parent)
            scheme, target = apply(scheme, made), next(iter(made.districts))
        return scheme, target, start.township_code if aim.inside and start is not None else ""

    def reach(self, units: Iterable[str]) -> list[str]:
        """What the tool in hand takes where it touches units."""
        session, name = self._session(), self.current()
        assert session is not None
        if name == TOWNSHIP:
            return sorted({other for unit in units for other in township_units(session.sheet, unit)})
        if name == FILL:
            return sorted({other for unit in units for other in flood(session.sheet, session.scheme, unit)})
        return list(units)

    def _begun(self, name: str, unit: str) -> Stroke:
        session, aim = self._session(), self._aim()
        assert session is not None
        self._base, target, inside = self.goal(unit)
        if name == BOUNDARY:
            self._base = session.scheme
            return drag(session.sheet, self._base, unit, inside, aim.guard)
        return Stroke(session.sheet, self._base, target, aim.only_unassigned, inside, aim.guard)

    # ---- the stroke in hand
    def units_in_hand(self) -> dict[str, str]:
        """Unit -> district as the stroke in hand has them; empty where there is none."""
        if self._stroke is None:
            return {}
        return dict.fromkeys(self._taken, self._stroke.target)

    def scheme_in_hand(self) -> Optional[Scheme]:
        """What would be drawn if the hand let go now, None where there is no stroke."""
        return None if self._stroke is None else self._stroke.scheme()

    def _begin(self, name: str, unit: str) -> None:
        session = self._session()
        if session is None:
            self.tools[name].abandon()
            return
        self._name, self._first = name, unit
        try:
            self._stroke = self._begun(name, unit)
        except PlannerError as error:
            self.told.emit(say_error(error), True)
            self.tools[name].abandon()
            return
        self._taken = set()
        row = self._base.districts.get(self._stroke.target)
        self.preview.begin((row.colour or SPARE_COLOUR) if row is not None else "")

    def _touch(self, units: list[str], instead: bool) -> None:
        layer, stroke = self._units(), self._stroke
        if layer is None or stroke is None:
            return
        if instead:
            stroke = self._begun(self._name, self._first)
            self._stroke, self._taken = stroke, set()
        self._taken.update(stroke.add(self.reach(units)))
        self.preview.show(self._taken, layer)
        self._tell(stroke)
        self.moved.emit()

    def _tell(self, stroke: Stroke) -> None:
        session = self._session()
        assert session is not None
        people = sum(session.sheet.units[unit].population for unit in self._taken)
        text = tr(
            "{count} units, {people} people → {district}",
            count=whole(len(self._taken)),
            people=whole(people),
            district=stroke.target or tr("no district"),
        )
        self.told.emit(text, False)

    def _end(self) -> None:
        session, stroke = self._session(), self._stroke
        self._stroke = None
        if session is None or stroke is None:
            self.preview.clear()
            return
        edit = stroke.edit(KINDS[self._name])
        if self._base is not session.scheme:  # a district that was made for the stroke comes with it, in one step
            edit = session.joined(self._base, edit)
        done = session.commit(edit) if edit.units else False
        self.preview.clear()
        self.moved.emit()
        if stroke.refused:
            self.told.emit(self._refused(stroke, done), True)
        elif done:
            self.drawn.emit()
        elif not edit.units:
            self.told.emit(tr("Nothing to draw there: these units stay where they are."), False)

    def _refused(self, stroke: Stroke, done: bool) -> str:
        reason, count = refused_once(stroke.refused)[0]
        text = say(reason)
        if count > 1:
            text = tr("{reason} ({count} units)", reason=text, count=whole(count))
        return tr("Saved, but not all: {reason}", reason=text) if done else text

    def _revert(self) -> None:
        if self._stroke is not None:
            self.told.emit(tr("Stroke taken back."), False)
        self._stroke = None
        self.preview.clear()
        self.moved.emit()
