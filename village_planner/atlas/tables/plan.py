"""Tables of the plan: the county's key figures, scores, districts, a township's villages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from .. import styles
from ..data import code_order
from ..view import View
from .table import NUMBER, Column, SmallTable, rounded

if TYPE_CHECKING:
    import pandas as pd


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
    areas = rounded([group["area_m2"].sum() / 1e6 for _, group in groups])
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
    areas = rounded([group["area_m2"].sum() / 1e6 for _, group in groups])
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


TABLES = {
    "county": _county,
    "scores": _scores,
    "township_districts": _township_districts,
    "village_districts": _village_districts,
    "township": _township,
}
