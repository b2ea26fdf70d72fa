"""The small table beside the map: the page's key figures, the same that the report tables show.

Each table sums up: shares and areas are rounded so that the rows make the total that is printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Callable, Optional

from . import styles
from .data import code_order
from .map_layers import View

if TYPE_CHECKING:
    import pandas as pd

    from ..core.tables.areas import LandAreas
    from ..core.tables.classes import LandClasses

TEXT, NUMBER, PROSE = "text", "number", "prose"  # centred, right, left
CONTROL_NAMES = {
    "ecological_redline": "生态保护红线",
    "permanent_basic_farmland": "永久基本农田",
    "urban_development_boundary": "城镇开发边界",
}


@dataclass(frozen=True)
class Column:
    """width  share of the room that the texts leave"""

    title: str
    kind: str = TEXT
    width: float = 1.0


@dataclass(frozen=True)
class SmallTable:
    """rows      text as printed; several lines in a cell are parted by a line break
    foldable  narrow enough to stand in two or three halves side by side
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    foldable: bool = False


def make_table(view: View, name: str) -> Optional[SmallTable]:
    """The table of that name, or None where the plan has nothing to fill it with."""
    return TABLES[name](view) if name else None


def _county(view: View) -> SmallTable:
    townships, villages = view.data.townships, view.data.villages
    kinds = villages["kind"].fillna("")
    rows = [("乡镇（街道）", "个", f"{len(townships):,}")]
    if (kinds == "village").any():
        rows.append(("行政村", "个", f"{(kinds == 'village').sum():,}"))
        rows.append(("社区", "个", f"{(kinds == 'community').sum():,}"))
    else:
        rows.append(("村（社区）", "个", f"{len(villages):,}"))
    rows.append(("辖区面积", "km²", f"{townships['area_m2'].sum() / 1e6:,.2f}"))
    rows.append(("常住人口", "人", f"{townships['population'].sum():,.0f}"))
    return SmallTable("基本情况", (Column("项目", width=1.5), Column("单位"), Column("数值", NUMBER, 1.5)), tuple(rows))


def _scores(view: View) -> Optional[SmallTable]:
    frame = view.data.townships
    frame = frame[frame["score"].notna()].sort_values(["score", "code"], ascending=[False, True])
    if frame.empty:
        return None
    digits = styles.score_digits(frame["score"].tolist())
    ranks = frame["rank"] if frame["rank"].notna().all() else range(1, len(frame) + 1)
    rows = tuple((str(int(r)), n, f"{s:.{digits}f}") for r, n, s in zip(ranks, frame["name"], frame["score"]))
    columns = (Column("位次", width=0.6), Column("乡镇", width=1.4), Column("得分", NUMBER, 1.0))
    return SmallTable("乡镇综合评价得分", columns, rows, foldable=True)


def _township_districts(view: View) -> Optional[SmallTable]:
    frame, names = view.data.townships, view.data.dissolved("township").set_index("code")["name"]
    if names.empty:
        return None
    groups = [(code, frame[frame["district"] == code]) for code in names.index]
    areas = _rounded([group["area_m2"].sum() / 1e6 for _, group in groups])
    rows = [
        (names[code], str(len(group)), f"{area:,.2f}", f"{group['population'].sum():,.0f}", _centres(group))
        for (code, group), area in zip(groups, areas)
    ]
    everyone = frame[frame["district"] != ""]
    rows.append(("合计", str(len(everyone)), f"{sum(areas):,.2f}", f"{everyone['population'].sum():,.0f}", ""))
    columns = (
        Column("片区", width=1.2),
        Column("乡镇数", NUMBER, 0.8),
        Column("面积(km²)", NUMBER, 1.2),
        Column("人口(人)", NUMBER, 1.2),
        Column("中心镇/副中心镇", width=1.7),
    )
    return SmallTable("镇级片区划分方案", columns, tuple(rows))


def _centres(group: pd.DataFrame) -> str:
    central = group[group["role"] == "central_town"]["name"].tolist()
    second = group[group["role"] == "sub_central_town"]["name"].tolist()
    return "\n".join([*central, *(f"{name}（副）" for name in second)])


def _village_districts(view: View) -> Optional[SmallTable]:
    """Village districts by the township district they lie in."""
    villages = view.data.villages[view.data.villages["district"] != ""]
    if villages.empty:
        return None
    names = view.data.county.township_districts["name"]
    parents = villages["parent_district"].fillna("").astype(str)
    rows = []
    for parent in sorted(set(parents), key=code_order):
        group = villages[parents == parent]
        rows.append((str(names.get(parent, "")) or parent or "未划片区", *_counts(group)))
    rows.append(("合计", *_counts(villages)))
    columns = (
        Column("镇级片区", width=1.3),
        Column("村级片区", NUMBER),
        Column("村(社区)", NUMBER),
        Column("中心村", NUMBER),
    )
    return SmallTable("村级片区与中心村统计", columns, tuple(rows))


def _counts(group: pd.DataFrame) -> tuple[str, str, str]:
    return (
        str(group["district"].nunique()),
        str(len(group)),
        str((group["role"] == "central_village").sum()),
    )


def _township(view: View) -> Optional[SmallTable]:
    """The township's villages by village district; by kind where there are no districts."""
    frame = view.villages()
    if frame.empty:
        return None
    names = view.data.county.village_districts["name"]
    groups = [(code, frame[frame["district"] == code]) for code in sorted(set(frame["district"]), key=code_order)]
    areas = _rounded([group["area_m2"].sum() / 1e6 for _, group in groups])
    rows = []
    for (code, group), area in zip(groups, areas):
        central = group[group["role"] == "central_village"]["name"].tolist()
        label = (str(names.get(code, "")) or code) if code else "未划片区"
        rows.append((label, str(len(group)), f"{area:,.2f}", f"{group['population'].sum():,.0f}", "\n".join(central)))
    if len(rows) > 1:
        rows.append(("合计", str(len(frame)), f"{sum(areas):,.2f}", f"{frame['population'].sum():,.0f}", ""))
    columns = (
        Column("村级片区", width=1.5),
        Column("村数", NUMBER, 0.6),
        Column("面积(km²)", NUMBER, 1.1),
        Column("人口(人)", NUMBER, 1.0),
        Column("中心村", width=1.5),
    )
    return SmallTable("本乡镇村级片区", columns, tuple(rows))


def _land_use(view: View) -> Optional[SmallTable]:
    from ..core.tables.areas import shares

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
        (names.get(str(code), str(code)) or "其他", _hectares(value), f"{share:.2f}")
        for (code, value), share in zip(cents.items(), shares(cents.tolist()))
    ]
    rows.append(("合计", _hectares(cents.sum()), "100.00"))
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
        rows.append((str(name), _hectares(cents), f"{100 * cents / total:.2f}" if total else "0.00"))
    columns = (Column("管控线", width=1.6), Column("面积(ha)", NUMBER), Column("占全县(%)", NUMBER, 0.9))
    return SmallTable("三线管控面积", columns, tuple(rows))


def _areas(view: View) -> Optional[LandAreas]:
    """Balanced areas of the plan's overlay, counted once for all pages."""
    cache, county = view.data.cache, view.data.county
    if ("areas",) not in cache:
        from ..core.tables.areas import control_areas, shown_areas

        cache["areas",] = shown_areas(county, _classes(), control_areas(county.villages))
    found: Optional[LandAreas] = cache["areas",]
    return found


def _classes() -> LandClasses:
    from ..core.catalogue import load_catalogue
    from ..core.tables.classes import read_classes
    from ..paths import catalogue_files

    return read_classes(load_catalogue(*catalogue_files("survey_classes")))


def _rounded(values: Sequence[float]) -> list[float]:
    """To two digits, so that the rows sum to the rounded total."""
    import numpy as np

    from ..core.overlay.balance import round_to_total

    return [float(value) for value in round_to_total(np.array(values), round(sum(values), 2), 0.01)]


def _hectares(cents: int) -> str:
    return f"{cents / 100:,.2f}"


TABLES: dict[str, Callable[[View], Optional[SmallTable]]] = {
    "county": _county,
    "land_use": _land_use,
    "control_lines": _control_lines,
    "scores": _scores,
    "township_districts": _township_districts,
    "village_districts": _village_districts,
    "township": _township,
}
