"""Pages say which of their results are out of date; the atlas knows it before anything is drawn."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("sheet", "stale", "said"),
    [
        ("land_use", ("land_area",), "数据已变动，需更新：管控线叠加"),
        ("land_use", ("score/township",), ""),
        ("scores", ("score/township", "land_area"), "数据已变动，需更新：指标评分（乡镇）"),
        ("administrative", ("land_area", "score/township"), ""),
    ],
)
def test_stamp_names_the_result(qgis_app: Any, sheet: str, stale: tuple[str, ...], said: str) -> None:
    from village_planner.atlas.catalogue import load_sheets
    from village_planner.atlas.stamp import stamp_of
    from village_planner.core.tables.county import CountyData

    one = next(one for one in load_sheets() if one.id == sheet)
    approved = CountyData(plan_id=1, plan_status="approved", stale=frozenset(stale))
    assert stamp_of(approved, one) == said
    draft = CountyData(plan_id=1, stale=frozenset(stale))
    assert stamp_of(draft, one) == "　".join(filter(None, ("草案", said)))


def test_every_table_says_what_it_is_made_of() -> None:
    from village_planner.core.catalogue import load_catalogue
    from village_planner.core.review.steps import KEYS
    from village_planner.core.tables.origins import ORIGINS, RESULT_NAMES
    from village_planner.paths import catalogue_files

    tables = load_catalogue(*catalogue_files("tables"))["order"]
    assert set(tables) <= set(ORIGINS), "add the new table to core/tables/origins.py"
    for origin in ORIGINS.values():
        assert origin.step in KEYS and {key.partition("/")[0] for key in origin.results} <= set(RESULT_NAMES)
