"""The record of a county in which all sorts of things happened, in Chinese: no key of the program is left in it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pandas as pd
import pytest

from village_planner.core.drawing.edits import Edit
from village_planner.core.opinions.opinions import Opinion
from village_planner.database import open_database
from village_planner.database.county import names_in_record, record_lines
from village_planner.translation import say_in_chinese

LETTERS = re.compile(r"[A-Za-z_]{3,}")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sys.path.insert(0, str(Path(__file__).parents[1] / "docks"))
    from docks_county import make_county

    return make_county(tmp_path_factory.mktemp("words") / "county.gpkg")


def test_no_key_is_left_in_what_is_handed_in(county: Path) -> None:
    with open_database(county) as db:
        plan = db.plan().id
        townships, villages = (sorted(db.read_table(level)["code"]) for level in ("township", "village"))
        centres = pd.DataFrame({"unit_code": townships[:2], "role": ["central_town", "sub_central_town"]})
        db.save_centres(plan, "township", centres.assign(high_potential=True, reason="人口多"))
        types = pd.DataFrame({"unit_code": villages[:2], "type": ["suburban", "relocate"], "layout": ["central", ""]})
        db.save_village_types(plan, types)
        db.set_village_type(plan, villages[0], {"type": "heritage", "layout": "retained", "decided_by_user": True})
        db.update_district(plan, "village", "1-01", name="甲", locked=True)
        db.undo(plan, "village")
        scheme = db.scheme(plan, "village")
        first, second = list(scheme.districts)[:2]
        unit = next(unit for unit, district in scheme.assignment.items() if district == first)
        for what in ("paint", "push boundary", "whole townships"):
            db.apply_edit(plan, "village", Edit(what, {unit: (first, second)}))
            first, second = second, first
        db.save_result(plan, "weight", pd.DataFrame({"indicator": ["A1"], "weight": [1.0]}), {}, "township")
        said = Opinion(
            "修路", "交通局", "department", subject="unit", level="village", unit_code=unit, topic="transport"
        )
        number = db.add_opinion(plan, said).number
        db.change_opinion(plan, number, {"decision": "partly", "reason": "分期", "topic": "other"})
        item = db.open_round(plan, 1)
        db.sign(plan, 1, item.participants[0].name, "agree_with_changes", "张三", "2026-03-05")
        db.close_round(plan, 1, "returned")
        db.archive_plan(plan)
        lines = record_lines(db, plan, say_in_chinese)
        who = {line.who for line in lines}
        texts = [text for line in lines for text in (line.what, line.before, line.after)]
        english = names_in_record(db, "en")
    left = {text: found for text in texts if (found := set(LETTERS.findall(text)) - who)}
    assert not left
    told = "\n".join(texts)
    for words in (
        "副中心镇",
        "特色保护类",
        "高潜力乡镇",
        "部分采纳",
        "修改后同意",
        "推移片区边界",
        "整乡镇划入",
        "撤销",
    ):
        assert words in told, words
    assert english["suburban"] == "Suburban-integrated" and english["village"] == "Villages"
