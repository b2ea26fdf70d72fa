"""Tables of areas: land use and control lines, from the plan's overlay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from ..view import View
from .table import NUMBER, Column, SmallTable, hectares

if TYPE_CHECKING:
    from ...core.tables.areas import LandAreas
    from ...core.tables.classes import LandClasses

CONTROL_NAMES = {
    "ecological_redline": "生态保护红线",
    "permanent_basic_farmland": "永久基本农田",
    "urban_development_boundary": "城镇开发边界",
}


def _land_use(view: View) -> Optional[SmallTable]:
    from ...core.tables.areas import shares

    areas = _areas(view)
    if areas is None:
        return None
    pieces = areas.pieces
    if areas.survey:
        first = {leaf: found.first for leaf, found in _classes().leaves.items()}
        key = pieces["leaf"].map(first).fillna("")
        names = {found.code: found.name for found in _classes().first}
    else:
        key, names = pieces["leaf"], dict(view.data.county.class_names)
    cents = pieces.groupby(key)["cents"].sum()
    cents = cents[cents > 0].sort_index(key=lambda codes: codes.map(lambda code: (code == "", code)))
    rows = [
        (names.get(str(code), str(code)) or "其他", hectares(value), f"{share:.2f}")
        for (code, value), share in zip(cents.items(), shares(cents.tolist()))
    ]
    rows.append(("合计", hectares(cents.sum()), "100.00"))
    columns = (Column("地类", width=1.8), Column("面积(ha)", NUMBER), Column("占比(%)", NUMBER, 0.7))
    return SmallTable("土地利用现状", columns, tuple(rows))


def _control_lines(view: View) -> Optional[SmallTable]:
    areas, county = _areas(view), view.data.county
    if areas is None or not county.control_kinds:
        return None
    total = areas.pieces["cents"].sum()
    covering = areas.pieces["constraints"].str.split("+")
    own = sorted(kind for kind in county.control_kinds if kind not in CONTROL_NAMES)
    rows = []
    for kind in (*(kind for kind in CONTROL_NAMES if kind in county.control_kinds), *own):
        inside = [kind in names for names in covering]
        cents = int(areas.pieces.loc[inside, "cents"].sum())
        name = CONTROL_NAMES.get(kind) or county.control_names.get(kind) or kind
        rows.append((str(name), hectares(cents), f"{100 * cents / total:.2f}" if total else "0.00"))
    columns = (Column("管控线", width=1.6), Column("面积(ha)", NUMBER), Column("占全县(%)", NUMBER, 0.9))
    return SmallTable("三线管控面积", columns, tuple(rows))


def _areas(view: View) -> Optional[LandAreas]:
    """Balanced areas of the plan's overlay, counted once for all pages."""
    cache, county = view.data.cache, view.data.county
    if ("areas",) not in cache:
        from ...core.tables.areas import control_areas, shown_areas

        cache["areas",] = shown_areas(county, _classes(), control_areas(county.villages))
    found: Optional[LandAreas] = cache["areas",]
    return found


def _classes() -> LandClasses:
    from ...core.catalogue import load_catalogue
    from ...core.tables.classes import read_classes
    from ...paths import catalogue_files

    return read_classes(load_catalogue(*catalogue_files("survey_classes")))


TABLES = {"land_use": _land_use, "control_lines": _control_lines}
