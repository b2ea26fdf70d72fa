"""importquestionnaires on as many questionnaires as the seeds' county had, with faults planted in known numbers: time,
and whether exactly the rows at fault are named.

    python -m benchmarks.questionnaires [QUESTIONNAIRES] [FAULTS OF EACH KIND]      5244 and 20 by default
"""

from __future__ import annotations

import random
import shutil
import sys
import time
from pathlib import Path

from .county import FOLDER, sample_county
from .measure import measure, show

CHOICES = {
    "1. 您家主要收入来源": ["种植", "养殖", "务工", "经商", "旅游接待", "其他"],
    "2. 您对村内道路是否满意": ["非常满意", "满意", "一般", "不满意"],
    "3. 您对饮水是否满意": ["非常满意", "满意", "一般", "不满意"],
    "4. 您对村卫生室是否满意": ["非常满意", "满意", "一般", "不满意"],
    "5. 您最希望改善的方面（多选）": ["交通", "产业发展", "养老", "学校", "供水", "污水处理", "网络", "文化活动"],
    "6. 您担心的灾害（多选）": ["滑坡", "洪水", "火灾", "没有"],
    "7. 您赞成中心村选在哪里": ["现村委会", "老场镇", "公路边", "无所谓"],
    "8. 是否愿意流转土地": ["愿意", "不愿意", "看价格"],
    "9. 是否愿意集中居住": ["愿意", "不愿意", "看条件"],
    "10. 您赞成几个村合成一个片区": ["3", "4", "5", "6个以上"],
    "11. 片区应以什么为主（单选）": ["产业", "生态", "民俗", "历史文化"],
    "12. 您常去哪里赶场": ["本乡镇", "邻近乡镇", "县城"],
    "13. 您常用的交通工具": ["步行", "摩托车", "公交", "小汽车"],
    "14. 您的年龄": ["18—35", "36—60", "60以上"],
    "15. 您的其他建议": [
        "把村道修到每个组，最好能通客车",
        "请在场镇边修个停车场",
        "多办点技术培训",
        "地名不要改",
        "无",
    ],
}
HEADERS = ("问卷编号", "乡镇", "村（社区）", "填写日期", "姓名", *CHOICES)


def write_workbook(path: Path, units: list[tuple[str, str]], count: int, each: int, seed: int = 1) -> set[int]:
    """A workbook of `count` questionnaires; returns the rows at fault.

    units  (township, village) names, none of which occurs twice       each  faults of each of five kinds
    """
    from openpyxl import Workbook

    rng = random.Random(seed)
    kinds = ["unit", "date", "twice", "number", "empty"]
    at = rng.sample(range(1, count), each * len(kinds))
    fault = {place: kinds[i % len(kinds)] for i, place in enumerate(at)}
    book = Workbook()
    sheet = book.active
    sheet.title = "问卷"
    sheet.append(["云岭县村庄规划村民问卷调查汇总"])
    sheet.append(HEADERS)
    bad = set()
    for i in range(count):
        township, village = rng.choice(units)
        number, given = f"WJ{i + 1:05d}", f"2026年{rng.randint(1, 3)}月{rng.randint(1, 28)}日"
        answers = [
            "┋".join(rng.sample(choices, rng.randint(1, 3))) if "多选" in question else rng.choice(choices)
            for question, choices in CHOICES.items()
        ]
        kind = fault.get(i)
        if kind == "unit":
            village = village[0] + "不" + village[1:]
        elif kind == "date":
            given = "三月初"
        elif kind == "twice":
            number = "WJ00001"
        elif kind == "number":
            number = ""
        elif kind == "empty":
            answers = [""] * len(answers)
        if kind:
            bad.add(i + 3)
        sheet.append([number or None, township, village, given, "某某", *(answer or None for answer in answers)])
    book.save(path)
    return bad


def run(count: int = 5_244, each: int = 20) -> None:
    """Import everything that is good into a county's database, from the workbook on disk."""
    from collections import Counter

    from village_planner.core.opinions.questionnaires import compare_questionnaires
    from village_planner.database import open_database
    from village_planner.database.opinion_reading import FormReader
    from village_planner.excel.reading import read_book

    FOLDER.mkdir(parents=True, exist_ok=True)
    database, workbook = FOLDER / "questionnaires.gpkg", FOLDER / "questionnaires.xlsx"
    shutil.copy(sample_county(), database)
    with open_database(database) as db:
        villages = db.read_table("village")
        names = dict(zip(db.read_table("township")["code"], db.read_table("township")["name"]))
    pairs = Counter(zip(villages["township_code"].map(names), villages["name"]))
    bad = write_workbook(workbook, [pair for pair, times in pairs.items() if times == 1], count, each)

    steps = {}

    def whole():
        start = time.perf_counter()
        book = read_book(workbook)
        steps["reading"] = time.perf_counter() - start
        with open_database(database) as db:
            start = time.perf_counter()
            found = FormReader.of(db).questionnaires(book)
            steps["interpreting"] = time.perf_counter() - start
            start = time.perf_counter()
            new = compare_questionnaires(found, db.questionnaire_contents())
            db.import_questionnaires(new)
            steps["keeping"] = time.perf_counter() - start
        return found, new

    print(f"importquestionnaires: {count:,} questionnaires of {len(CHOICES)} questions, {len(bad)} rows at fault")
    measured = measure(whole)
    found, new = measured.value
    show("workbook to database", measured, None, ", ".join(f"{name} {took:.2f} s" for name, took in steps.items()))
    named = {fault.row for fault in found.faults}
    print(f"  {len(new.questionnaires):,} imported with {len(found.answers):,} answers; ", end="")
    print("exactly the rows at fault named" if named == bad else f"DIFFERENT: {sorted(named ^ bad)[:20]}")
    again = measure(whole)
    show(
        "the same workbook again",
        again,
        None,
        f"{again.value[1].skipped:,} skipped, {len(again.value[1].questionnaires)} new",
    )


if __name__ == "__main__":
    run(*(int(argument) for argument in sys.argv[1:]))
