"""Report tables of opinions, sign-offs, questionnaires and the record."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hand_county import hand_county, reports, table_of

from village_planner.core.opinions.opinions import Opinion
from village_planner.core.tables.county import RecordLine

TABLES = ("opinion_adoption", "opinion_summary", "sign_offs", "questionnaire_topics", "review_record")


@pytest.fixture(scope="module")
def county():
    county = hand_county()
    town, other = list(county.townships.index)[:2]
    village = next(code for code in county.villages.index if county.villages.at[code, "township_code"] == town)
    opinions = (
        Opinion("划入1片区", "交通局", "department", 1, 1, "unit", unit_code=village, township=town, topic="boundary",
                decision="partly", reason="分两步", reply="先划两村", edit_id=7, given="2026-03-05", due="2026-04-01"),
        Opinion("同意", "财政局", "department", 2, 1, due="2026-04-01"),
        Opinion("修路", "村民", "villager", 3, topic="transport", township=other, decision="adopted", change="第三章"),
        Opinion("重复", "村民", "villager", 4, withdrawn="重复"),
    )  # fmt: skip
    rounds = pd.DataFrame({"number": [1], "name": ["部门会审"], "participants": [("交通局", "财政局", "水利局")]})
    signed = pd.DataFrame(
        [
            (1, "交通局", "agree_with_changes", "张三", "2026-03-06", ""),
            (1, "住建局", "agree", "李四", "2026-03-07", "补签"),
        ],
        columns=["round", "participant", "verdict", "signed_by", "given", "note"],
    )
    counts = pd.DataFrame(
        {"questionnaires": [2, 0], "transport": [3, 0], "water": [1, 0]},
        index=pd.Index([town, other], name="township_code"),
    )
    record = (
        RecordLine("2026-03-06 10:00", "王五", "移动单元", "1", "2", frozenset({village})),
        *(RecordLine(f"2026-03-05 {hour:02d}:00", "王五", f"事项{hour}") for hour in range(20)),
    )
    return hand_county(
        opinions=opinions,
        topics={"transport": "交通", "water": "供水", "boundary": "片区划分"},
        edits={7: "修改记录第 7 号"},
        rounds=rounds,
        sign_offs=signed,
        questionnaires=counts,
        record=record,
        told="2026-04-02",
    )


@pytest.fixture(scope="module")
def whole(county):
    return reports(county, TABLES)[0]


def column(table, key):
    return [row.values.get(key) for row in table.rows]


def test_adoption_names_place_reason_and_change(whole):
    table = table_of(whole, "opinion_adoption")
    assert column(table, "number") == ["1", "2", "3"]  # what was withdrawn is not listed
    assert column(table, "decision") == ["部分采纳", "待定", "采纳"]
    assert column(table, "change") == ["修改记录第 7 号", "", "第三章"]
    assert column(table, "topic")[0] == "片区划分" and column(table, "place")[1] == "全县"
    assert column(table, "given")[0] == "2026年3月5日"


def test_a_district_is_named_at_its_own_level(county):
    """Village districts may have codes such as those of township districts."""
    from hand_county import catalogues

    from village_planner.core.tables.opinions import opinion_adoption
    from village_planner.core.tables.report import Sources, control_areas

    code = county.township_districts.index[0]
    named = county.village_districts.iloc[:1].set_axis([code]).assign(name="村级东片")
    said = tuple(
        Opinion("调整", number=number, subject="district", level=level, district_code=code)
        for number, level in enumerate(("village", "township"), 1)
    )
    held = replace(county, village_districts=named, opinions=said)
    sources = Sources(held, catalogues().classes, None, control_areas(county.villages))
    table = opinion_adoption(sources, catalogues().tables["opinion_adoption"])
    assert column(table, "place") == ["村级东片", county.township_districts["name"].iloc[0]]


def test_summary_lists_what_was_said_in_rounds(whole):
    table = table_of(whole, "opinion_summary")
    assert column(table, "department") == ["交通局", "财政局"]
    assert column(table, "state") == ["已办结", "逾期"]
    assert column(table, "round") == ["第1轮 部门会审"] * 2


def test_who_did_not_sign_is_listed(whole):
    table = table_of(whole, "sign_offs")
    assert dict(zip(column(table, "department"), column(table, "verdict"))) == {
        "交通局": "修改后同意",
        "财政局": "未会签",
        "水利局": "未会签",
        "住建局": "同意",
    }


def test_questionnaires_sum_up(whole, county):
    table = table_of(whole, "questionnaire_topics")
    assert column(table, "total") == [4, 0, 4] and column(table, "questionnaires") == [2, 0, 2]
    assert [one.heads[-1] for one in table.columns] == ["乡镇", "问卷份数", "交通", "供水", "答案合计"]


def test_the_record_is_limited_and_says_so(county):
    from hand_county import catalogues

    from village_planner.core.tables.record import review_record
    from village_planner.core.tables.report import Sources, control_areas

    sources = Sources(county, catalogues().classes, None, control_areas(county.villages))
    table = review_record(sources, {**catalogues().tables["review_record"], "most": 5})
    assert len(table.rows) == 5 and any("共 21 条" in note and "最近 5 条" in note for note in table.notes)
    record = tuple(replace(line, group="data" if "事项" in line.what else "drawing") for line in county.record)
    sources = replace(sources, county=replace(county, record=record))
    table = review_record(sources, catalogues().tables["review_record"])
    assert column(table, "what") == ["移动单元"] and any("20 条未列入" in note for note in table.notes)


def test_a_township_has_what_concerns_it(county):
    town, other = list(county.townships.index)[:2]
    own, second = reports(county, TABLES, (town, other))[1:]
    assert column(table_of(own, "opinion_adoption"), "number") == ["1"]
    assert column(table_of(second, "opinion_adoption"), "number") == ["3"]
    assert column(table_of(own, "review_record"), "what") == ["移动单元"]
    assert table_of(second, "review_record").rows == ()
    assert {gap.id for gap in second.gaps} == {"opinion_summary", "sign_offs", "questionnaire_topics"}
    assert [row.values["total"] for row in table_of(own, "questionnaire_topics").rows] == [4]


def test_without_any_of_it_the_index_says_what_to_do():
    report = reports(hand_county(), TABLES)[0]
    assert {gap.id for gap in report.gaps} == set(TABLES) and all(gap.needs["zh"] for gap in report.gaps)
