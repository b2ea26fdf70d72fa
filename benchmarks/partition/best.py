"""Best known objective values of the village problems, kept in best_known.json: the best that anybody found in any run.

Where every parent is proven, it is the optimum. The file says for each parent's problem its value (its part of
OBJECTIVE under the given weights), the best lower bound that was proven, and what found it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from . import cases

FILE = Path(__file__).parent / "best_known.json"


def fingerprint(name: str) -> str:
    """Of a case: values of another case are not comparable."""
    case = cases.arrays(name)
    text = [str(code) for code in case["code"]] + [str(p) for p in case["parent"]]
    text += [f"{value:.3f}" for key in ("population", "xy", "features") for value in case[key].ravel()]
    return hashlib.sha256("\n".join(text).encode()).hexdigest()[:16]


def read() -> dict[str, Any]:
    return json.loads(FILE.read_text()) if FILE.exists() else {}


def improve(results: Iterable[dict[str, Any]]) -> int:
    """Take over what is better in some results; how many values changed."""
    known, changed = read(), 0
    for result in results:
        for row in result["rows"]:
            if "worth" not in row or row.get("broken") or row.get("outside") or row["tolerance"] is None:
                continue
            entry = known.setdefault(row["case"], {})
            mark = fingerprint(row["case"])
            if entry.get("case") != mark:
                entry.clear()
                entry["case"] = mark
            problems = entry.setdefault(row["objective"], {})
            for parent, value in enumerate(row["worth"]):
                bound = row["bounds"][parent] if row["bounds"] else 0.0
                old = problems.setdefault(str(parent), {"value": float("inf"), "bound": 0.0, "by": ""})
                if value < old["value"] - 1e-9 * value:
                    engine = f"our engine, effort {row['effort']}, seed {row['seed']}, {result['date'][:10]}"
                    old["value"], old["by"] = value, engine
                    changed += 1
                old["bound"] = max(old["bound"], min(bound, old["value"]))
    FILE.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n")
    return changed
