"""What the texts above a table, and the sheet's name, say of figures that are not the ones of a year."""

from __future__ import annotations

import re

from .rules import Rules, plain

PART_YEAR = re.compile(
    r"上半年|下半年|[一二三四1-4]季度|1?\d月份|"
    r"(?<![\d一二三四五六七八九十.])(?:1|一)\s*月?\s*[-—–~～至到]\s*(?!12\s*月|十二)(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*月"
)
NOT_DATA_YEAR = re.compile(r"填报|制表|日期|打印|报出|审核|印发|〔|\[\d{4}\]")
NO_TITLE = re.compile(r"单位[:：]|编制|填报|制表|按[^，。；]*计算")
ELSEWHERE = ("上半年", "季度", "其中")  # `PART_YEAR` speaks of the first; 其中 says nothing of a whole table
# What holds the figures themselves, too (…及增速), or is only about planning (规划基础数据), is meant.
BESIDE = re.compile(
    r"[及和与、](?:其)?(?:同比|比上年)?(?:增长率?|增速|增幅|增减|排名|位次|名次|比重)(?:情况|统计)?(?:一览)?表?(?=$|[（(\s])"
)
HARMLESS = re.compile(
    r"规划(?:基础|基期|现状|资料|编制|用|区|局|院|所|办)|计划生育|(?:1|一)月?[-—–~～至到](?:12|十二)月累计|全年累计"
)


def other_figures(text: str, rules: Rules) -> str:
    """The word of a title or sheet's name that makes other figures of the table's (排名, 上年, 目标), "" for none."""
    if NO_TITLE.search(text) or plain(text).startswith(rules.notes):
        return ""
    bare = BESIDE.sub("", HARMLESS.sub("", text))
    words = (word for word in rules.qualifiers if word not in ELSEWHERE and word in bare)
    partly = PART_YEAR.search(bare)
    return next((word for word in words if word != "累计" or not partly), "")
