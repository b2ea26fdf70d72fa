"""Tables of the themed sheets: what the page shows, counted by township district (or what is next smaller)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Callable, Optional

import numpy as np

from ...core.consolidation import HIGH
from ...core.facilities.groups import TIERS
from ...core.tables.areas import shares as shares_of
from ...core.tables.conflicts import shown_conflicts
from .. import themes
from ..map_layers.facilities import facilities_on, safety_facilities
from ..map_layers.levels import indicator_title, infrastructure_figures
from ..map_layers.projects import industry_names, projects_on, restoration_names
from ..map_layers.restoration import potential
from ..map_layers.transport import classed_roads, time_classes, time_labels
from ..view import View
from .table import NUMBER, PROSE, Column, SmallTable, hectares, rounded

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

KINDS = 4  # kinds of hazard that have a column of their own
TOTAL = "合计"
TIER_NAMES = {"county": "县级", "township": "镇级", "village": "村级"}


@dataclass(frozen=True)
class Part:
    """A row of a table: a district of the county, a township of a district, a village of a township."""

    name: str
    townships: pd.Series  # codes
    shape: gpd.GeoDataFrame  # townships or villages, to count points in


def parts(view: View) -> tuple[str, list[Part]]:
    """What the rows of a page are called, and the rows; townships where the county has no districts."""
    townships = view.townships()
    if view.township:
        villages = view.villages()
        names = zip(villages["name"], villages.index)
        return "村（社区）", [Part(str(name), townships["code"], villages.loc[[i]]) for name, i in names]
    districts = view.data.dissolved("township")
    if view.whole and not districts.empty:
        rows = [
            Part(name, own["code"], own)
            for code, name in zip(districts["code"], districts["name"])
            for own in [townships[townships["district"] == code]]
        ]
        loose = townships[~townships["district"].isin(districts["code"])]
        return "片区", [*rows, *([Part("未划片区", loose["code"], loose)] if len(loose) else [])]
    names = zip(townships["name"], townships.index)
    return "乡镇", [Part(str(name), townships.loc[[i], "code"], townships.loc[[i]]) for name, i in names]


def counted(view: View, points: gpd.GeoDataFrame, found: Sequence[Part]) -> list[int]:
    """Points in each part; one on a border between parts counts once."""
    import geopandas as gpd
    import pandas as pd

    units = gpd.GeoDataFrame(pd.concat([part.shape[["geometry"]] for part in found]), crs=view.data.crs)
    each = themes.count_inside(points, units)
    ends = np.cumsum([len(part.shape) for part in found])
    return [int(chunk.sum()) for chunk in np.split(each, ends[:-1])]


def _hazards(view: View) -> Optional[SmallTable]:
    hazards = view.data.layers.get("hazard")
    if hazards is None:
        return None
    head, found = parts(view)
    kinds = hazards["kind"].fillna("").replace("", "未注明")
    most = list(kinds.value_counts().index[:KINDS])
    counts = [counted(view, hazards[kinds == kind], found) for kind in most]
    if kinds.nunique() > KINDS:
        counts.append(counted(view, hazards[~kinds.isin(most)], found))
        most.append("其他")
    everything = [sum(row) for row in zip(*counts)]
    km2 = [float(part.shape["area_m2"].sum()) / 1e6 for part in found]
    rows = [
        (part.name, *(f"{count[i]:,}" for count in counts), f"{everything[i]:,}", _ratio(everything[i], km2[i]))
        for i, part in enumerate(found)
    ]
    if len(rows) > 1:
        sums = (f"{sum(count):,}" for count in counts)
        rows.append((TOTAL, *sums, f"{sum(everything):,}", _ratio(sum(everything), sum(km2))))
    columns = (Column(head, width=1.3), *(Column(title, NUMBER) for title in (*most, TOTAL, "处/km²")))
    return SmallTable("地质灾害隐患点统计", columns, tuple(rows))


def _ratio(count: float, by: float) -> str:
    return f"{count / by:.3f}" if by > 0 else "—"


def _industry(view: View) -> Optional[SmallTable]:
    wanted = themes.themes(view.data)["industry"]
    townships = view.townships().set_index("code")
    columns = [code for code in (wanted["value"], wanted["enterprises"]) if code in townships]
    projects = projects_on(view, industry_names(view.data))
    head, found = parts(view)
    if view.township or (not columns and projects is None):
        return None
    sums = [[round(float(townships.loc[part.townships, code].sum())) for part in found] for code in columns]
    if projects is not None:
        sums.append(counted(view, _inner(projects), found))
    cells = [[f"{value:,}" for value in column] for column in sums]
    rows = [(part.name, *(column[i] for column in cells)) for i, part in enumerate(found)]
    if len(rows) > 1:
        rows.append((TOTAL, *(f"{sum(column):,}" for column in sums)))
    titles = [indicator_title(view.data, code).replace("（", "\n（") for code in columns]
    heads = [*titles, *(["产业项目\n（个）"] if projects is not None else [])]
    return SmallTable(
        "产业发展情况", (Column(head, width=1.2), *(Column(title, NUMBER) for title in heads)), tuple(rows)
    )


def _inner(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return frame.set_geometry(frame.geometry.representative_point())


def _travel(view: View) -> Optional[SmallTable]:
    frame = time_classes(view)
    if frame is None:
        return _roads(view)
    people = frame["population"].fillna(0).to_numpy(dtype=float)
    rows = []
    labels = time_labels(view)
    numbers = sorted(set(frame["number"]))
    inside = [(frame["number"] == number).to_numpy() for number in numbers]
    by_village = rounded([100 * own.sum() / len(frame) for own in inside])
    by_people = rounded([100 * people[own].sum() / people.sum() for own in inside]) if people.sum() > 0 else None
    for i, (number, own) in enumerate(zip(numbers, inside)):
        share = f"{by_people[i]:.2f}" if by_people is not None else "—"
        rows.append((labels[number], f"{own.sum():,}", f"{by_village[i]:.2f}", f"{people[own].sum():,.0f}", share))
    last = "100.00" if by_people is not None else "—"
    rows.append((TOTAL, f"{len(frame):,}", "100.00", f"{people.sum():,.0f}", last))
    columns = (
        Column("到县城行车时间", width=1.6),
        Column("村(社区)", NUMBER, 0.9),
        Column("占比(%)", NUMBER, 0.8),
        Column("人口(人)", NUMBER, 1.1),
        Column("占比(%)", NUMBER, 0.8),
    )
    return SmallTable("村（社区）到县城行车时间", columns, tuple(rows))


def _roads(view: View) -> Optional[SmallTable]:
    """Lengths by class, where no times can be told."""
    frame = classed_roads(view)
    if frame is None:
        return None
    km = np.asarray(frame.geometry.length) / 1000
    classes = themes.themes(view.data)["roads"]
    lengths = [(entry["zh"], km[(frame["number"] == place).to_numpy()].sum()) for place, entry in enumerate(classes)]
    lengths = [(name, length) for name, length in lengths if length > 0]
    shown = rounded([length for _, length in lengths])
    shares = rounded([100 * length / km.sum() for _, length in lengths])
    rows = [(name, f"{own:,.2f}", f"{share:.2f}") for (name, _), own, share in zip(lengths, shown, shares)]
    rows.append((TOTAL, f"{sum(shown):,.2f}", "100.00"))
    columns = (Column("公路等级", width=1.8), Column("里程(km)", NUMBER), Column("占比(%)", NUMBER, 0.8))
    return SmallTable("公路里程", columns, tuple(rows))


def _facilities(*names: str, title: str) -> Callable[[View], Optional[SmallTable]]:
    def make(view: View) -> Optional[SmallTable]:
        frame = facilities_on(view, names)
        if frame is None:
            return None
        counts = frame.groupby(["group", "tier"]).size()
        tiers = [tier for tier in TIERS if (frame["tier"] == tier).any()]
        shown = tiers if len(tiers) > 1 else []
        rows = []
        for group in themes.facility_groups(view.data).of_theme(*names):
            own = [int(counts.get((group.id, tier), 0)) for tier in tiers]
            if sum(own):
                rows.append((group.zh, *(f"{count:,}" for count in own[: len(shown)]), f"{sum(own):,}"))
        total = [int((frame["tier"] == tier).sum()) for tier in shown]
        rows.append((TOTAL, *(f"{count:,}" for count in total), f"{len(frame):,}"))
        heads = (*(TIER_NAMES[tier] for tier in shown), TOTAL)
        return SmallTable(
            title, (Column("设施类别", width=1.8), *(Column(head, NUMBER, 0.8) for head in heads)), tuple(rows)
        )

    return make


def _infrastructure(view: View) -> Optional[SmallTable]:
    """Indicators over the townships; where the county has none, its facilities."""
    figures = infrastructure_figures(view.data)
    if figures is None:
        return _facilities("infrastructure", title="基础设施统计（处）")(view)
    names = view.data.townships.set_index("code")["name"]
    rows = []
    for code in map(str, figures):
        values = figures[code].dropna().astype(float)
        low = values.idxmin()
        rows.append(
            (
                indicator_title(view.data, code),
                f"{values.median():,.2f}",
                f"{values.max():,.2f}",
                f"{values.min():,.2f}",
                str(names[low]),
            )
        )
    columns = (
        Column("指标", PROSE, 2.2),
        Column("中位数", NUMBER),
        Column("最高", NUMBER),
        Column("最低", NUMBER),
        Column("最低乡镇", width=1.2),
    )
    return SmallTable("各乡镇基础设施指标", columns, tuple(rows))


def _safety(view: View) -> Optional[SmallTable]:
    """Points that matter in an emergency, by part."""
    hazards, frame = view.data.layers.get("hazard"), safety_facilities(view)
    head, found = parts(view)
    columns: list[tuple[str, list[int]]] = []
    if hazards is not None:
        columns.append(("隐患点", counted(view, hazards, found)))
    groups = [("shelter", "避难场所"), ("fire", "消防站"), ("police", "公安")]
    for group, title in groups:
        own = None if frame is None else frame[frame["group"] == group]
        columns.append((title, [0] * len(found) if own is None else counted(view, own, found)))
    if frame is not None:
        columns.append(("医院\n卫生院", counted(view, frame[frame["group"] == "health"], found)))
    columns = [(title, column) for title, column in columns if sum(column)]
    if not columns:
        return None
    rows = [(part.name, *(f"{column[i]:,}" for _, column in columns)) for i, part in enumerate(found)]
    if len(rows) > 1:
        rows.append((TOTAL, *(f"{sum(column):,}" for _, column in columns)))
    return SmallTable(
        "防灾减灾设施统计（处）",
        (Column(head, width=1.3), *(Column(title, NUMBER, 0.8) for title, _ in columns)),
        tuple(rows),
    )


def _conflicts(view: View) -> Optional[SmallTable]:
    """By kind, in hectares as the report's ledger shows them."""
    county = view.data.county
    if county.conflicts is None or county.conflicts.empty:
        return None
    shown = shown_conflicts(county.villages, county.conflicts)
    if not view.whole:
        shown = shown[shown["unit_code"].isin(set(view.villages()["code"]))]
    if shown.empty:
        return None
    kinds = shown.groupby("kind_name")["hectares"].agg(["size", "sum"])
    kinds = kinds.sort_values("sum", ascending=False, kind="stable")
    total = float(kinds["sum"].sum())
    shares = shares_of([round(100 * value) for value in kinds["sum"]])
    rows = [
        (str(kind), f"{int(size):,}", f"{hectares:,.2f}", f"{share:.2f}")
        for (kind, size, hectares), share in zip(kinds.itertuples(), shares)
    ]
    rows.append((TOTAL, f"{len(shown):,}", f"{total:,.2f}", "100.00"))
    columns = (
        Column("差异类型", PROSE, 2.2),
        Column("图斑数", NUMBER, 0.8),
        Column("面积(ha)", NUMBER),
        Column("占比(%)", NUMBER, 0.8),
    )
    return SmallTable("多规冲突图斑统计", columns, tuple(rows))


def _projects(view: View) -> Optional[SmallTable]:
    return _listed(projects_on(view), "近期建设项目")


def _restoration(view: View) -> Optional[SmallTable]:
    """The potential of consolidation by part; where it cannot be told, the projects."""
    found = None if view.township else potential(view.data)
    if found is None:
        return _listed(projects_on(view, restoration_names(view.data)), "整治修复项目")
    head, rows_of = parts(view)
    columns = ("cultivated", "farmland", "construction", "ecology")
    sums = [[found[key].reindex(part.townships).sum(min_count=1) for part in rows_of] for key in columns]
    high = [int((found["priority"].reindex(part.townships) == HIGH).sum()) for part in rows_of]
    rows = [(part.name, *(_ha(column[i]) for column in sums), f"{high[i]}") for i, part in enumerate(rows_of)]
    if len(rows) > 1:
        rows.append((TOTAL, *(_ha(sum(column)) for column in sums), f"{sum(high)}"))
    heads = ("现有耕地", "新增耕地\n潜力", "建设用地\n潜力", "生态修复", "优先级高\n的乡镇(个)")
    return SmallTable(
        "土地整治潜力（ha）", (Column(head, width=1.1), *(Column(title, NUMBER) for title in heads)), tuple(rows)
    )


def _ha(cents: float) -> str:
    return "—" if np.isnan(cents) else hectares(int(cents))


def _listed(frame: Optional[gpd.GeoDataFrame], title: str) -> Optional[SmallTable]:
    """Projects with their number on the map."""
    if frame is None:
        return None
    rows = [
        (str(row.number), row.name or row.code or "", row.kind or "", years(row.start_year, row.end_year))
        for row in frame.itertuples(index=False)
    ]
    columns = [Column("序号", width=0.5), Column("项目名称", PROSE, 2.6), Column("类型", width=0.9)]
    if any(row[3] for row in rows):
        columns.append(Column("年限", width=0.9))
    return SmallTable(title, tuple(columns), tuple(row[: len(columns)] for row in rows), foldable=len(columns) == 2)


def years(start: float, end: float) -> str:
    """When it is built, as "2025—2027"; empty where neither year is known."""
    known = [str(int(year)) for year in (start, end) if year is not None and np.isfinite(year)]
    return "—".join(dict.fromkeys(known))


def _heritage(view: View) -> Optional[SmallTable]:
    return _facilities("heritage", title="历史文化资源统计（处）")(view)


TABLES: dict[str, Callable[[View], Optional[SmallTable]]] = {
    "hazards": _hazards,
    "industry": _industry,
    "travel": _travel,
    "services": _facilities("services", title="公共服务设施统计（处）"),
    "infrastructure": _infrastructure,
    "restoration": _restoration,
    "conflicts": _conflicts,
    "heritage": _heritage,
    "safety": _safety,
    "projects": _projects,
}
