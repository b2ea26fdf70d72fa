"""Ranks under the weights in hand as tables: ranks, weights, firmness, and the shift between two weightings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..indicators.ranking import Ranked, rank_shift
from ..indicators.scoreboard import Scoreboard
from ..indicators.sliders import Weighting
from ..overlay.balance import round_to_total
from .table import Column, Report, Row, Table, Value

RANKS, WEIGHTS, FIRM, SHIFT = "ranks", "weights", "firmness", "shift"
SCORE_DIGITS = 4
LEVELS = {"township": "乡镇", "village": "村"}
# What the weightings that have no name of the county's own are called in what is handed in.
SOURCES = {
    "hand": "当前权重",
    "plan": "方案已存权重",
    "equal": "等权",
    "entropy": "熵权法",
    "critic": "CRITIC 法",
    "ahp": "层次分析法",
}
SHARES = {"share_left_out": "逐项剔除", "share_random": "随机权重"}


@dataclass(frozen=True)
class Ranks:
    """What the tables are made of.

    names      unit code -> name         owners  unit code -> its township's name; empty for townships
    weighting  the weights in hand       ranked  the ranks under them
    saved      ranks under the weights saved with the plan, if there are any
    trials     how firm they are (`Scoreboard.trials`), if known
    pair       two weightings to compare, each with its name
    """

    board: Scoreboard
    names: Mapping[str, str]
    owners: Mapping[str, str]
    groups: Mapping[str, str]
    weighting: Weighting
    ranked: Ranked
    saved: Optional[Ranked]
    trials: Optional[pd.DataFrame]
    pair: tuple[tuple[str, Weighting], tuple[str, Weighting]]


def score_report(given: Ranks, county: str, plan: str, date: str) -> Report:
    """The workbook of a ranking; `groups` of `given` are Chinese."""
    word = LEVELS[given.board.level]
    tables = [_ranks(given, word), _weights(given, word)]
    if given.trials is not None:
        tables.append(_firm(given, given.trials, word))
    tables.append(_shift(given, word))
    subject = f"{county} {plan}".strip()
    return Report(
        code="",
        name=county,
        title=f"{county}{word}评分排序",
        tables=tuple(_about(table, subject) for table in tables),
        gaps=(),
        checks=(),
        date=date,
    )


def _about(table: Table, subject: str) -> Table:
    return Table(**{**table.__dict__, "subject": subject})


def _number(key: str, *heads: str, decimals: int = 0, adds: bool = False) -> Column:
    return Column(key, heads, kind="number", decimals=decimals, adds=adds, centred=decimals == 0)


def _unit_columns(given: Ranks) -> list[Column]:
    columns = [Column("name", ("名称",))]
    if given.owners:
        columns.append(Column("owner", ("所属乡镇",)))
    return [*columns, Column("code", ("代码",), centred=True)]


def _unit_values(given: Ranks, unit: str) -> dict[str, Value]:
    return {"name": given.names.get(unit, unit), "owner": given.owners.get(unit, ""), "code": unit}


def _order(given: Ranks) -> NDArray:
    return np.argsort(given.ranked.ranks, kind="stable")


def _ranks(given: Ranks, word: str) -> Table:
    ranked, groups = given.ranked, list(given.weighting.groups)
    points = given.board.group_points(given.weighting)
    columns = [
        _number("rank", "位次"),
        *_unit_columns(given),
        *(_number(f"group:{group}", "各组得分", given.groups[group], decimals=SCORE_DIGITS) for group in groups),
        _number("score", "综合得分", decimals=SCORE_DIGITS),
        _number("topsis", "TOPSIS", "贴近度", decimals=SCORE_DIGITS),
        _number("topsis_rank", "TOPSIS", "位次"),
    ]
    if given.saved is not None:
        columns += [_number("before", "方案已存位次"), _number("change", "位次变化")]
    rows = []
    for i in _order(given):
        unit = given.board.units[i]
        score = round(float(ranked.scores[i]), SCORE_DIGITS)
        values: dict[str, Value] = {"rank": int(ranked.ranks[i]), **_unit_values(given, unit), "score": score}
        shown = round_to_total(points[i], score, 10.0**-SCORE_DIGITS) if len(groups) > 1 else np.array([score])
        values.update({f"group:{group}": float(part) for group, part in zip(groups, shown)})
        values["topsis"] = round(float(ranked.topsis_scores[i]), SCORE_DIGITS)
        values["topsis_rank"] = int(ranked.topsis_ranks[i])
        if given.saved is not None:
            values["before"] = int(given.saved.ranks[i])
            values["change"] = int(given.saved.ranks[i] - ranked.ranks[i])
        rows.append(Row(values))
    tau = "" if ranked.tau is None else f"加权求和与 TOPSIS 得分的 Kendall τ 为 {ranked.tau:.3f}。"
    notes = ["综合得分为加权求和，指标经归一化，越大越好；位次相同者并列。" + tau]
    return Table(RANKS, f"{word}评分排序表", "评分排序", tuple(columns), tuple(rows), notes=tuple(notes), frozen=2)


def _weights(given: Ranks, word: str) -> Table:
    hand = given.weighting
    first, second = given.pair
    columns = [
        Column("group", ("指标组",)),
        Column("code", ("代码",), centred=True),
        Column("name", ("指标",)),
        Column("direction", ("方向",), centred=True),
        _number("within", "当前权重（%）", "组内", decimals=2),
        _number("all", "当前权重（%）", "合计", decimals=2, adds=True),
        _number("first", "对比权重（%）", f"甲：{first[0]}", decimals=2, adds=True),
        _number("second", "对比权重（%）", f"乙：{second[0]}", decimals=2, adds=True),
    ]
    known = {item.code: item for item in given.board.indicators}
    codes = list(hand.weights())
    shown = {
        key: _percent(weighting, codes)
        for key, weighting in (("all", hand), ("first", first[1]), ("second", second[1]))
    }
    rows = []
    for group, inside in hand.within.items():
        for code, share in inside.items():
            item = known[code]
            values: dict[str, Value] = {
                "group": given.groups[group],
                "code": code,
                "name": item.zh or item.en,
                "direction": "逆向" if item.cost else "正向",
                "within": round(100 * share, 2),
                **{key: figures[code] for key, figures in shown.items()},
            }
            rows.append(Row(values))
    total: dict[str, Value] = {"group": "合计", **dict.fromkeys(shown, 100.0)}
    rows.append(Row(total, "total", tuple(range(len(rows)))))
    return Table(WEIGHTS, f"{word}评分指标权重表", "指标权重", tuple(columns), tuple(rows), unit="单位：%", frozen=3)


def _percent(weighting: Weighting, codes: Sequence[str]) -> dict[str, float]:
    """Weights in percent with two digits that sum to exactly 100."""
    weights = weighting.weights()
    rounded = round_to_total(np.array([100 * weights[code] for code in codes]), 100.0, 0.01)
    return {code: float(value) for code, value in zip(codes, rounded)}


def _firm(given: Ranks, trials: pd.DataFrame, word: str) -> Table:
    shares = [name for name in trials.columns if name.startswith("share_")]
    runs, top = int(trials["runs"].iloc[0]), int(trials["top"].iloc[0])
    columns = [
        _number("rank", "位次"),
        *_unit_columns(given),
        _number("top_share", f"进入前 {top} 位的比例（%）", "全部试验", decimals=1),
        *(_number(name, f"进入前 {top} 位的比例（%）", _share_word(name), decimals=1) for name in shares),
        _number("best_rank", "最好位次"),
        _number("worst_rank", "最差位次"),
    ]
    rows = []
    for i in _order(given):
        unit = given.board.units[i]
        trial = trials.loc[unit]
        values: dict[str, Value] = {"rank": int(given.ranked.ranks[i]), **_unit_values(given, unit)}
        values.update({name: _share(trial[name]) for name in ("top_share", *shares)})
        values.update({name: int(trial[name]) for name in ("best_rank", "worst_rank")})
        rows.append(Row(values))
    notes = (f"共 {runs:,} 次试验：单项权重上下浮动、逐项剔除指标、随机权重。",)
    return Table(FIRM, f"{word}位次稳健性表", "稳健性", tuple(columns), tuple(rows), notes=notes, frozen=2)


def _share_word(name: str) -> str:
    return SHARES.get(name) or f"权重 ±{name.rpartition('_')[2]}%"


def _share(value: float) -> Optional[float]:
    return None if np.isnan(value) else round(100 * float(value), 1)


def _shift(given: Ranks, word: str) -> Table:
    board, (first, second) = given.board, given.pair
    table = rank_shift(board.ranking, board.vector(first[1]), board.vector(second[1]))
    columns = [
        *_unit_columns(given),
        _number("first", f"甲：{first[0]}"),
        _number("second", f"乙：{second[0]}"),
        _number("change", "位次变化"),
    ]
    rows = [
        Row(
            {
                **_unit_values(given, str(unit)),
                "first": int(row["rank_first"]),
                "second": int(row["rank_second"]),
                "change": int(row["shift"]),
            }
        )
        for unit, row in table.iterrows()
    ]
    moved = int((table["shift"] != 0).sum())
    notes = (f"位次变化为甲位次减乙位次，正数为上升；{len(table)} 个{word}中 {moved} 个位次有变化。",)
    return Table(SHIFT, f"{word}位次变化表", "位次变化", tuple(columns), tuple(rows), notes=notes, frozen=1)
