"""Named weightings of a plan, which the county compares before it decides on one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Optional

from ..core.errors import InputError
from .store import Store


def read_weightings(database: Store, plan_id: int, level: str) -> dict[str, Any]:
    """Name -> weighting as JSON data (`core.indicators.sliders.Weighting.as_json`), in the order of their keeping."""
    text = database.setting(_key(plan_id, level))
    return dict(json.loads(text)) if text else {}


def keep_weighting(
    database: Store, plan_id: int, level: str, name: str, weighting: Optional[Mapping[str, Any]]
) -> None:
    """Keep a weighting under a name, in place of an earlier one of that name; None forgets it. InputError no_name."""
    name = name.strip()
    if not name:
        raise InputError("no_name", "The weighting has no name. Type one, then keep it.")
    with database.transaction():
        known = read_weightings(database, plan_id, level)
        before = known.get(name)
        if weighting is None:
            known.pop(name, None)
        else:
            known[name] = dict(weighting)
        text = json.dumps(known, ensure_ascii=False) if known else None
        database.set_setting(_key(plan_id, level), text)
        place = {"plan": int(plan_id), "level": level, "name": name}
        database.record("", "keep weighting", {**place, "weighting": before}, {**place, "weighting": known.get(name)})


def _key(plan_id: int, level: str) -> str:
    return f"weightings.{int(plan_id)}.{level}"
