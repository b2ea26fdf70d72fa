"""The tables of a comparison: units that lie elsewhere, matched districts, the whole."""

from __future__ import annotations

from typing import Any, Optional

from qgis.PyQt.QtCore import QObject, Qt

from ...core.drawing.comparing import MatchedDistricts, MovedUnit, Total
from ...core.drawing.figures import DistrictFigures
from ...translation import tr
from ..item_table import ItemTable
from ..look import difference, signed, square_km, whole

RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
CENTRE = int(Qt.AlignmentFlag.AlignCenter)
NONE = "–"


class MovedTable(ItemTable):
    """A row per unit that lies elsewhere."""

    NAME, TOWNSHIP, BEFORE, AFTER, INTO, PEOPLE, AREA = range(7)

    def __init__(self, parent: Optional[QObject] = None) -> None:
        headings = (
            tr("Unit"), tr("Township"), tr("In A"), tr("In B"), tr("B's is A's"), tr("People"), tr("Area, km²"),
        )  # fmt: skip
        super().__init__(dict(enumerate(headings)), parent)

    def text(self, item: MovedUnit, column: int) -> str:
        return (
            item.name,
            item.township,
            item.before or NONE,
            item.after or NONE,
            item.into or (tr("new") if item.after else NONE),
            whole(item.population),
            square_km(item.area_m2),
        )[column]

    def tip(self, item: MovedUnit, column: int) -> Optional[str]:
        if column == self.INTO:
            return tr("District of A that the unit's district of B corresponds to, by the people they share")
        return item.code if column == self.NAME else None

    def look(self, item: MovedUnit, column: int, role: int) -> Any:
        if role != Qt.ItemDataRole.TextAlignmentRole or column < self.BEFORE:
            return None
        return RIGHT if column >= self.PEOPLE else CENTRE


class DistrictPairs(ItemTable):
    """A row per district of either state, figures beside each other, differences signed."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        first, second, change = tr("A"), tr("B"), tr("B − A")
        headings = [first, second]
        for figure in (tr("Units"), tr("People"), tr("Area, km²")):
            headings += [f"{figure}\n{first}", f"\n{second}", f"\n{change}"]
        headings += [f"{tr('Deviation, %')}\n{first}", f"\n{second}", tr("Leave"), tr("Join")]
        super().__init__(dict(enumerate(headings)), parent)

    def text(self, item: MatchedDistricts, column: int) -> str:
        first, second = item.first, item.second
        if column < 2:
            district = (first, second)[column]
            return district.code if district else NONE
        if column < 11:
            return _triple((column - 2) // 3, (column - 2) % 3, first, second)
        if column < 13:
            district = (first, second)[column - 11]
            return NONE if district is None or district.deviation is None else signed(district.deviation)
        return whole((item.left, item.joined)[column - 13])

    def look(self, item: MatchedDistricts, column: int, role: int) -> Any:
        if role != Qt.ItemDataRole.TextAlignmentRole:
            return None
        return CENTRE if column < 2 else RIGHT


def _triple(figure: int, place: int, first: Optional[DistrictFigures], second: Optional[DistrictFigures]) -> str:
    """figure 0 units, 1 people, 2 area; place 0 A, 1 B, 2 the difference"""
    values = [
        0.0 if side is None else float((side.units, side.population, side.area_m2)[figure]) for side in (first, second)
    ]
    if place == 2:
        change = values[1] - values[0]
        return difference(change / 1e6, 2) if figure == 2 else difference(change)
    if (first, second)[place] is None:
        return NONE
    return square_km(values[place]) if figure == 2 else whole(values[place])


class TotalsTable(ItemTable):
    """A row per figure of the whole."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(dict(enumerate((tr("Figure"), tr("A"), tr("B"), tr("B − A")))), parent)

    def text(self, item: Total, column: int) -> str:
        if column == 0:
            return total_word(item.key)
        if column == 3:
            return NONE if item.difference is None else difference(item.difference, item.decimals)
        value = (item.first, item.second)[column - 1]
        return NONE if value is None else f"{value:,.{item.decimals}f}"

    def look(self, item: Total, column: int, role: int) -> Any:
        return RIGHT if role == Qt.ItemDataRole.TextAlignmentRole and column else None


def total_word(key: str) -> str:
    return {
        "districts": tr("Districts"),
        "unassigned": tr("Units without a district"),
        "broken": tr("Broken districts"),
        "deviation": tr("Largest deviation of population, %"),
        "objective": tr("Objective (less is better)"),
        "similarity": tr("Similarity term (less is more alike)"),
        "compactness": tr("Compactness term (less is more compact), million people·m²"),
        "boundary": tr("Neighbouring pairs that are parted"),
        "centres": tr("Centres"),
    }[key]
