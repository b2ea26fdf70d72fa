"""The results as markdown, put between two marks in benchmarks/README.md."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from . import best, cases, jobs
from .cases import GRIDS, STATES

README = Path(__file__).resolve().parent.parent / "README.md"
BEGIN, END = "<!-- partition: begin -->", "<!-- partition: end -->"
Row = dict[str, Any]


def write() -> None:
    """Into README.md, and on the screen."""
    results = {job.name: json.loads(job.file.read_text()) for job in jobs.every_job() if job.file.exists()}
    changed = best.improve(results.values())
    sections: tuple[Callable[[dict[str, Any]], list[str]], ...] = (
        head, townships, nested, recentred, grids, banded, free, states, same
    )  # fmt: skip
    text = "\n".join(line for section in sections for line in section(results))
    old = README.read_text()
    if BEGIN not in old:
        old += f"\n{BEGIN}\n{END}\n"
    before, rest = old.split(BEGIN, 1)
    README.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.split(END, 1)[1]}")
    print(text)
    print(f"\n{len(results)} results; {changed} best known values improved")


# ---- helpers
def rows_of(results: dict[str, Any], prefix: str) -> list[Row]:
    return [row for name, result in results.items() if name.startswith(prefix) for row in result["rows"]]


def table(columns: Sequence[str], lines: Iterable[Sequence[Any]], first_left: int = 1) -> list[str]:
    rows = ["| " + " | ".join(map(str, line)) + " |" for line in lines]
    marks = ["---" if i < first_left else "---:" for i in range(len(columns))]
    return ["", "| " + " | ".join(columns) + " |", "|" + "|".join(marks) + "|", *rows, ""] if rows else []


def mean(values: Iterable[float]) -> float:
    numbers = list(values)
    return float(np.mean(numbers)) if numbers else float("nan")


def seconds(values: Iterable[float]) -> str:
    numbers = list(values)
    return f"{np.mean(numbers):.2f} ({max(numbers):.2f})" if numbers else "–"


def percent(value: float, digits: int = 2) -> str:
    return f"{100 * value:.{digits}f} %"


def band(tolerance: float | None) -> str:
    return "none" if tolerance is None else f"±{tolerance:g} %"


def gap(row: Row) -> float:
    return (row["value"] - row["bound"]) / row["value"] if row["value"] else 0.0


# ---- sections
def head(results: dict[str, Any]) -> list[str]:
    if not results:
        return ["No results yet."]
    dates = sorted(result["date"] for result in results.values())
    loads = [result["load"] for result in results.values()]
    lines = [
        f"{dates[0]} to {dates[-1]}. {platform.machine()}, {os.cpu_count()} cores, load {min(loads):.1f} to "
        f"{max(loads):.1f}, so that wall times are too long; CPU seconds count (mean, in brackets the worst).",
    ]
    for which, python in (("Ours", jobs.PLUGIN), ("Peers, and ours with numba", jobs.PEERS)):
        names = [job.name for job in jobs.every_job() if job.python == python and job.name in results]
        if names:
            versions = results[names[-1]]["versions"]
            lines.append(f"{which}: " + ", ".join(f"{name} {number}" for name, number in versions.items()) + ".")
    stale = [name for name, result in results.items() if result["engine"] != jobs.engine() and _ours(result)]
    if stale:
        lines.append(f"Measured on an older engine: {', '.join(stale)}.")
    failed = [f"{row['case']} {row.get('objective', '')} {row['method']}: {row['failed']}" for result in
              results.values() for row in result["rows"] if "failed" in row and "cost" not in row]  # fmt: skip
    return lines + [f"Without a plan: {line}" for line in failed]


def _ours(result: dict[str, Any]) -> bool:
    return any(row.get("method") == "ours" for row in result["rows"])


def townships(results: dict[str, Any]) -> list[str]:
    """Line 1."""
    rows = [r for r in rows_of(results, "township-") + rows_of(results, "free-") if "failed" not in r]
    lines = []
    for tolerance in (10, 15, 25, None):
        later = [r for r in rows if r["tolerance"] == tolerance and not r.get("first")]
        if later:
            lines.append([band(tolerance), len(later), sum(r["proven"] for r in later),
                          seconds(r["cpu"] for r in later), seconds(r["wall"] for r in later)])  # fmt: skip
    first = seconds(r["cpu"] for r in rows if r.get("first"))
    return ["", "### 33 townships into 5 (counties SEED 1 to 5; similarity, compactness, both; effort standard)",
            *table(["band", "problems", "proven", "CPU s", "wall s"], lines),
            f"The first call of a process, imports included: {first} CPU s."]  # fmt: skip


def nested(results: dict[str, Any]) -> list[str]:
    """Line 2."""
    known, lines = best.read(), []
    for effort in ("quick", "standard"):
        rows = [r for r in rows_of(results, "nested-") if r["effort"] == effort and "failed" not in r]
        if not rows:
            continue
        gaps, problems, proven, open_ = [], 0, 0, []
        for row in rows:
            values = [known[row["case"]][row["objective"]][str(p)]["value"] for p in range(len(row["worth"]))]
            gaps.append(sum(row["worth"]) / sum(values) - 1)
            problems += len(values)
            for worth, bound in zip(row["worth"], row["bounds"] or [0.0] * len(values)):
                share = (worth - bound) / worth
                proven += share <= 1e-6
                open_ += [share] if share > 1e-6 else []
        lines.append([
            effort, len(rows), percent(mean(gaps)), percent(max(gaps)), f"{proven} of {problems}",
            f"{percent(mean(open_))} ({percent(max(open_))})" if open_ else "–", percent(mean(gap(r) for r in rows)),
            sum(r["outside"] + r["broken"] for r in rows), seconds(r["cpu"] for r in rows),
        ])  # fmt: skip
    columns = ["effort", "counties x objectives", "gap to best known", "worst", "district problems proven",
               "gap shown for the rest (worst)", "gap shown for the county", "broken districts", "CPU s"]  # fmt: skip
    sure = [p["value"] - p["bound"] <= 1e-6 * p["value"] for entry in known.values() for ob in ("A", "B", "AB")
            for p in entry.get(ob, {}).values()]  # fmt: skip
    return ["", "### 462 villages into 99, nested in 5 township districts, ±35 %", *table(columns, lines),
            f"Best known: benchmarks/partition/best_known.json; {sum(sure)} of its {len(sure)} values are proven "
            "optima; the file says what found each."]  # fmt: skip


def recentred(results: dict[str, Any]) -> list[str]:
    """Line 3."""
    rows = rows_of(results, "recentre-")
    good = [r for r in rows if "failed" not in r]
    if not rows:
        return []
    cpu = [r["cpu"] for r in rows]
    return ["", "### Re-plan round nominated centres (one centre of a township district moves to a neighbour unit)",
            *table(["moves", "with a plan", "proven", "CPU s", "95 % within", "over 0.2 s"],
                   [[len(rows), len(good), sum(r["proven"] for r in good), seconds(cpu),
                     f"{np.quantile(cpu, 0.95):.2f} s", sum(t > 0.2 for t in cpu)]])]  # fmt: skip


def grids(results: dict[str, Any]) -> list[str]:
    """Line 4."""
    lines, times = [], {"numba": [], "plain": [], "ward": []}  # type: dict[str, Any]
    for units, (_, _, k) in GRIDS.items():
        rows = {kind: rows_of(results, f"grid-{units}-{kind}") for kind in times}
        ward = rows["ward"][0] if rows["ward"] else None
        for kind, label in (("numba", "ours, numba"), ("plain", "ours"), ("ward", "Ward with connectivity")):
            for row in rows[kind][:1]:
                if "failed" in row:
                    lines.append([f"{units:,} into {k}", label, "no plan", "", "", f"{row['cpu']:.2f}"])
                    continue
                times[kind].append((units, row["cpu"]))
                better = percent(1 - row["a"] / ward["a"], 1) if ward and kind != "ward" else ""
                lines.append([f"{units:,} into {k}", label, row["outside"], row["broken"], better, f"{row['cpu']:.2f}"])
    exponents = [
        f"{label} n^{np.polyfit(np.log([n for n, _ in times[kind]]), np.log([t for _, t in times[kind]]), 1)[0]:.2f}"
        for kind, label in (("numba", "ours with numba"), ("plain", "ours"), ("ward", "Ward"))
        if len(times[kind]) > 2
    ]
    columns = ["grid", "method", "out of band", "broken", "similarity better than Ward's", "CPU s"]
    return ["", "### Grids, ±25 %, similarity (effort standard)", *table(columns, lines, 2),
            *([f"Growth of CPU time: {', '.join(exponents)}."] if exponents else [])]  # fmt: skip


def compared(peers: list[Row], ours: dict[tuple[str, str], Row]) -> list[list[Any]]:
    """A line per method and objective: the peer's value over ours, on every case that both have."""
    lines = []
    for method in dict.fromkeys(r["method"] for r in peers):
        for objective in ("A", "B"):
            mine = [r for r in peers if r["method"] == method and r["objective"] == objective]
            failed = sum("failed" in r for r in mine)
            pairs = [
                (r, ours[r["case"], objective]) for r in mine if "failed" not in r and (r["case"], objective) in ours
            ]
            right = [(p, o) for p, o in pairs if not p["wrong"]]
            ratio = [p[objective.lower()] / o[objective.lower()] for p, o in right]
            times = [p["cpu"] / o["cpu"] for p, o in pairs]
            if not pairs:
                continue
            lines.append([
                method, objective, len(pairs) + failed, failed + sum(p["wrong"] > 0 for p, _ in pairs),
                f"{mean(ratio):.3f}" if ratio else "–", f"{min(ratio):.3f}" if ratio else "–",
                f"{mean(p['outside'] for p, _ in pairs):.1f} of {pairs[0][1]['districts']}",
                f"{mean(times):.3g}", seconds(p["cpu"] for p, _ in pairs),
            ])  # fmt: skip
    return lines


COLUMNS = ["peer", "objective", "problems", "no plan or wrong number", "peer / ours, mean", "least",
           "its districts out of band", "CPU time, peer / ours", "its CPU s"]  # fmt: skip


def _ours_by(rows: list[Row], tolerance: float | None) -> dict[tuple[str, str], Row]:
    good = [r for r in rows if "failed" not in r and not r.get("first") and r["tolerance"] == tolerance]
    return {(r["case"], r["objective"]): r for r in good}


def banded(results: dict[str, Any]) -> list[str]:
    """Line 5, with a band."""
    peers = [r for r in rows_of(results, "peers-") if r["tolerance"] is not None]
    town = compared([r for r in peers if r["case"].endswith("township")], _ours_by(rows_of(results, "township-"), 15))
    nested_rows = [r for r in rows_of(results, "nested-") if r["effort"] == "quick"]
    village = compared([r for r in peers if r["case"].endswith("village")], _ours_by(nested_rows, 35))
    floor = compared(rows_of(results, "max-p-"), _ours_by(rows_of(results, "floor-"), None))
    return ["", "### Beside the peers, same band (above 1: worse than ours)", "", "33 into 5, ±15 %:",
            *table(COLUMNS, town, 2), "462 into 99 nested, ±35 % (ours: effort quick):", *table(COLUMNS, village, 2),
            "33 into 5 with a floor only, 85 % of the mean (max-p knows no upper limit and chooses the number itself):",
            *table(COLUMNS, floor, 2)]  # fmt: skip


def free(results: dict[str, Any]) -> list[str]:
    """Line 5, without a band."""
    peers = [r for r in rows_of(results, "peers-") if r["tolerance"] is None]
    town = compared([r for r in peers if r["case"].endswith("township")], _ours_by(rows_of(results, "free-"), None))
    village = compared([r for r in peers if r["case"].endswith("village")], _ours_by(rows_of(results, "open-"), None))
    return ["", "### Beside the peers, without a band", "",
            "For objective B the peers are given the coordinates. Out of band: of ±15 % and ±35 %, which they ignore.",
            "", "33 into 5:", *table(COLUMNS, town, 2), "462 into 99 nested (ours: effort quick):",
            *table(COLUMNS, village, 2)]  # fmt: skip


def states(results: dict[str, Any]) -> list[str]:
    """Line 6."""
    lines = []
    for row in [*rows_of(results, "state-"), *rows_of(results, "like-")]:
        kind, name = row["case"].split("-", 1)
        known = STATES[name][3] if kind == "state" else "–"
        if "failed" in row:
            lines.append([row["case"], known, "no plan", "", "", f"{row['cpu']:.1f}", f"{row['wall']:.1f}"])
            continue
        pairs = len(cases.arrays(row["case"])["pairs"])
        bound = int(np.ceil(row["bound"] * pairs - 1e-6))
        lines.append([row["case"], known, int(row["cut"]), bound, "yes" if row["proven"] else "no",
                      f"{row['cpu']:.1f}", f"{row['wall']:.1f}"])  # fmt: skip
    columns = ["counties", "published", "found", "bound", "proven", "CPU s", "wall s"]
    return ["", "### Fewest pairs cut, narrow bands (Validi and Buchanan's states; like-N-K: random counties, ±0.5 %)",
            *table(columns, lines)]  # fmt: skip


def same(results: dict[str, Any]) -> list[str]:
    """Line 8."""
    lines = []
    for case, objective, tolerance in jobs.SAME:
        found = {run: rows_of(results, f"same-{case}-{run}") for run in ("1", "2", "newer")}
        if not (found["1"] and found["2"]) or "failed" in found["1"][0]:
            continue
        one, two = found["1"][0], found["2"][0]
        newer = found["newer"][0] if found["newer"] else None
        lines.append([
            case, objective, band(tolerance), "yes" if one["digest"] == two["digest"] else "NO",
            "–" if newer is None else "yes" if newer["digest"] == one["digest"] else "no",
            "–" if newer is None else f"{abs(newer['value'] / one['value'] - 1):.1e}", "yes" if one["proven"] else "no",
        ])  # fmt: skip
    columns = ["case", "objective", "band", "same bytes in another process", "in the newer environment",
               "objective differs there by", "proven"]  # fmt: skip
    return ["", "### The same seed (two processes with other hash seeds; an environment with newer versions)",
            *table(columns, lines, 3)]  # fmt: skip
