"""Tables of areas: land use and control lines, from the plan's overlay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Optional

import numpy as np
import pandas as pd

from ...core.overlay.balance import round_to_total
from ...core.tables.control import KIND_NAMES, kind_name
from ..areas import land_areas, survey_classes
from ..view import View
from .table import NUMBER, Column, SmallTable, hectares

if TYPE_CHECKING:
    from ...core.tables.areas import LandAreas
    from ...core.tables.change_areas import ChangeAreas

UNCOVERED = 0.001  # of the ground, from which on what a plan leaves out is told
NOT_COVERED = "规划未覆盖"

Areas = list[tuple[str, str, int]]  # code or kind, name, 0.01 ha


def present_areas(view: View) -> Optional[Areas]:
    """Present land use by first-level class, in the order of the codes; None where no overlay was saved."""
    areas = land_areas(view.data)
    if areas is None:
        return None
    pieces = _pieces(view, areas)
    if areas.survey:
        first = {leaf: found.first for leaf, found in survey_classes().leaves.items()}
        key = pieces["leaf"].map(first).fillna("")
        names = {found.code: found.name for found in survey_classes().first}
    else:
        key, names = pieces["leaf"], dict(view.data.county.class_names)
    return _by_class(pieces["cents"].groupby(key).sum(), names)


def planned_areas(view: View) -> Optional[Areas]:
    """Planned land use by class: as the report tables have it where the change of land use was computed, else the
    layer's areas scaled to the control area of the page's ground. None without a plan of land use.

    What the plan does not cover is a row of its own.
    """
    import shapely

    change = _change(view)
    if change is not None:
        cells = change.cells if view.whole else change.cells[change.cells["unit_code"].isin(view.villages()["code"])]
        covered = cells["planned"].astype(bool)
        names = _plan_class_names(change.rules.conversion.version)
        known = _by_class(cells[covered].groupby("target_class")["cents"].sum(), names)
        rest = int(cells.loc[~covered, "cents"].sum())
        return [*known, *([("", NOT_COVERED, rest)] if rest else [])]
    frame = view.inside("sector_plan")
    if frame is None:
        return None
    frame = frame[frame["plan"].fillna("") == view.data.planned]
    if frame.empty:
        return None
    control = _control(view)
    codes = frame["class_code"].fillna("")
    sums = frame.geometry.area.groupby(codes).sum()
    ground = float(shapely.area(view.ground().geometry.iloc[0]))
    uncovered = max(0.0, ground - float(sums.sum()))
    names = {**dict(zip(codes, frame["class_name"].fillna(""))), "": "未定地类"}
    exact = sums.to_numpy() / ground * control
    if uncovered > UNCOVERED * ground:
        exact = np.append(exact, uncovered / ground * control)
    rounded = np.rint(round_to_total(exact, float(control), 1.0)).astype(int)
    found = _by_class(pd.Series(rounded[: len(sums)], sums.index), names)
    return [*found, *(("", NOT_COVERED, int(cents)) for cents in rounded[len(sums) :])]


def control_areas(view: View) -> Optional[Areas]:
    """Ground under each of the three lines, in the reverse of the form's order; None without an overlay or a line."""
    areas, county = land_areas(view.data), view.data.county
    kinds = [kind for kind in reversed(KIND_NAMES) if kind in county.control_kinds]
    if areas is None or not kinds:
        return None
    pieces = _pieces(view, areas)
    covering = pieces["constraints"].str.split("+")
    rows = []
    for kind in kinds:
        inside = [kind in names for names in covering]
        rows.append((kind, kind_name(county, kind), int(pieces.loc[inside, "cents"].sum())))
    return rows


def _by_class(cents: pd.Series, names: Mapping[str, str]) -> Areas:
    cents = cents[cents > 0].sort_index(key=lambda codes: codes.map(lambda code: (code == "", code)))
    return [(str(code), names.get(str(code), str(code)) or "其他", int(value)) for code, value in cents.items()]


def _land_use(view: View) -> Optional[SmallTable]:
    found = present_areas(view)
    return None if not found else _structure("土地利用现状", found)


def _planned_land_use(view: View) -> Optional[SmallTable]:
    found = planned_areas(view)
    return None if not found else _structure("规划土地利用", found)


def _structure(title: str, areas: Areas) -> SmallTable:
    from ...core.tables.areas import shares

    cents = [value for _, _, value in areas]
    rows = [(name, hectares(value), f"{share:.2f}") for (_, name, value), share in zip(areas, shares(cents))]
    rows.append(("合计", hectares(sum(cents)), "100.00"))
    columns = (Column("地类", width=1.8), Column("面积(ha)", NUMBER), Column("占比(%)", NUMBER, 0.7))
    return SmallTable(title, columns, tuple(rows))


def _control_lines(view: View) -> Optional[SmallTable]:
    found, areas = control_areas(view), land_areas(view.data)
    if not found or areas is None:
        return None
    total = _pieces(view, areas)["cents"].sum()
    rows = [(name, hectares(cents), f"{100 * cents / total:.2f}" if total else "0.00") for _, name, cents in found]
    columns = (
        Column("管控线", width=1.6),
        Column("面积(ha)", NUMBER),
        Column(f"占全{view.scope.word}(%)", NUMBER, 0.9),
    )
    return SmallTable("三线管控面积", columns, tuple(rows))


def _change(view: View) -> Optional[ChangeAreas]:
    """Land use now and as planned, counted once for all pages; None where it was not computed."""
    from ...core.tables.areas import control_areas as balanced
    from ...core.tables.change_areas import change_areas

    data, county = view.data, view.data.county
    found: Optional[ChangeAreas] = data.once(
        ("change",),
        lambda: change_areas(county, survey_classes(), balanced(county.villages), land_areas(data)),
    )
    return found


def _plan_class_names(version: str) -> dict[str, str]:
    from ...core.catalogue import load_catalogue
    from ...paths import catalogue_files

    listed = load_catalogue(*catalogue_files("plan_classes"))[f"plan_{version}"]
    return {"": "未定地类", **{item["code"]: item["zh"] for item in listed}}


def _pieces(view: View, areas: LandAreas) -> pd.DataFrame:
    """The pieces of the page's villages."""
    if view.whole:
        return areas.pieces
    return areas.pieces[areas.pieces["unit_code"].isin(view.villages()["code"])]


def _control(view: View) -> int:
    """Control area of the page's villages, 0.01 ha."""
    from ...core.tables.areas import control_areas as balanced

    shown = balanced(view.data.county.villages)
    return int(shown.sum() if view.whole else shown[shown.index.isin(view.villages()["code"])].sum())


TABLES = {"land_use": _land_use, "control_lines": _control_lines, "planned_land_use": _planned_land_use}
