"""What was said of a plan and what became of it: opinions, sign-offs and questionnaires."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Optional

from ..opinions.dates import in_chinese
from ..opinions.opinions import Opinion, state
from ..opinions.terms import DECISIONS_IN_PRINT, STATES_IN_PRINT
from .build import DISTRICT, TOWNSHIP, Sources, expand, finish, heads, name_of, simple, text
from .county import CountyData
from .table import Column, Row, Table, sum_row

VERDICTS = {"agree": "同意", "agree_with_changes": "修改后同意", "disagree": "不同意"}
UNSIGNED = "未会签"
WHOLE = "全县"
EARLY = date(1900, 1, 1)


def opinion_adoption(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """Every opinion that stands, with what was decided, why, and where the plan was changed."""
    rows = [
        Row(
            {
                "number": str(opinion.number),
                "source": opinion.source,
                "given": in_chinese(opinion.given),
                "place": place_words(sources.county, opinion),
                "topic": sources.county.topics.get(opinion.topic, opinion.topic),
                "text": opinion.text,
                "decision": DECISIONS_IN_PRINT[opinion.decision],
                "reason": opinion.reason,
                "reply": opinion.reply,
                "change": _change(sources, opinion),
            }
        )
        for opinion in _standing(sources)
    ]
    centred = ("number", "given", "decision")
    return _table("opinion_adoption", entry, sources, rows, centred)


def opinion_summary(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """Opinions given in the review rounds, round by round."""
    names = _round_names(sources)
    told = date.fromisoformat(sources.county.told) if sources.county.told else EARLY
    rows = [
        Row(
            {
                "round": names.get(opinion.round, f"第{opinion.round}轮"),
                "department": opinion.source,
                "text": opinion.text,
                "reply": opinion.reply,
                "responsible": opinion.responsible,
                "due": in_chinese(opinion.due),
                "state": STATES_IN_PRINT[state(opinion, told)],
            }
        )
        for opinion in sorted(
            (opinion for opinion in _standing(sources) if opinion.round is not None),
            key=lambda opinion: (opinion.round or 0, opinion.source, opinion.number),
        )
    ]
    return _table("opinion_summary", entry, sources, rows, ("due", "state"))


def sign_offs(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """Who signed in each round; who takes part and did not is listed, too. The workbook of a district
    or township: its townships."""
    rounds, signed = sources.county.rounds, sources.county.sign_offs
    if rounds is None:
        return None
    names = _round_names(sources)
    own = {name_of(sources.townships, code) for code in sources.townships.index}
    rows = []
    for item in rounds.sort_values("number").to_dict("records"):
        number = int(item["number"])
        given = {} if signed is None else {
            row["participant"]: row for row in signed[signed["round"] == number].to_dict("records")
        }  # fmt: skip
        for participant in dict.fromkeys((*item["participants"], *given)):
            if not sources.scope.whole and participant not in own:
                continue
            row = given.get(participant, {})
            rows.append(
                Row(
                    {
                        "round": names[number],
                        "department": participant,
                        "verdict": VERDICTS.get(text(row.get("verdict")), text(row.get("verdict"))) or UNSIGNED,
                        "signed_by": text(row.get("signed_by")),
                        "given": in_chinese(text(row.get("given"))),
                        "note": text(row.get("note")),
                    }
                )
            )
    return _table("sign_offs", entry, sources, rows, ("verdict", "given"))


def questionnaire_topics(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """Answers per township and topic; topics without an answer are left out."""
    counts = sources.county.questionnaires
    if counts is None or counts.empty:
        return None
    topics = [topic for topic in (*sources.county.topics, *counts.columns) if topic in counts.columns]
    topics = [topic for topic in dict.fromkeys(topics) if topic != "questionnaires"]
    codes = [code for code in counts.index if sources.scope.whole or code in sources.townships.index]
    if not sources.scope.whole and not int(counts.loc[codes].sum().sum()):
        return None
    rows = []
    for code in codes:
        values = {f"topic:{topic}": int(counts.at[code, topic]) for topic in topics}
        rows.append(
            Row(
                {
                    "township": name_of(sources.county.townships, code) if code else "（乡镇不详）",
                    "questionnaires": int(counts.at[code, "questionnaires"]),
                    **values,
                    "total": sum(values.values()),
                }
            )
        )
    names = sources.county.topics

    def topic_columns(template: Sequence[str]) -> list[Column]:
        return [
            Column(f"topic:{topic}", heads(template, topic=names.get(topic, topic) or "未归类"), "number", adds=True)
            for topic in topics
        ]

    parts = tuple(f"topic:{topic}" for topic in topics)
    columns = expand(
        entry,
        {
            "township": simple("township"),
            "questionnaires": simple("questionnaires", kind="number", adds=True),
            "topics": topic_columns,
            "total": simple("total", kind="number", adds=True, parts=parts),
        },
    )
    if sources.scope.kind != TOWNSHIP:
        rows.append(sum_row(columns, rows, range(len(rows)), {"township": "合计"}))
    return finish("questionnaire_topics", entry, sources, columns, rows, {})


# ---- parts
def _table(
    identifier: str,
    entry: Mapping[str, Any],
    sources: Sources,
    rows: Sequence[Row],
    centred: Sequence[str],
) -> Optional[Table]:
    """A table of texts; None where there is nothing to list."""
    if not rows:
        return None
    keys = [column["key"] for column in entry["columns"]]
    columns = expand(entry, {key: simple(key, centred=key in centred) for key in keys})
    return finish(identifier, entry, sources, columns, rows, {})


def _standing(sources: Sources) -> list[Opinion]:
    """The opinions of the scope that were not withdrawn: on its townships and villages, and on the district itself."""
    own = set(map(str, sources.townships.index))
    district = ("township", sources.scope.code) if sources.scope.kind == DISTRICT else None

    def concerns(opinion: Opinion) -> bool:
        on_district = bool(opinion.district_code) and opinion.district == district
        return sources.scope.whole or opinion.township in own or on_district

    return [opinion for opinion in sources.county.opinions if not opinion.withdrawn and concerns(opinion)]


def place_words(county: CountyData, opinion: Opinion) -> str:
    """What an opinion is about: the unit, the district, a place on the map, or the whole county."""
    if opinion.unit_code:
        level = "township" if opinion.unit_code in county.townships.index else "village"
        name = name_of(county.units(level), opinion.unit_code)
        return f"{name_of(county.townships, opinion.township)}{name}" if level == "village" else name
    if opinion.district_code:
        level, code = opinion.district
        return name_of(county.districts(level), code)
    if opinion.subject == "point":
        return f"{name_of(county.townships, opinion.township)}（图上点位）" if opinion.township else "图上点位"
    return WHOLE


def _change(sources: Sources, opinion: Opinion) -> str:
    edit = sources.county.edits.get(opinion.edit_id, "") if opinion.edit_id is not None else ""
    return "；".join(filter(None, (opinion.change, edit)))


def _round_names(sources: Sources) -> dict[Optional[int], str]:
    rounds = sources.county.rounds
    if rounds is None:
        return {}
    return {
        int(number): f"第{int(number)}轮 {text(name)}".strip() for number, name in zip(rounds["number"], rounds["name"])
    }
