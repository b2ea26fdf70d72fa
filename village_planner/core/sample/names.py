"""The sample's own data: name parts, land classes, indicators; and made-up names from them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .parcels import LandClass


@dataclass(frozen=True)
class SampleData:
    """Contents of resources/sample: names.json, land_classes.json, indicators.json."""

    names: Mapping[str, Any]
    classes: Sequence[LandClass]
    plan_codes: Mapping[str, str]
    indicators: Mapping[str, Sequence[str]]

    @property
    def county_code(self) -> str:
        return str(self.names["county"]["code"])

    @property
    def county_name(self) -> str:
        return str(self.names["county"]["name"])


def read_sample_data(folder: Path) -> SampleData:
    def load(name: str) -> Any:
        return json.loads((folder / name).read_text(encoding="utf-8"))

    rows = load("land_classes.json")
    return SampleData(
        names=load("names.json"),
        classes=[LandClass(r["code"], r["name"], r["typical"], r["smallest"], r.get("whole", False)) for r in rows],
        plan_codes={r["code"]: r["plan"] for r in rows},
        indicators=load("indicators.json"),
    )


def pick_names(
    rng: np.random.Generator, first: Sequence[str], second: Sequence[str], count: int, taken: set[str] | None = None
) -> list[str]:
    """`count` different combinations that are not in `taken` (which they join), in random order."""
    used = taken if taken is not None else set()
    names: list[str] = []
    for number in rng.permutation(len(first) * len(second)).tolist():
        name = first[number // len(second)] + second[number % len(second)]
        if name not in used and len(set(name)) == len(name):
            used.add(name)
            names.append(name)
            if len(names) == count:
                break
    return names
