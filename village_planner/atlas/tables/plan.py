"""Tables of the plan: the county's key figures, scores, districts, a township's villages."""

from __future__ import annotations

from typing import Optional

import numpy as np
import pandas as pd

from ...core.overlay.balance import round_groups_to_totals
from .. import styles
from ..data import AtlasData, code_order
from ..view import View
from .table import NUMBER, Column, SmallTable, rounded

GEOGRAPHIC = 4490  # EPSG, CGCS2000
MOST_FLOWS = 10  # rows of the table of flows
NAMED = 8  # settlements of a tier up to which the table names them
TIERS = {
    "county_seat": "县城",
    "central_town": "中心镇",
    "sub_central_town": "副中心镇",
    "central_village": "中心村",
    "ordinary_village": "一般村",
}


def _county(view: View) -> SmallTable:
    townships, villages = view.township_rows(), view.village_rows()
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


def township_areas(data: AtlasData) -> dict[str, float]:
    """Townships' areas by code, in km² with two digits, as every sheet prints them: they sum to the figures of their
    township districts, and these to the county's, as in the report tables.
    """
    found: dict[str, float] = data.once(("township areas",), lambda: _nested_areas(data.townships))
    return found


def _nested_areas(townships: pd.DataFrame) -> dict[str, float]:
    exact = townships["area_m2"].fillna(0).to_numpy() / 1e6
    group, districts = pd.factorize(townships["district"].fillna(""))
    totals = rounded(np.bincount(group, weights=exact, minlength=len(districts)))
    areas = round_groups_to_totals(exact, group, np.array(totals), 0.01)
    return dict(zip(townships["code"], areas.tolist()))


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
    frame, names = view.township_rows(), view.data.dissolved("township").set_index("code")["name"]
    if names.empty:
        return None
    groups = [(code, frame[frame["district"] == code]) for code in names.index]
    shown = township_areas(view.data)
    areas = [sum(shown[code] for code in group["code"]) for _, group in groups]
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
    frame = view.village_rows()
    if frame.empty:
        return None
    names = view.data.county.village_districts["name"]
    groups = [(code, frame[frame["district"] == code]) for code in sorted(set(frame["district"]), key=code_order)]
    exact = [group["area_m2"].sum() / 1e6 for _, group in groups]
    areas = rounded(exact, township_areas(view.data).get(view.scope.code))
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


def _location(view: View) -> SmallTable:
    """The county's place by longitude and latitude, and its extent."""
    import geopandas as gpd

    ground = view.ground().geometry
    west, south, east, north = ground.to_crs(GEOGRAPHIC).total_bounds
    left, low, right, high = ground.total_bounds
    seat = gpd.GeoSeries([view.data.seat()], crs=view.data.crs).to_crs(GEOGRAPHIC).iloc[0]
    rows = [
        ("县城位置", f"{degrees(seat.x, 'EW')}\n{degrees(seat.y, 'NS')}"),
        ("东西范围", f"{degrees(west, 'EW')}\n至 {degrees(east, 'EW')}"),
        ("南北范围", f"{degrees(south, 'NS')}\n至 {degrees(north, 'NS')}"),
        ("东西宽", f"{(right - left) / 1000:,.1f} km"),
        ("南北长", f"{(high - low) / 1000:,.1f} km"),
        ("辖区面积", f"{view.data.townships['area_m2'].sum() / 1e6:,.2f} km²"),
    ]
    return SmallTable("区位", (Column("项目"), Column("数值", NUMBER, 1.8)), tuple(rows))


def degrees(value: float, sides: str) -> str:
    """An angle as 东经 105°06′12″; sides  "EW" or "NS"."""
    names = {"EW": ("东经", "西经"), "NS": ("北纬", "南纬")}[sides]
    seconds = round(abs(value) * 3600)
    return f"{names[int(value < 0)]} {seconds // 3600}°{seconds // 60 % 60:02d}′{seconds % 60:02d}″"


def _flows(view: View) -> Optional[SmallTable]:
    """The largest flows between townships; without flows the population of the townships."""
    from ..map_layers.population import township_flows

    flows, names = township_flows(view.data), view.data.townships.set_index("code")["name"]
    if flows.empty:
        return _population(view)
    top = flows.head(MOST_FLOWS)
    rows = [(names[a], names[b], f"{value:,.0f}") for a, b, value in top.itertuples(index=False)]
    rest = float(flows["value"].sum() - top["value"].sum())
    if len(flows) > len(top):
        rows.append(("其余", f"{len(flows) - len(top):,} 条", f"{rest:,.0f}"))
    rows.append(("合计", "", f"{flows['value'].sum():,.0f}"))
    columns = (Column("流出乡镇", width=1.2), Column("流入乡镇", width=1.2), Column("人数", NUMBER))
    return SmallTable("乡镇间主要人口流动", columns, tuple(rows))


def _population(view: View) -> Optional[SmallTable]:
    frame = view.townships()
    if not frame["population"].fillna(0).any():
        return None
    frame = frame.sort_values(["population", "code"], ascending=[False, True])
    rows = tuple(
        (row.name, f"{row.population:,.0f}", f"{row.population / (row.area_m2 / 1e6):,.0f}" if row.area_m2 else "")
        for row in frame[["name", "population", "area_m2"]].fillna(0).itertuples(index=False)
    )
    columns = (Column("乡镇", width=1.4), Column("人口(人)", NUMBER), Column("人/km²", NUMBER, 0.8))
    return SmallTable("各乡镇人口", columns, rows, foldable=True)


def _hierarchy(view: View) -> Optional[SmallTable]:
    """How many settlements each tier has, and who they are where there are few."""
    nodes = view.data.county.hierarchy
    if nodes is None or nodes.empty:
        return None
    rows = []
    for role, name in TIERS.items():
        members = nodes[nodes["role"] == role]
        if members.empty:
            continue
        names = members["name"].fillna("").tolist()
        shown = "\n".join("、".join(names[i : i + 3]) for i in range(0, len(names), 3)) if len(names) <= NAMED else ""
        people = pd.to_numeric(members["people"], errors="coerce").sum()
        rows.append((name, str(len(members)), "" if role == "county_seat" else f"{people:,.0f}", shown))
    columns = (Column("等级"), Column("数量(个)", NUMBER, 0.7), Column("人口(人)", NUMBER), Column("名称", width=2.2))
    return SmallTable("镇村体系结构", columns, tuple(rows))


def _district(view: View) -> Optional[SmallTable]:
    """The townships of a township district."""
    frame, villages = view.township_rows(), view.village_rows()
    if frame.empty:
        return None
    shown = township_areas(view.data)
    areas = [shown[code] for code in frame["code"]]
    rows = []
    columns_read = (frame[name].tolist() for name in ("code", "name", "role", "population"))
    for code, name, role, population, area in zip(*columns_read, areas):
        own = villages[villages["township_code"] == code]
        mark = {"central_town": "（中心）", "sub_central_town": "（副中心）"}.get(role, "")
        central = (own["role"] == "central_village").sum()
        rows.append((name + mark, str(len(own)), str(central), f"{area:,.2f}", _persons(population)))
    totals = (str(len(villages)), str((villages["role"] == "central_village").sum()), f"{sum(areas):,.2f}")
    rows.append(("合计", *totals, _persons(frame["population"].sum())))
    columns = (
        Column("乡镇", width=1.6),
        Column("村(社区)", NUMBER, 0.7),
        Column("中心村", NUMBER, 0.6),
        Column("面积(km²)", NUMBER, 1.1),
        Column("人口(人)", NUMBER, 1.0),
    )
    return SmallTable("本片区乡镇", columns, tuple(rows))


def _persons(value: float) -> str:
    return "" if pd.isna(value) else f"{value:,.0f}"


TABLES = {
    "county": _county,
    "scores": _scores,
    "township_districts": _township_districts,
    "village_districts": _village_districts,
    "location": _location,
    "flows": _flows,
    "hierarchy": _hierarchy,
    "district": _district,
    "township": _township,
}
