"""Opinions: dates, topics, states, choosing, sorting, counting, and reading them from a workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opinion_books import book, gazetteer, rules, topics, words

from village_planner.core.errors import InputError
from village_planner.core.opinions.dates import date_of, in_chinese
from village_planner.core.opinions.forms import bad_rows
from village_planner.core.opinions.merge import compare_opinions
from village_planner.core.opinions.opinions import (
    SORTS,
    Choice,
    Opinion,
    arrange,
    check,
    choose,
    state,
    tally,
    warnings,
)
from village_planner.core.opinions.rows import Defaults, FoundOpinions, Place, district_labels, read_opinions
from village_planner.core.opinions.terms import DECISIONS, DONE, STATES

TODAY = date(2026, 4, 10)
HEADERS = [
    "编号",
    "来源",
    "日期",
    "乡镇",
    "村",
    "片区",
    "主题",
    "意见",
    "回复",
    "采纳情况",
    "理由",
    "责任单位",
    "办理期限",
]


def read(rows, place=Place(), defaults=Defaults()) -> FoundOpinions:  # noqa: B008 - frozen
    return read_opinions(book(rows), gazetteer(), rules(), words(), topics(), place, defaults)


# ---- dates
@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2026年3月5日", "2026-03-05"),
        ("2026.3.5", "2026-03-05"),
        ("2026．03．05", "2026-03-05"),
        ("2026/3/5 14:20", "2026-03-05"),
        ("2026-03-05", "2026-03-05"),
        ("20260305", "2026-03-05"),
        (20260305, "2026-03-05"),
        ("二〇二六年三月五日", "2026-03-05"),
        ("二○二六年十二月三十一日", "2026-12-31"),
        (datetime(2026, 3, 5, 9), "2026-03-05"),
        (46086, "2026-03-05"),
        ("3月5日", None),
        ("2026年3月", None),
        ("2026.2.30", None),
        ("月底前", None),
        (True, None),
        (12, None),
    ],
)
def test_dates_as_they_are_written(written, iso):
    assert date_of(written) == iso


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
@settings(max_examples=30)
def test_a_date_is_read_back_however_it_is_written(day):
    number = (day - date(1899, 12, 30)).days
    for written in (day, number, in_chinese(day.isoformat()), f"{day:%Y.%m.%d}", f"{day:%Y%m%d}"):
        assert date_of(written) == day.isoformat()


# ---- topics
@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("建议将新桥村划入城关片区", "boundary"),
        ("占用永久基本农田，且在生态保护红线内", "land"),
        ("通村道路狭窄，建议硬化", "transport"),
        ("同意。", "other"),
    ],
)
def test_a_topic_is_proposed_by_words(text, topic):
    assert topics().propose(text) == topic


def test_every_name_of_a_topic_finds_it():
    for topic in topics().topics:
        assert {topics().find(name) for name in (topic.id, topic.names["zh"], topic.names["en"])} == {topic.id}


# ---- state and checks
def test_states_follow_from_what_is_there():
    opinion = Opinion("修路", due="2026-05-01")
    assert state(opinion, TODAY) == "open"
    assert state(replace(opinion, reply="已列入"), TODAY) == "replied"
    assert state(replace(opinion, reply="已列入", decision="adopted"), TODAY) == "decided"
    assert state(replace(opinion, reply="已列入", decision="adopted", edit_id=3), TODAY) == "done"
    assert state(replace(opinion, reply="已列入", decision="adopted", change="第三章"), TODAY) == "done"
    assert state(replace(opinion, reply="不在范围", decision="not", reason="不在范围"), TODAY) == "done"
    late = replace(opinion, due="2026-04-09")
    assert state(late, TODAY) == "overdue"
    assert state(replace(late, reply="否", decision="not", reason="否"), TODAY) == "done"
    assert state(replace(late, withdrawn="重复"), TODAY) == "withdrawn"


@pytest.mark.parametrize(
    ("opinion", "code"),
    [
        (Opinion(" "), "no_text"),
        (Opinion("修路", decision="not"), "no_reason"),
        (Opinion("修路", decision="partly", reason=" "), "no_reason"),
        (Opinion("修路", decision="maybe"), "unknown_value"),
        (Opinion("修路", subject="unit"), "no_subject"),
        (Opinion("修路", subject="point"), "no_subject"),
    ],
)
def test_what_must_not_be_kept_is_refused(opinion, code):
    with pytest.raises(InputError) as caught:
        check(opinion)
    assert caught.value.code == code


def test_what_is_missing_is_said():
    opinion = Opinion("修路", decision="adopted", due="2026-04-01")
    assert len(warnings(opinion, TODAY)) == 4
    assert warnings(replace(opinion, withdrawn="重复"), TODAY) == ()
    done = replace(opinion, reply="已改", edit_id=1, responsible="交通局")
    assert warnings(done, TODAY) == ()


# ---- choosing, sorting, counting: against the plain definition
opinions_ = st.lists(
    st.builds(
        Opinion,
        text=st.sampled_from(["修路", "划入1片区", "ＡＢ路"]),
        source=st.sampled_from(["", "交通局", "观桥镇"]),
        number=st.integers(1, 50),
        round=st.sampled_from([None, 1, 2]),
        topic=st.sampled_from(["", "transport", "land"]),
        decision=st.sampled_from(["", *DECISIONS]),
        reply=st.sampled_from(["", "已改"]),
        due=st.sampled_from(["", "2026-04-01", "2026-05-01"]),
        withdrawn=st.sampled_from(["", "", "重复"]),
    ),
    max_size=12,
)


@given(opinions_, st.sampled_from(SORTS), st.booleans())
@settings(max_examples=40)
def test_sorting_keeps_all_and_puts_empty_ones_last(opinions, by, backwards):
    order = arrange(opinions, by, TODAY, backwards)
    assert sorted(order) == list(range(len(opinions)))
    if by in ("round", "source", "due"):
        values = [getattr(opinions[i], by) for i in order]
        filled = [value for value in values if value not in (None, "")]
        assert values[: len(filled)] == filled
        if by != "source":
            assert filled == sorted(filled, reverse=backwards)


@given(opinions_)
@settings(max_examples=40)
def test_counts_add_up(opinions):
    standing = [opinion for opinion in opinions if not opinion.withdrawn]
    for by in ("topic", "source", "round"):
        counted = tally(opinions, by, TODAY)
        assert counted["total"].sum() == len(standing)
        assert (counted[["adopted", "partly", "not", "undecided"]].sum(axis=1) == counted["total"]).all()
        assert counted["done"].sum() == sum(state(opinion, TODAY) == DONE for opinion in opinions)
    for name in STATES:
        assert [opinions[i] for i in choose(opinions, Choice(state=name), TODAY)] == [
            opinion for opinion in opinions if state(opinion, TODAY) == name
        ]


def test_searching_looks_at_everything_that_is_written():
    opinions = [Opinion("ＡＢ路要修", number=7), Opinion("改名", reply="ab路已列入"), Opinion("改名", source="民政局")]
    assert choose(opinions, Choice(text="ab 路"), TODAY) == [0, 1]
    assert choose(opinions, Choice(text="民政"), TODAY) == [2]
    assert choose(opinions, Choice(text="7"), TODAY) == [0]


# ---- workbooks
def test_a_workbook_is_read_with_what_stands_above_it():
    found = read(
        [
            ["片区划分方案征求意见汇总表"],
            ["部门：自然资源局　　轮次：第1轮"],
            ["序号", "日期", "乡镇", "村", "意见内容", "是否采纳", "不采纳理由", "完成期限"],
            [1, "2026.3.5", "观桥", "新桥村", "建议划入城关片区", "采纳", None, "2026年4月1日"],
            [2, datetime(2026, 3, 6), None, None, "中心镇选择依据不足", "部分采纳", "已补充", None],
            [3],
            ["注：以上意见请于月底前反馈"],
        ]
    )
    assert found.faults == () and found.rows == 2
    first, second = found.opinions
    assert (first.source, first.source_kind, first.round) == ("自然资源局", "department", 1)
    assert (first.subject, first.unit_code, first.township) == ("unit", "510799101201", "510799101")
    assert (first.topic, first.decision, first.given, first.due) == ("boundary", "adopted", "2026-03-05", "2026-04-01")
    assert first.origin == "意见.xlsx › Sheet1 › 4"
    assert (second.subject, second.decision, second.reason, second.given) == ("plan", "partly", "已补充", "2026-03-06")


def test_every_bad_cell_is_named_with_the_nearest_names():
    found = read(
        [
            HEADERS,
            [1, "交通局", "3月5日", "石安镇", "东峰村", None, "交通", "修路", None, "也许", None, None, "月底"],
            [2, "交通局", None, None, "东风村", None, None, "修路", None, "不采纳", None, None, None],
            [3, "交通局", None, None, None, "9", None, None, "已改", None, None, None, None],
            [4, "交通局", None, None, None, "城关片区", None, "扩大范围", None, None, None, None, None],
        ],
        Place({("township", "1"): "城关片区"}),
    )
    said = {(fault.row, fault.cell, fault.code) for fault in found.faults}
    assert said == {
        (2, "C2", "bad_date"),
        (2, "E2", "unknown_name"),
        (2, "J2", "unknown_decision"),
        (2, "M2", "bad_date"),
        (3, "E3", "ambiguous_name"),
        (3, "K3", "no_reason"),
        (4, "F4", "unknown_district"),
        (4, "H4", "no_text"),
    }
    assert found.rows == 4 and bad_rows(found.faults) == 3
    nearest = {fault.cell: [one.code for one in fault.nearest] for fault in found.faults}
    assert nearest["E2"][0] == "510799102201" and set(nearest["E3"]) == {"510799101202", "510799102201"}
    (good,) = found.opinions
    assert (good.subject, good.level, good.district_code) == ("district", "township", "1")


def test_a_township_speaks_for_itself():
    (opinion,) = read([["来源", "意见"], ["观桥", "请改善供水"]]).opinions
    assert (opinion.source, opinion.source_kind) == ("观桥镇", "township")
    assert (opinion.subject, opinion.township, opinion.topic) == ("plan", "510799101", "water")


def test_rows_that_say_the_same_are_kept_and_told():
    rows = [["来源", "意见"], ["村民", "修路"], ["村民", "修路"], ["村民", "修桥"]]
    found = read(rows)
    assert len({opinion.key for opinion in found.opinions}) == 3
    assert [(note.row, note.code) for note in found.notes] == [(3, "said_twice")]
    assert [one.key for one in read(rows).opinions] == [one.key for one in found.opinions]


def test_points_come_with_coordinates():
    place = Place(transform=lambda kind, x, y: (x + 35500000, y) if kind == "projected" else (0, 0),
                  bounds=(35500000, 3400000, 35600000, 3500000))  # fmt: skip
    found = read([["意见", "来源", "X", "Y"], ["修桥", "村民", 10, 3400010], ["修桥", "村民", 10, None]], place)
    (opinion,) = found.opinions
    assert opinion.subject == "point" and opinion.point == (35500010, 3400010)
    assert [(fault.row, fault.code) for fault in found.faults] == [(3, "bad_coordinate")]
    outside = read([["意见", "经度", "纬度"], ["修桥", 105, 31]], place)
    assert [fault.code for fault in outside.faults] == ["point_outside"]


def test_a_workbook_without_opinions_says_which_headers_it_looks_for():
    with pytest.raises(InputError) as caught:
        read([["姓名", "年龄"], ["张三", 40]])
    assert caught.value.code == "no_table"


def test_rows_of_merged_cells_are_one_opinion() -> None:
    """An opinion over several rows is one, unless the rows are about several places; what a row adds is not lost."""
    head = ["部门", "村", "意见", "回复"]
    merged = [(2, 1, 3, 1), (2, 2, 3, 2), (2, 3, 3, 3), (4, 1, 5, 1), (4, 3, 5, 3)]
    rows = [
        head,
        ["水利局", "石坝村", "供水不足", "已核"],
        [],
        ["农业局", "石坝村", "修渠", None],
        [None, "双龙村", None, None],
    ]
    found = read_opinions(book(rows, merged=merged), gazetteer(), rules(), words(), topics())
    assert [(one.source, one.text, one.unit_code) for one in found.opinions] == [
        ("水利局", "供水不足", "510799102202"),
        ("农业局", "修渠", "510799102202"),
        ("农业局", "修渠", "510799104201"),
    ]
    assert not found.faults and found.rows == 3
    rows[2] = [None, None, None, "又复"]
    found = read_opinions(book(rows, merged=merged), gazetteer(), rules(), words(), topics())
    assert [(fault.row, fault.code) for fault in found.faults] == [(3, "merged_row")]


def test_a_name_of_two_districts_is_asked_for() -> None:
    place = Place({("township", "1"): "城北片区", ("village", "1-01"): "城北片区", ("township", "2"): "城南片区"})
    rows = [
        ["部门", "片区", "意见"],
        ["水利局", "城北片区", "供水"],
        ["水利局", "城南片区", "供水"],
        ["水利局", "1", "供水"],
    ]
    found = read_opinions(book(rows), gazetteer(), rules(), words(), topics(), place)
    assert [(fault.row, fault.code) for fault in found.faults] == [(2, "ambiguous_district")]
    assert [one.code for one in found.faults[0].nearest] == ["1", "1-01"]
    assert [(one.level, one.district_code) for one in found.opinions] == [("township", "2"), ("township", "1")]


def test_a_code_of_both_levels_needs_the_level() -> None:
    place = Place({("township", "1"): "城北片区", ("village", "1"): "桥东片区", ("village", "2"): "桥西片区"})
    rows = [
        ["部门", "片区", "意见"],
        ["水利局", "1", "供水"],
        ["水利局", "镇级1", "供水"],
        ["水利局", "村级片区 1", "供水"],
    ]
    rows += [["水利局", "桥东片区", "排水"], ["水利局", "2", "供水"], ["水利局", "镇级2", "供水"]]
    found = read(rows, place)
    assert [(fault.row, fault.code) for fault in found.faults] == [(2, "ambiguous_district"), (7, "unknown_district")]
    assert "both levels" in str(found.faults[0].text)
    said = [(one.level, one.district_code) for one in found.opinions]
    assert said == [("township", "1"), ("village", "1"), ("village", "1"), ("village", "2")]
    rows[0][1] = "村级片区"
    assert [one.level for one in read(rows[:2], place).opinions] == ["village"]


NAMES = st.sampled_from(["", "1", "2", "1-01", "桥东片区", "桥西片区"])
KEYS = st.tuples(st.sampled_from(["township", "village"]), st.sampled_from(["1", "2", "3", "1-01"]))


@given(st.dictionaries(KEYS, NAMES, min_size=1))
@settings(max_examples=40, deadline=None)
def test_every_district_is_read_back_from_its_label(districts) -> None:
    labels = district_labels(districts)
    rows = [["水利局", label, "供水"] for label in labels.values()]
    found = read([["部门", "片区", "意见"], *rows], Place(districts))
    assert [one.district for one in found.opinions] == list(districts) and not found.faults


def test_blanks_that_do_not_show_contradict_nothing() -> None:
    """A reply typed into the dock comes back from a workbook without its double and trailing blanks."""
    rows = [["部门", "意见", "回复"], ["水利局", "供水不足", "已核。  列入计划 "]]
    (one,) = read_opinions(book(rows), gazetteer(), rules(), words(), topics()).opinions
    there = replace(one, number=1, reply="已核。  列入计划 ")
    changes = compare_opinions([there], read_opinions(book(rows), gazetteer(), rules(), words(), topics()))
    assert (changes.skipped, changes.fresh, changes.updated, changes.faults) == (1, (), (), ())
