"""Small workbooks of opinions and questionnaires, as grids in memory, and what reads them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from village_planner.core.opinions.topics import Topics, load_topics
from village_planner.core.opinions.words import Words, load_words
from village_planner.core.statistics.gazetteer import Gazetteer
from village_planner.core.statistics.grid import Book, Cell, Sheet
from village_planner.core.statistics.rules import Rules, load_rules

CATALOGUES = Path(__file__).parents[3] / "resources" / "catalogues"
TOWNSHIPS = {"510799101": "观桥镇", "510799102": "石安镇", "510799104": "龙树乡"}
VILLAGES = {
    "510799101201": "新桥村",
    "510799101202": "东风村",
    "510799102201": "东风村",
    "510799102202": "石坝村",
    "510799104201": "双龙村",
}


def catalogue(name: str) -> tuple[Path, Path]:
    return CATALOGUES / f"{name}.json", CATALOGUES / f"{name}.schema.json"


@lru_cache(maxsize=1)
def rules() -> Rules:
    return load_rules(*catalogue("statistics"))


@lru_cache(maxsize=1)
def topics() -> Topics:
    return load_topics(*catalogue("opinion_topics"))


@lru_cache(maxsize=1)
def words() -> Words:
    return load_words(*catalogue("opinion_words"))


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    codes = list(VILLAGES)
    townships = pd.DataFrame({"code": list(TOWNSHIPS), "name": list(TOWNSHIPS.values())})
    villages = pd.DataFrame({"code": codes, "name": list(VILLAGES.values()), "township_code": [c[:9] for c in codes]})
    return Gazetteer.build(townships, villages, rules(), "清岚县")


def book(rows: Sequence[Sequence[Any]], name: str = "Sheet1", merged: Sequence[Any] = ()) -> Book:
    """Rows from the first on; None is a blank cell."""
    cells = {
        (row, column): Cell(row, column, value)
        for row, values in enumerate(rows, 1)
        for column, value in enumerate(values, 1)
        if value is not None
    }
    return Book("意见.xlsx", (Sheet(name, cells, tuple(merged)),))
