"""The units that figures are passed down: county, township districts, townships, villages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Optional

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import InputError

COUNTY, DISTRICT, TOWNSHIP, VILLAGE = "county", "district", "township", "village"
LEVELS = (COUNTY, DISTRICT, TOWNSHIP, VILLAGE)


@dataclass(frozen=True)
class UnitTree:
    """Parents stand before their children; the county is at 0. n units.

    level, code, name  tuples of n     parent  (n,) position, -1 for the county
    """

    level: tuple[str, ...]
    code: tuple[str, ...]
    name: tuple[str, ...]
    parent: NDArray

    def __len__(self) -> int:
        return len(self.code)

    @cached_property
    def children(self) -> tuple[NDArray, ...]:
        """Positions of each unit's children."""
        order = np.argsort(self.parent, kind="stable")
        starts: NDArray = np.searchsorted(self.parent[order], np.arange(len(self) + 1))
        return tuple(np.sort(order[starts[i] : starts[i + 1]]) for i in range(len(self)))

    @cached_property
    def leaves(self) -> NDArray:
        """Positions of units without children."""
        return np.flatnonzero([len(below) == 0 for below in self.children])

    def sums(self, values: NDArray) -> NDArray:
        """(n,) sums over the leaves below each unit; values (n,) count at leaves only. NaN where any leaf is NaN."""
        total = np.where([len(below) == 0 for below in self.children], values, 0.0)
        for i in range(len(self) - 1, 0, -1):
            total[self.parent[i]] += total[i]
        return total

    def find(self, text: str, level: str = "") -> Optional[int]:
        """Position of the unit of that code or name; None where there is none.

        level  only there; "" is any. InputError ambiguous_unit where several units go by that name.
        """
        text = text.strip()
        if text in (COUNTY, "全县", "县") and level in ("", COUNTY):
            return 0
        for names in (self.code, self.name):
            found = [i for i in range(len(self)) if names[i] == text and level in ("", self.level[i])]
            if len(found) > 1:
                raise InputError(
                    "ambiguous_unit",
                    "{count} units go by “{unit}”. Name the level, or give the code.",
                    unit=text,
                    count=len(found),
                )
            if found:
                return found[0]
        return None


def build_tree(
    county: tuple[str, str], townships: pd.DataFrame, villages: pd.DataFrame, districts: Optional[pd.Series] = None
) -> UnitTree:
    """County -> township districts -> townships -> villages.

    county     code and name
    townships  index code; columns name, district (code, empty where it is in none: then it is the county's own child)
    villages   index code; columns name, township_code
    districts  code -> name of the township districts, in order; only those that hold a township are in the tree

    Raises InputError unknown_township where a village's township is not there.
    """
    rows: list[tuple[str, str, str, int]] = [(COUNTY, county[0], county[1] or county[0], -1)]
    place: dict[tuple[str, str], int] = {}
    given = townships["district"].where(townships["district"].notna(), "").astype(str)
    names = {} if districts is None else {str(code): str(name) for code, name in districts.items()}
    order = [code for code in names if code in set(given)]
    for code in [*order, *sorted(set(given) - set(order) - {""})]:
        place[DISTRICT, code] = len(rows)
        rows.append((DISTRICT, code, names.get(code) or code, 0))
    for code, name in zip(townships.index, townships["name"]):
        place[TOWNSHIP, str(code)] = len(rows)
        rows.append((TOWNSHIP, str(code), _named(name, code), place.get((DISTRICT, given[code]), 0)))
    for code, name, township in zip(villages.index, villages["name"], villages["township_code"]):
        if (TOWNSHIP, str(township)) not in place:
            raise InputError(
                "unknown_township",
                "Village {village} lies in township {township}, which the county does not have. Run checkdata.",
                village=code,
                township=township,
            )
        rows.append((VILLAGE, str(code), _named(name, code), place[TOWNSHIP, str(township)]))
    level, codes, shown, parent = zip(*rows)
    return UnitTree(level, codes, shown, np.array(parent))


def _named(name: object, code: object) -> str:
    return name if isinstance(name, str) and name else str(code)
