"""Land classes of plans and of the survey: which codes there are, and what became of the codes of 2020.

The trial list of 2020 and the list of 2023 use some codes for different things (2303 was the field track and is the
ridge). A layer's codes therefore mean something only together with their version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..catalogue import load_catalogue

CODES = ("plan_2023", "plan_2020", "survey", "own")  # own: a county's, known by the rule catalogue only

Labels = Mapping[str, Mapping[str, str]]  # code -> zh, en


@dataclass(frozen=True)
class ClassCodes:
    """names  version -> code -> its names      from_2020  code of 2020 -> code of 2023, where they differ"""

    names: Mapping[str, Labels]
    from_2020: Mapping[str, str]

    def known(self, code: str, version: str) -> bool:
        return code in self.names.get(version, {})

    def name(self, code: str, version: str, language: str) -> str:
        """The class's name; "" for a code that is not listed."""
        return self.names.get(version, {}).get(code, {}).get(language, "")

    def current(self, code: str, version: str) -> str:
        """The code of 2023 for one of 2020, in one step; other codes as they are."""
        return self.from_2020.get(code, code) if version == "plan_2020" else code


def load_class_codes(plan: Path, plan_schema: Path, survey: Path, survey_schema: Path) -> ClassCodes:
    """The catalogues plan_classes and survey_classes."""
    plans = load_catalogue(plan, plan_schema)
    surveyed = load_catalogue(survey, survey_schema)
    names: dict[str, Labels] = {
        version: {item["code"]: {"zh": item["zh"], "en": item["en"]} for item in plans[version]}
        for version in ("plan_2023", "plan_2020")
    }
    names["survey"] = {item["code"]: item["name"] for item in surveyed["classes"]}
    return ClassCodes(names, plans["from_2020"])
