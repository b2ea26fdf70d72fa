"""A plan before and after a round, from the file: what it is set beside, what moved, why, and the table of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from village_planner.core.catalogue import load_catalogue
from village_planner.core.drawing.edit_kinds import PAINT
from village_planner.core.drawing.edits import Edit
from village_planner.core.errors import InputError
from village_planner.core.opinions.opinions import Opinion
from village_planner.core.tables.build import Scope
from village_planner.core.tables.report import Catalogues, build_reports
from village_planner.core.tables.table import Table
from village_planner.database import open_database
from village_planner.database.comparing import read_moves, round_states, usual_states
from village_planner.database.county import read_county
from village_planner.paths import catalogue_files


@pytest.fixture(scope="module")
def small_county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sys.path.insert(0, str(Path(__file__).parents[1] / "docks"))
    from docks_county import make_county

    return make_county(tmp_path_factory.mktemp("moves") / "county.gpkg")


def move(db: Any, plan: int, place: int, district: str) -> int:
    """A village (its place in the order of codes) into a district; the number of the step."""
    code = sorted(db.read_table("village")["code"])[place]
    old = db.scheme(plan, "village").assignment[code]
    return int(db.apply_edit(plan, "village", Edit(PAINT, {code: (old, district)})))


def table_of(db: Any) -> Table:
    catalogues = Catalogues.of(
        load_catalogue(*catalogue_files("tables")), load_catalogue(*catalogue_files("survey_classes"))
    )
    (report,) = build_reports(read_county(db), catalogues, [Scope()], ["moved_units"])
    return report.tables[0]


def test_a_round_and_what_it_moved(small_county: Path) -> None:
    with open_database(small_county) as db:
        plan = db.plan().id
        codes = sorted(db.read_table("village")["code"])
        assert usual_states(db, plan) is None
        move(db, plan, 0, "1-02")
        db.open_round(plan, 1)
        step = move(db, plan, 1, "1-02")
        db.add_opinion(plan, Opinion("划入二区", source="龙潭镇", decision="adopted", edit_id=step))
        found = round_states(db, plan)
        assert found is not None and found.round == 1
        assert found.first.title.startswith("评审前：第一轮") and found.second.title == "评审中：当前方案"
        rows = read_moves(db, found, plan).rows
        assert [(row.code, row.before, row.after) for row in rows] == [(codes[1], "第1-01片区", "第1-02片区")]
        assert rows[0].opinions == "第 1 条（龙潭镇）"
        assert rows[0].reason.startswith(f"修改记录第 {step} 号")

        table = table_of(db)
        assert [row.kind for row in table.rows] == ["data", "subtotal"]
        assert table.value("count:village") == 1
        assert table.value("population:village") == db.read_table("village").set_index("code")["population"][codes[1]]

        with pytest.raises(InputError) as caught:
            round_states(db, plan, 2)
        assert caught.value.code == "round_not_opened"


def test_a_branch_is_set_beside_what_it_came_from(small_county: Path) -> None:
    with open_database(small_county) as db:
        base = db.plan().id
        branch = db.branch_plan(base, "方案二").id
        db.set_current_plan(branch)
        assert table_of(db).rows == ()
        step = move(db, branch, 23, "2-01")
        found = usual_states(db, branch)
        assert found is not None and found.plan_id == branch and found.heading == "方案一与方案二"
        (row,) = read_moves(db, found, branch).rows
        assert row.reason.startswith(f"修改记录第 {step} 号") and row.after == "第2-01片区"
