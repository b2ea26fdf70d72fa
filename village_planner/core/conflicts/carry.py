"""Conflicts found again on newer data: which of today's is which of yesterday's, so that what was decided stays.

A conflict is the same where the rule and the classes are the same and it lies where it lay: the ground common to both
is at least a share of the larger of the two. One is matched with one, the largest common ground first.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from ..messages import Message, message

IDENTITY = ("rule", "class_a", "class_b")
DECIDED = ("decision", "own_treatment", "reason")  # what an earlier ledger may say of its rows
SAME, CHANGED, NEW = "same", "changed", "new"
NAMED = 5  # numbers named in a message


@dataclass(frozen=True)
class Carried:
    """keys     (new,) key of each of today's conflicts: yesterday's where it was there and had one, else its own
    change   (new,) same, changed (in area), new
    before   (new,) m² that it had, NaN where it is new
    match    (new,) position in the earlier ledger, -1 where it is new
    vanished positions in the earlier ledger of what is not there any more
    """

    keys: NDArray
    change: NDArray
    before: NDArray
    match: NDArray
    vanished: NDArray


@np.errstate(invalid="ignore", divide="ignore")  # GEOS leaves floating-point flags that numpy would report
def carry_over(now: gpd.GeoDataFrame, earlier: gpd.GeoDataFrame, share: float, area_change: float) -> Carried:
    """Match today's ledger with an earlier one.

    now, earlier  key, rule, class_a, class_b, area_m2, geometry (any CRS); rows without geometry match nothing
    share         of the larger of the two, above 0      area_change  relative; less is the same
    """
    if earlier.crs is not None and now.crs is not None and earlier.crs != now.crs:
        earlier = earlier.to_crs(now.crs)
    new, old, common = _candidates(now, earlier, share)
    match = np.full(len(now), -1)
    taken = np.zeros(len(earlier), dtype=bool)
    for i in np.lexsort((old, new, -common)):
        if match[new[i]] < 0 and not taken[old[i]]:
            match[new[i]] = old[i]
            taken[old[i]] = True
    found = match >= 0
    known = earlier["key"].to_numpy(dtype=object)
    keys = now["key"].to_numpy(dtype=object).copy()
    named = found.copy()  # a ledger from elsewhere may lack keys
    named[found] = pd.Series(known[match[found]]).fillna("").ne("").to_numpy()
    keys[named] = known[match[named]]
    _keep_apart(keys, named, set(known))
    area_now, area_then = (frame["area_m2"].to_numpy(dtype=float) for frame in (now, earlier))
    before = np.full(len(now), np.nan)
    before[found] = area_then[match[found]]
    changed = found & (np.abs(area_now - before) > area_change * np.maximum(before, 0.0))
    change = np.where(changed, CHANGED, np.where(found, SAME, NEW)).astype(object)
    return Carried(keys, change, before, match, np.flatnonzero(~taken))


def carried_notes(carried: Carried, now: gpd.GeoDataFrame, earlier: gpd.GeoDataFrame) -> list[Message]:
    """What a user is told: first how many stayed, changed, vanished and are new, then what to look at again."""
    decided = np.zeros(len(earlier), dtype=bool)
    if "decision" in earlier.columns:
        decided = earlier["decision"].fillna("").astype(str).ne("").to_numpy()
    found = carried.match >= 0
    kept = found.copy()
    kept[found] = decided[carried.match[found]]
    moved = kept & (carried.change == CHANGED)
    notes = [
        message(
            "Compared with the earlier ledger: {same} conflicts as before, {changed} of another area, {new} new, "
            "{vanished} no longer there; {decided} decisions were carried over.",
            same=int((carried.change == SAME).sum()),
            changed=int((carried.change == CHANGED).sum()),
            new=int((carried.change == NEW).sum()),
            vanished=len(carried.vanished),
            decided=int(kept.sum()),
        )
    ]
    if moved.any():
        rows = np.flatnonzero(moved)
        notes.append(
            message(
                "{count} decided conflicts have another area now, look at them again: {conflicts}.",
                count=len(rows),
                conflicts=_listed(
                    f"{number} ({before:,.2f} → {area:,.2f} m²)"
                    for number, before, area in zip(
                        now["number"].to_numpy()[rows], carried.before[rows], now["area_m2"].to_numpy(dtype=float)[rows]
                    )
                ),
            )
        )
    gone = carried.vanished[decided[carried.vanished]]
    if len(gone):
        numbers = earlier["number"] if "number" in earlier.columns else pd.Series(earlier.index + 1)
        notes.append(
            message(
                "{count} decided conflicts are no longer there (numbers in the earlier ledger: {conflicts}).",
                count=len(gone),
                conflicts=_listed(str(number) for number in numbers.to_numpy()[gone]),
            )
        )
    return notes


def _candidates(now: gpd.GeoDataFrame, earlier: gpd.GeoDataFrame, share: float) -> tuple[NDArray, NDArray, NDArray]:
    """Pairs (new, old) of one identity with enough ground in common, and how much that is."""
    today, before = (np.asarray(frame.geometry.values, dtype=object) for frame in (now, earlier))
    nothing = np.zeros(0, dtype=int)
    if len(today) == 0 or len(before) == 0:
        return nothing, nothing, np.zeros(0)
    new, old = shapely.STRtree(before).query(today)
    identity = [_identity(frame) for frame in (now, earlier)]
    alike = identity[0][new] == identity[1][old]
    new, old = new[alike], old[alike]
    area_new, area_old = shapely.area(today)[new], shapely.area(before)[old]
    larger = np.maximum(area_new, area_old)
    enough = (np.minimum(area_new, area_old) >= share * larger) & (larger > 0)
    new, old, larger = new[enough], old[enough], larger[enough]
    common = np.nan_to_num(shapely.area(_common(today[new], before[old])))
    enough = common >= share * larger * (1 - 1e-9)
    return new[enough], old[enough], common[enough]


def _common(a: NDArray, b: NDArray) -> NDArray:
    try:
        return shapely.intersection(a, b)
    except shapely.GEOSException:  # a ledger that came from elsewhere may hold invalid outlines
        return shapely.intersection(shapely.make_valid(a), shapely.make_valid(b))


def _identity(frame: gpd.GeoDataFrame) -> NDArray:
    columns = [frame[column].fillna("").astype(str).to_numpy(dtype=object) for column in IDENTITY]
    return np.array(["\0".join(row) for row in zip(*columns)], dtype=object)


def _keep_apart(keys: NDArray, found: NDArray, known: set[str]) -> None:
    """A new conflict never takes a key that the earlier ledger has for another."""
    for i in np.flatnonzero(~found):
        while keys[i] in known:
            keys[i] = f"{keys[i]}+"


def _listed(texts: object) -> str:
    items = list(texts)  # type: ignore[call-overload]
    return ", ".join(items[:NAMED]) + (", …" if len(items) > NAMED else "")


def with_decisions(ledger: gpd.GeoDataFrame, earlier: gpd.GeoDataFrame, carried: Carried) -> gpd.GeoDataFrame:
    """Today's ledger with the keys of before, decision, own_treatment, reason ("" where open), change and
    area_before_m2."""
    found = carried.match >= 0
    ledger = ledger.assign(key=carried.keys)
    for column in DECIDED:
        values = np.full(len(ledger), "", dtype=object)
        if column in earlier.columns:
            known = earlier[column].fillna("").astype(str).to_numpy(dtype=object)
            values[found] = known[carried.match[found]]
        ledger[column] = values
    return ledger.assign(change=carried.change, area_before_m2=carried.before)
