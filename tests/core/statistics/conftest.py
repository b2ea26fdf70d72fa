"""A small county and its good workbook, which the tests then spoil."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import statistics_county


@pytest.fixture(scope="session")
def rules() -> Any:
    from village_planner.database.statistics import read_rules

    return read_rules()


@pytest.fixture(scope="session")
def catalogue() -> Any:
    from village_planner.database.catalogues import read_indicators

    return read_indicators()


@pytest.fixture(scope="session")
def gazetteer(rules: Any) -> Any:
    from village_planner.core.statistics.gazetteer import Gazetteer

    return Gazetteer.build(statistics_county.townships(), statistics_county.villages(), rules, statistics_county.COUNTY)


@pytest.fixture
def read(tmp_path: Path, gazetteer: Any, catalogue: Any, rules: Any) -> Any:
    """read(workbook or bytes, name=…, answers=…, level=…, year=…, sheets=…) → the interpretation."""
    from village_planner.core.statistics.answers import answers_from
    from village_planner.core.statistics.interpret import interpret
    from village_planner.excel.reading import read_book

    def call(book: Any, name: str = "统计 表.xlsx", answers: Any = None, **more: Any) -> Any:
        path = tmp_path / name
        if isinstance(book, bytes):
            path.write_bytes(book)
        else:
            book.save(path)
        settled = None if answers is None else answers_from(answers)
        return interpret(read_book(path), gazetteer, catalogue, rules, settled, **more)

    return call
