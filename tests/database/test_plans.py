"""Plans, assignments, districts, centres, results and units."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from village_planner.core.drawing.colours import PALETTE, choose_colour
from village_planner.core.errors import InputError
from village_planner.database import open_database, read_county
from village_planner.database.nesting import crossing_districts

from .conftest import TOWNSHIPS, VILLAGES


def by_unit(*districts: Any, units: tuple[str, ...] = TOWNSHIPS) -> pd.Series:
    return pd.Series(districts, index=list(units), dtype=object)


def test_plan_by_number_name_and_current(database: Any) -> None:
    with pytest.raises(InputError) as none:
        database.plan("")
    assert none.value.code == "no_plan"
    first, second = database.ensure_plan("甲"), database.ensure_plan("乙")
    assert (first.id, second.id) == (1, 2) and first.status == "draft"
    assert database.plan("").name == "甲"  # the first one became current
    assert database.plan("2") == second == database.plan(" 乙 ")
    database.set_current_plan(2)
    assert database.plan("") == second == database.ensure_plan("")
    for text in ("3", "丙"):
        with pytest.raises(InputError) as unknown:
            database.plan(text)
        assert unknown.value.code == "unknown_plan" and "1 甲, 2 乙" in str(unknown.value)
    with pytest.raises(InputError):
        database.ensure_plan("7")  # a number cannot become a name
    assert database.find_plan("丙") is None


@pytest.mark.parametrize("name", ["", " ", "12", "甲"])
def test_bad_plan_names(database: Any, name: str) -> None:
    database.ensure_plan("甲")
    with pytest.raises(InputError) as error:
        database.add_plan(name)
    assert error.value.code == "bad_plan_name"


def test_ensure_plan_without_a_name_makes_a_first_one(database: Any) -> None:
    assert database.ensure_plan().name == "方案一" == database.plan("").name


def test_assignment_and_districts(database: Any) -> None:
    plan = database.ensure_plan("甲").id
    assert database.assignment(plan, "township").empty
    database.save_assignment(plan, "township", by_unit("1", "2"))
    assert database.assignment(plan, "township").to_dict() == {"510722001": "1", "510722002": "2"}
    districts = database.districts(plan, "township")
    assert districts["name"].tolist() == ["第1片区", "第2片区"]
    assert districts["colour"].nunique() == 2 and not districts["locked"].any()


def test_colours_and_names_stay_with_the_district(database: Any) -> None:
    plan = database.ensure_plan("甲").id
    database.save_assignment(plan, "village", by_unit("1-01", "1-02", "2-01", "2-02", units=VILLAGES))
    database.update_district(plan, "village", "1-02", name="东部片区", function="现代农业", locked=True)
    before = database.districts(plan, "village").set_index("code")
    database.save_assignment(plan, "village", by_unit("1-02", "1-02", "2-01", "2-03", units=VILLAGES))
    after = database.districts(plan, "village").set_index("code")
    assert after.index.tolist() == ["1-02", "2-01", "2-03"]
    assert after.loc["1-02"].equals(before.loc["1-02"]) and after.loc["1-02", "name"] == "东部片区"
    assert after["parent"].to_dict() == {"1-02": "1", "2-01": "2", "2-03": "2"}
    with pytest.raises(InputError):
        database.update_district(plan, "village", "9", name="无")


def test_parent_of_a_village_district_is_its_townships_district(database: Any) -> None:
    plan = database.ensure_plan("甲").id
    database.save_assignment(plan, "township", by_unit("7", "8"))
    database.save_assignment(plan, "village", by_unit("a", "a", "b", "b", units=VILLAGES))
    assert database.districts(plan, "village")["parent"].tolist() == ["7", "8"]


def test_districts_sort_by_number(database: Any) -> None:
    plan = database.ensure_plan("甲").id
    database.save_assignment(plan, "village", by_unit("10-01", "2-10", "2-09", "1-01", units=VILLAGES))
    assert database.districts(plan, "village")["code"].tolist() == ["1-01", "2-09", "2-10", "10-01"]


def test_new_districts_differ_from_their_neighbours() -> None:
    assert choose_colour([]) == PALETTE[0]
    assert choose_colour(PALETTE * 3, PALETTE[:-1]) == PALETTE[-1]
    assert choose_colour([PALETTE[0]]) == PALETTE[1]


@pytest.mark.parametrize(
    ("series", "code", "named"),
    [
        (pd.Series(["1", "2"], index=["510722001", "999999999"]), "unknown_unit", "999999999"),
        (pd.Series(["1", "2"], index=["510722001", "510722001"]), "duplicate_code", "510722001"),
    ],
)
def test_wrong_units_are_refused_and_nothing_changes(database: Any, series: Any, code: str, named: str) -> None:
    plan = database.ensure_plan("甲").id
    database.save_assignment(plan, "township", by_unit("1", "2"))
    records = database.count("record")
    with pytest.raises(InputError) as error:
        database.save_assignment(plan, "township", series)
    assert error.value.code == code and named in str(error.value)
    assert database.assignment(plan, "township").tolist() == ["1", "2"] and database.count("record") == records


def test_one_save_is_one_entry_in_the_record(database: Any) -> None:
    plan = database.ensure_plan("甲").id
    database.save_assignment(plan, "township", by_unit("1", "2"))
    count = database.count("record")
    database.save_assignment(plan, "township", by_unit("1", None))
    assert database.count("record") == count + 1
    last = database.read_table("record").iloc[-1]
    assert json.loads(last["before"])["units"] == {"510722002": "2"}
    assert json.loads(last["after"])["units"] == {"510722002": None}
    assert [row["code"] for row in json.loads(last["before"])["districts"]] == ["2"]


def test_transaction_keeps_all_or_nothing(database: Any) -> None:
    plan = database.ensure_plan("甲").id

    class StopError(Exception):
        pass

    with pytest.raises(StopError), database.transaction():
        database.save_assignment(plan, "township", by_unit("1", "2"))
        database.set_setting("note", "x")
        raise StopError
    assert database.assignment(plan, "township").empty and database.setting("note") is None


def test_centres(database: Any) -> None:
    plan = database.ensure_plan("甲").id
    database.save_centres(
        plan,
        "township",
        pd.DataFrame({"unit_code": TOWNSHIPS, "role": ["central_town", None], "reason": ["位次第一", ""]}),
    )
    assert database.centres(plan, "township").values.tolist() == [["510722001", "central_town", "位次第一", None]]
    with pytest.raises(InputError) as error:
        database.save_centres(plan, "township", pd.DataFrame({"unit_code": TOWNSHIPS[:1], "role": ["capital"]}))
    assert error.value.code == "unknown_role"


def test_townships_of_high_potential_keep_their_reasons(database: Any) -> None:
    plan = database.ensure_plan("甲").id
    frame = pd.DataFrame({"unit_code": TOWNSHIPS, "role": ["central_town", ""], "reason": ["位次第一", "位次第二"]})
    database.save_centres(plan, "township", frame.assign(high_potential=[True, True]))
    assert database.high_potential(plan).to_numpy().tolist() == [[TOWNSHIPS[0], "位次第一"], [TOWNSHIPS[1], "位次第二"]]
    database.save_centres(plan, "township", frame)  # moved by hand: says nothing of potential
    assert len(database.high_potential(plan)) == 2 and len(database.centres(plan, "township")) == 1


def test_high_potential_goes_with_the_step_that_chose_the_centres(database: Any) -> None:
    plan = database.ensure_plan("甲").id

    def chosen(roles: list[str], high: list[bool], reasons: list[str]) -> None:
        frame = pd.DataFrame({"unit_code": TOWNSHIPS, "role": roles, "reason": reasons, "high_potential": high})
        database.save_centres(plan, "township", frame)

    def potential(of: int = plan) -> dict[str, str]:
        return dict(database.high_potential(of).to_numpy().tolist())

    chosen(["central_town", ""], [True, False], ["位次第一", ""])
    first = potential()
    frozen = database.save_snapshot(plan, "甲一")
    chosen(["", "central_town"], [True, True], ["", "位次上升"])
    second = potential()
    assert second == {TOWNSHIPS[0]: "", TOWNSHIPS[1]: "位次上升"} and first == {TOWNSHIPS[0]: "位次第一"}
    database.undo(plan, "township")
    assert potential() == first == database.scheme(plan, "township").potential
    database.redo(plan, "township")
    assert potential() == second
    told = json.loads(database.read_table("record")["after"].iloc[-1])
    assert told["potential"] == {TOWNSHIPS[0]: "", TOWNSHIPS[1]: "位次上升"}
    assert potential(database.branch_plan(plan, "乙").id) == second
    database.restore_snapshot(plan, frozen)
    assert potential() == first
    database.undo(plan, "township")
    assert potential() == second
    assert database.scheme(plan, "village").potential == {}


def test_whatever_writes_into_an_approved_plan_is_refused(database: Any) -> None:
    plan = database.ensure_plan("甲").id
    database.save_assignment(plan, "village", by_unit("1-01", "1-01", "2-01", "2-01", units=VILLAGES))
    types = pd.DataFrame({"unit_code": VILLAGES[:1], "type": ["suburban"]})
    database.save_village_types(plan, types)
    database._run("UPDATE plan SET status = 'approved'")
    centres = pd.DataFrame({"unit_code": VILLAGES[:1], "role": ["central_village"]})
    for work in (
        lambda: database.save_assignment(plan, "village", by_unit("1-01", units=VILLAGES[:1])),
        lambda: database.save_centres(plan, "village", centres),
        lambda: database.update_district(plan, "village", "1-01", name="乙"),
        lambda: database.save_village_types(plan, types),
        lambda: database.set_village_type(plan, VILLAGES[0], None),
        lambda: database.release_village_types(plan, VILLAGES[:1]),
        lambda: database.undo(plan, "village"),
    ):
        with pytest.raises(InputError) as refused:
            work()
        assert refused.value.code == "approved_plan" and "甲" in str(refused.value)
    assert len(database.assignment(plan, "village")) == 4 and len(database.village_types(plan)) == 1


def scores() -> pd.DataFrame:
    return pd.DataFrame(
        {"unit_code": [*TOWNSHIPS, *TOWNSHIPS], "part": ["total", "total", "rank", "rank"], "value": [0.4, 0.6, 2, 1]}
    )


def test_result_goes_stale_with_its_inputs(database: Any, path: Path) -> None:
    plan = database.ensure_plan("甲").id
    assert database.result(plan, "score", "township") is None
    first = database.save_result(plan, "score", scores(), {"weighting": "entropy"}, "township")
    result = database.result(plan, "score", "township")
    assert (result.id, result.stale, result.parameters) == (first, False, {"weighting": "entropy"})
    assert result.table["value"].tolist() == [0.4, 0.6, 2, 1]
    with open_database(path) as other:  # another program changes a figure of another level, then of this one
        other._connection.execute(
            "INSERT INTO indicator_value (level, unit_code, indicator, value) "
            "VALUES ('village', '510722001001', 'V1', 1)"
        )
        assert not database.result(plan, "score", "township").stale
        other._connection.execute("UPDATE indicator_value SET value = 701 WHERE value = 700")
        assert database.result(plan, "score", "township").stale
        other._connection.execute("UPDATE indicator_value SET value = 700 WHERE value = 701")
        assert not database.result(plan, "score", "township").stale


def test_new_result_takes_the_place_of_the_old(database: Any) -> None:
    plan = database.ensure_plan("甲").id
    database.save_result(plan, "score", scores(), {}, "township")
    second = database.save_result(plan, "score", scores().assign(value=1.0), {}, "township")
    assert database.result(plan, "score", "township").id == second
    assert database.count("result") == 1 and database.count("score") == 4


def test_units_hold_all_that_is_known(database: Any) -> None:
    plan = database.ensure_plan("甲").id
    bare = database.units(None, "township")
    assert bare["district"].isna().all() and bare["score"].isna().all()
    database.save_result(plan, "score", scores(), {}, "township")
    database.save_assignment(plan, "township", by_unit("1", "2"))
    database.save_centres(plan, "township", pd.DataFrame({"unit_code": TOWNSHIPS[:1], "role": ["central_town"]}))
    units = database.units(plan, "township")
    assert list(units.columns) == [
        *(
            "code",
            "name",
            "kind",
            "population",
            "area_m2",
            "A5",
            "A6",
            "score",
            "rank",
            "district",
            "role",
            "locked",
            "geometry",
        )
    ]
    assert units["rank"].tolist() == [2, 1] and units["district"].tolist() == ["1", "2"]
    assert units["role"].tolist() == ["central_town", None] and units["A6"].tolist() == [-1.5, 2.0]
    villages = database.units(plan, "village")
    assert villages["parent_district"].tolist() == ["1", "1", "2", "2"]
    assert villages["township_name"].tolist() == ["城关镇", "城关镇", "南山乡", "南山乡"]
    assert villages["kind"].tolist() == ["community", "village", "village", "village"]


def test_latest_year_counts(database: Any) -> None:
    for year, value in ((2023, 5.0), (None, 9.0), (2024, None)):
        database._connection.execute(
            "INSERT INTO indicator_value (level, unit_code, indicator, year, value) "
            "VALUES ('township', '510722001', 'A5', ?, ?)",
            [year, value],
        )
    assert database.indicator_values("township").loc["510722001", "A5"] == 5.0
    assert database.indicator_values("village").empty


def test_crossing_districts() -> None:
    township = pd.Series({"a": "t1", "b": "t1", "c": "t2", "d": "t3"})
    parents = pd.Series({"t1": "1", "t2": "2"})
    lower = pd.Series({"a": "x", "b": "y", "c": "y", "d": "x"})
    assert crossing_districts(lower, township, parents) == {"y": ["1", "2"]}
    assert crossing_districts(lower[:0], township, parents) == {}


def test_county_for_reports_and_pages(database: Any) -> None:
    plan = database.ensure_plan("甲").id
    database.save_result(plan, "score", scores(), {}, "township")
    database.save_assignment(plan, "township", by_unit("1", "2"))
    county = read_county(database)
    assert (county.county_code, county.plan_name) == ("510722", "甲")
    assert county.townships.index.tolist() == list(TOWNSHIPS)
    assert [(item.code, item.name_zh) for item in county.indicators["township"]] == [
        ("A5", "常住人口"),
        ("A6", "人口净流入率"),
    ]
    assert county.indicators["village"] == () and county.land_area is None and not county.has_parcels
    assert county.score_parts("township").loc["510722002", "total"] == 0.6
    assert set(county.made) == {"score/township"} and county.stale == frozenset()


def test_a_snapshot_is_restored_but_for_units_that_are_gone(database: Any) -> None:
    plan = database.ensure_plan("已撤并").id
    codes = sorted(database.read_table("township")["code"])[:2]
    database.save_assignment(plan, "township", pd.Series(["1", "1"], codes))
    frozen = database.save_snapshot(plan, "合并前")
    database.save_assignment(plan, "township", pd.Series([], [], dtype=object))
    database._run("DELETE FROM township WHERE code = ?", [codes[1]])
    assert database.units_gone(plan, frozen) == {"township": (codes[1],), "village": ()}
    database.restore_snapshot(plan, frozen)
    assert dict(database.assignment(plan, "township")) == {codes[0]: "1"}
