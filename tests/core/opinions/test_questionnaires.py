"""Questionnaires: read from a workbook, coded by topic, every bad row named, counted."""

from __future__ import annotations

import json
import random

import pandas as pd
import pytest
from opinion_books import TOWNSHIPS, VILLAGES, book, catalogue, gazetteer, rules, topics, words

from village_planner.core.errors import InputError
from village_planner.core.opinions.forms import bad_rows
from village_planner.core.opinions.questionnaires import (
    FREE,
    MULTIPLE,
    SINGLE,
    FoundQuestionnaires,
    Mappings,
    count_topics,
    load_mapping,
    read_questionnaires,
)

HEADERS = [
    "问卷编号",
    "乡镇",
    "村",
    "填写日期",
    "姓名",
    "电话",
    "1.您最希望改善的方面（多选）",
    "2.对村内道路是否满意",
    "3.您的建议",
]


def read(rows, mapping=Mappings()) -> FoundQuestionnaires:  # noqa: B008 - frozen
    return read_questionnaires(book(rows), gazetteer(), rules(), words(), topics(), mapping)


def test_a_row_each_coded_by_question_or_by_answer():
    found = read(
        [
            ["清岚县村庄规划问卷调查"],
            HEADERS,
            ["A001", "观桥镇", "新桥村", "2026年2月1日", "张三", "138", "交通┋养老", "满意", "把路修到学校门口"],
            [2.0, "石安", "东风村", None, None, None, "灌溉", "不满意", "无"],
        ]
    )
    assert found.faults == () and found.rows == 2
    assert {question.header[0]: (question.kind, question.topic) for question in found.questions} == {
        "1": (MULTIPLE, ""),
        "2": (SINGLE, "transport"),
        "3": (FREE, ""),
    }
    assert set(found.left_out) == {"姓名", "电话"}  # persons stay out of the database
    assert list(found.questionnaires["number"]) == ["A001", "2"]
    assert list(found.questionnaires["unit_code"]) == ["510799101201", "510799102201"]
    assert found.answers[["number", "topic", "answer"]].values.tolist() == [
        ["A001", "transport", "交通"],
        ["A001", "public_services", "养老"],
        ["A001", "transport", "满意"],
        ["A001", "public_services", "把路修到学校门口"],
        ["2", "water", "灌溉"],
        ["2", "transport", "不满意"],
    ]


def test_every_bad_row_is_named():
    found = read(
        [
            HEADERS,
            ["A1", "观桥镇", "新桥村", None, None, None, "交通", "满意", None],
            ["A2", "观桥镇", "东风", "2026/2/30", None, None, "产业", "满意", None],
            ["A3", None, "东风村", None, None, None, "产业", "满意", None],
            ["A1", "龙树乡", "双龙村", None, None, None, "产业", "满意", None],
            ["A5", "龙树乡", "双拢村", None, None, None, "产业", "满意", None],
            ["A6", "龙树乡", None, None, None, None, None, None, None],
            [None, "龙树乡", "双龙村", None, None, None, "产业", "满意", None],
            ["A8", None, None, None, None, None, "产业", "满意", None],
            ["A9", "石安镇", "双龙村", None, None, None, "产业", "满意", None],
        ]
    )
    assert [(fault.row, fault.cell, fault.code) for fault in found.faults] == [
        (3, "D3", "bad_date"),
        (4, "C4", "ambiguous_name"),
        (5, "A5", "number_twice"),
        (6, "C6", "unknown_name"),
        (7, "A7", "no_answer"),
        (8, "A8", "no_number"),
        (9, "B9", "no_unit"),
        (10, "C10", "wrong_township"),
    ]
    assert [one.code for one in found.faults[3].nearest] == ["510799104201"]
    assert (found.rows, bad_rows(found.faults), len(found.questionnaires)) == (9, 8, 1)


def test_an_answer_that_reads_like_a_header_is_an_answer():
    rows = [["问卷编号", "乡镇", "您希望住在哪里", "您常去哪里"]]
    rows += [[f"A{i}", "观桥镇", "村", "乡镇"] for i in range(5)]
    found = read(rows)
    assert found.faults == () and set(found.answers["answer"]) == {"村", "乡镇"}
    assert len(found.questionnaires) == 5


def test_counted_answers():
    found = read(
        [
            ["乡镇", "题目", "选项", "人数"],
            ["观桥", "交通满意度", "满意", 300],
            ["观桥", "交通满意度", "不满意", "1,000"],
            ["合计", None, None, 1300],
            ["石安", "交通满意度", "满意", -1],
            ["石按", "交通满意度", "满意", 1],
        ]
    )
    assert found.answers[["topic", "answer", "count"]].values.tolist() == [
        ["transport", "满意", 300],
        ["transport", "不满意", 1000],
    ]
    assert [(fault.row, fault.code) for fault in found.faults] == [(5, "bad_count"), (6, "unknown_name")]
    counts = count_topics(found.questionnaires, found.answers, list(TOWNSHIPS))
    assert counts.loc["510799101"].to_dict() == {"questionnaires": 0, "transport": 1300}


def test_a_mapping_codes_otherwise(tmp_path):
    file = tmp_path / "mapping.json"
    questions = {"2.对村内道路是否满意": {"topic": "governance", "kind": "single"}, "3.您的建议": {"kind": "skip"}}
    file.write_text(json.dumps({"questions": questions, "rows": {"观乔镇": "510799101"}}), encoding="utf-8")
    mapping = load_mapping(file, catalogue("questionnaire_mapping")[1])
    found = read([HEADERS, ["A1", "观乔镇", None, None, None, None, "交通", "满意", "修路"]], mapping)
    assert found.answers[["topic", "answer"]].values.tolist() == [["transport", "交通"], ["governance", "满意"]]
    file.write_text('{"questions": {"a": {"kind": "twice"}}}', encoding="utf-8")
    with pytest.raises(InputError):
        load_mapping(file, catalogue("questionnaire_mapping")[1])


def test_the_same_counted_answer_twice_is_named():
    rows = [["乡镇", "题目", "选项", "人数"], ["观桥", "交通满意度", "满意", 300], ["观桥", "交通满意度", "不满意", 1]]
    rows += [["石安", "交通满意度", "满意", 300], ["观桥", "交通满意度", "满意 ", 300]]
    found = read(rows)
    assert [(fault.row, fault.code) for fault in found.faults] == [(5, "answer_twice")]
    assert found.answers["count"].tolist() == [300, 1, 300]


def test_counts_equal_a_plain_count():
    rng = random.Random(3)
    rows = [["问卷编号", "乡镇", "村", "您最关心什么（多选）"]]
    plain: dict[tuple[str, str], int] = {}
    names = {"交通": "transport", "养老": "public_services", "灌溉": "water"}
    for i in range(60):
        code = rng.choice(list(VILLAGES))
        chosen = rng.sample(list(names), rng.randint(1, 3))
        rows.append([f"A{i}", TOWNSHIPS[code[:9]], VILLAGES[code], ";".join(chosen)])
        for name in chosen:
            plain[code[:9], names[name]] = plain.get((code[:9], names[name]), 0) + 1
    found = read(rows)
    counts = count_topics(found.questionnaires, found.answers, list(TOWNSHIPS))
    assert {(town, topic): counts.loc[town, topic] for town, topic in plain} == plain
    assert counts["questionnaires"].sum() == 60 and list(counts.index) == list(TOWNSHIPS)
    empty = pd.DataFrame(columns=["number", "township_code"], dtype=object)
    none = count_topics(empty, pd.DataFrame(columns=["number", "topic", "count"], dtype=object), list(TOWNSHIPS))
    assert (none["questionnaires"] == 0).all() and len(none) == 3
