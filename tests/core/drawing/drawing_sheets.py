"""Sheets to draw on, and the simplest way to count what is drawn: the oracle of the drawing tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Optional

from village_planner.core.drawing.edits import DistrictRow, Scheme
from village_planner.core.drawing.sheet import Sheet, Unit


def grid(columns: int, rows: int, parents: bool = False, without: Iterable[tuple[int, int]] = ()) -> Sheet:
    """Villages on a grid; neighbours share an edge. With `parents` the left half is in township district 1.

    A township is a block of 2 x 2 cells. `without` are cells of no village: holes, or what makes islands.
    """
    places = {(x, y) for x in range(columns) for y in range(rows)} - set(without)
    units, neighbours = {}, {}
    for x, y in sorted(places):
        code = f"{x}-{y}"
        parent = ("1" if x < columns / 2 else "2") if parents else ""
        township = f"t{x // 2}-{y // 2}" if parents else "t"
        units[code] = Unit(code, f"{x}{y}村", 100 + x, 1e6, township, "镇", parent)
        beside = [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)]
        neighbours[code] = frozenset(f"{a}-{b}" for a, b in beside if (a, b) in places)
    return Sheet(units, neighbours)


def frame_of(sheet: Sheet) -> Any:
    """The units of a grid as `database.units` gives villages, with a figure `A1` in which they differ."""
    import geopandas as gpd
    import shapely

    rows = []
    for number, unit in enumerate(sheet.units.values()):
        x, y = (int(part) for part in unit.code.split("-"))
        corner = (35500000 + 1000 * x, 3400000 + 1000 * y)
        shape = shapely.box(*corner, corner[0] + 1000, corner[1] + 1000)
        figure = float((7 * number) % 11)
        township, parent = unit.township_code, unit.parent
        rows.append((unit.code, unit.name, township, unit.population, unit.area_m2, figure, parent, shape))
    columns = ["code", "name", "township_code", "population", "area_m2", "A1", "parent_district", "geometry"]
    return gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs="EPSG:4523")


def districts(*codes: str, parent: bool = False, locked: Iterable[str] = ()) -> dict[str, DistrictRow]:
    return {
        code: DistrictRow(code, parent=code.split("-")[0] if parent else "", locked=code in locked) for code in codes
    }


def scheme(assignment: Mapping[str, str], *codes: str, parent: bool = False, locked: Iterable[str] = ()) -> Scheme:
    known = codes or tuple(dict.fromkeys(assignment.values()))
    return Scheme(dict(assignment), districts(*known, parent=parent, locked=locked))


def columns_drawn(sheet: Sheet, width: int, parent: bool = False) -> dict[str, str]:
    """Every unit in a district of `width` columns of the grid."""
    number = {code: 1 + int(code.split("-")[0]) // width for code in sheet.units}
    if not parent:
        return {code: str(n) for code, n in number.items()}
    first = {p: min(number[c] for c in number if sheet.units[c].parent == p) for p in ("1", "2")}
    return {c: f"{sheet.units[c].parent}-{1 + n - first[sheet.units[c].parent]:02d}" for c, n in number.items()}


def connected(units: Iterable[str], neighbours: Mapping[str, Iterable[str]]) -> list[set[str]]:
    """Connected parts, by joining two parts for every pair of neighbours."""
    part = {unit: {unit} for unit in units}
    for unit in list(part):
        for other in neighbours[unit]:
            if other in part and part[other] is not part[unit]:
                joined = part[unit] | part[other]
                for member in joined:
                    part[member] = joined
    return [set(found) for found in {frozenset(members) for members in part.values()}]


def recount(sheet: Sheet, assignment: Mapping[str, str], codes: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Figures of each district by plain loops."""
    found: dict[str, dict[str, Any]] = {}
    for code in codes:
        inside = [unit for unit in sheet.units if assignment.get(unit) == code]
        parts = connected(inside, sheet.neighbours)
        largest = max((len(part) for part in parts), default=0)
        found[code] = {
            "units": len(inside),
            "population": sum(sheet.units[unit].population for unit in inside),
            "area": sum(sheet.units[unit].area_m2 for unit in inside),
            "pieces": len(parts),
            "cut_off": len(inside) - largest,
        }
    return found


def worse(sheet: Sheet, before: Mapping[str, str], after: Mapping[str, str], code: str) -> bool:
    """Whether a district is in more pieces, or has more units outside its largest piece."""
    old, new = (recount(sheet, drawn, [code])[code] for drawn in (before, after))
    extra = [max(0, count["pieces"] - 1) for count in (old, new)]
    return extra[1] > extra[0] or new["cut_off"] > old["cut_off"]


def mean_of(sheet: Sheet, assignment: Mapping[str, str], row: DistrictRow) -> Optional[float]:
    """The mean that a district is measured by: of the parent where most of its units lie."""
    inside = [sheet.units[unit].parent for unit, code in assignment.items() if code == row.code]
    home = max(sorted(set(inside)), key=inside.count) if inside else row.parent
    people = sum(unit.population for unit in sheet.units.values() if unit.parent == home)
    drawn = {assignment[code] for code, unit in sheet.units.items() if unit.parent == home and code in assignment}
    return people / max(1, len(drawn)) or None
