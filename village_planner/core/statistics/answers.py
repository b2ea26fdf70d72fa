"""The answer file: doubtful headers and names, settled once and used again next year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

from ..catalogue import load_catalogue


@dataclass(frozen=True)
class HeaderAnswer:
    """What a column is: `indicator` its code (None: leave the column out), `unit` its unit of measure ("": as the
    header says), `fraction` True where shares are given as fractions (0.85 for 85 %), False where they are not, None:
    not answered."""

    indicator: Optional[str]
    unit: str = ""
    fraction: Optional[bool] = None


@dataclass(frozen=True)
class Answers:
    """What was settled.

    headers  header as in `Doubt.key` -> what it is
    rows     label as in `Doubt.key` -> unit code, None: leave the row out
    cells    "sheet!C5" -> the number meant, in the column's unit of measure; None: leave the figure out
    """

    headers: Mapping[str, HeaderAnswer] = field(default_factory=dict)
    rows: Mapping[str, Optional[str]] = field(default_factory=dict)
    cells: Mapping[str, Optional[float]] = field(default_factory=dict)


def load_answers(path: Path, schema: Path) -> Answers:
    """Read an answer file: {"headers": {"GDP": "A1", "备注": null, "产值": {"indicator": "A2", "unit": "亿元"}},
    "rows": {"关桥镇": "510722105", "县直": null}, "cells": {"Sheet1!C5": 120}}.

    InputError missing_catalogue, unreadable_catalogue, invalid_catalogue.
    """
    return answers_from(load_catalogue(path, schema))


def answers_from(data: Mapping[str, Any]) -> Answers:
    """Answers of the content of an answer file."""
    headers = {}
    for key, item in data.get("headers", {}).items():
        if isinstance(item, Mapping):
            headers[key] = HeaderAnswer(item.get("indicator"), item.get("unit", ""), item.get("fraction"))
        else:
            headers[key] = HeaderAnswer(item)
    return Answers(headers, dict(data.get("rows", {})), dict(data.get("cells", {})))


def answers_as_data(answers: Answers) -> dict[str, Any]:
    """The content of an answer file, to be written as JSON."""
    headers: dict[str, Any] = {}
    for key, answer in answers.headers.items():
        if not answer.unit and answer.fraction is None:
            headers[key] = answer.indicator
            continue
        headers[key] = {"indicator": answer.indicator}
        if answer.unit:
            headers[key]["unit"] = answer.unit
        if answer.fraction is not None:
            headers[key]["fraction"] = answer.fraction
    return {"headers": headers, "rows": dict(answers.rows), "cells": dict(answers.cells)}
