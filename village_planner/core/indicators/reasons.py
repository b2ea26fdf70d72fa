"""Why a unit became a centre, or did not although it is on the shortlist: in words and figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Optional

import pandas as pd

from ..messages import Message, message
from .candidates import Candidates


@dataclass(frozen=True)
class Reasons:
    """What was chosen from `candidates`; see `centres.Choice`."""

    candidates: Candidates
    centres: dict[str, list[int]]
    further: set[int]
    subcentres: dict[int, float]

    def of(self, row: int) -> Optional[Message]:
        """The reason of one unit; None for ordinary ones."""
        district = self._district(row)
        if not self.candidates.eligible[row]:
            return message("excluded")
        if row in self.centres.get(district, ()):
            return _joined([self._place(row, district), *self._figures(row), *self._why_centre(row, district)])
        if row in self.subcentres:
            return _joined([self._helps(row, district), self._place(row, district), *self._figures(row)])
        if self.candidates.level == "township" and self.candidates.shortlist[row]:
            return _joined([message("on the shortlist"), *self._figures(row), *self._who_instead(district)])
        return None

    def _district(self, row: int) -> str:
        return str(self.candidates.units["district"].iloc[row]) if "district" in self.candidates.units else ""

    def _place(self, row: int, district: str) -> Message:
        ranking = self.candidates.ranking[district]
        return message(
            "number {place} of {count} candidates in district {district}",
            place=ranking.index(row) + 1,
            count=len(ranking),
            district=district,
        )

    def _figures(self, row: int) -> list[Message]:
        units = self.candidates.units
        parts = [
            message(
                "score {score}, rank {rank} of {count}",
                score=_score(self.candidates.score[row]),
                rank=int(self.candidates.rank[row]),
                count=len(units),
            )
        ]
        if "access" in units:
            parts.append(message("access {value}", value=_figure(units["access"].iloc[row])))
        if "trend" in units:
            parts.append(message("trend {value}", value=_figure(units["trend"].iloc[row])))
        if len(parts) > 1:
            parts.append(message("merit {value}", value=_score(self.candidates.merit[row])))
        return parts

    def _why_centre(self, row: int, district: str) -> list[Message]:
        parts = []
        if self.candidates.level == "township":
            if self.candidates.shortlist[row]:
                parts.append(message("on the shortlist"))
            elif not self.candidates.shortlist[self.candidates.ranking[district]].any():
                parts.append(message("no unit of the district is on the shortlist"))
        if row in self.further:
            size = self.candidates.people[self.candidates.members[district]].sum()
            known = "population" in self.candidates.units
            people = (
                message("{count} people", count=_figure(size)) if known else message("{count} units", count=int(size))
            )
            parts.append(message("one more for the {people} of the district", people=people))
        return parts

    def _helps(self, row: int, district: str) -> Message:
        return message(
            "helps {centre}, whose reach in its district is number {place} from below ({reach} score/km²)",
            centre=self._names(self.centres[district]),
            place=list(self.subcentres).index(row) + 1,
            reach=f"{self.subcentres[row]:.3g}",
        )

    def _who_instead(self, district: str) -> list[Message]:
        if not self.centres.get(district):
            return []
        names = self._names(self.centres[district])
        return [message("{names} preferred in district {district}", names=names, district=district)]

    def _names(self, rows: Sequence[int]) -> str:
        if "name" not in self.candidates.units:
            return ", ".join(self.candidates.codes[row] for row in rows)
        names = self.candidates.units["name"]
        return ", ".join(
            self.candidates.codes[row] if pd.isna(names.iloc[row]) else str(names.iloc[row]) for row in rows
        )


def _score(value: float) -> str:
    return f"{value:.4f}" if abs(value) < 10 else _figure(value)


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1e5 else f"{value:,.6g}"


def _joined(parts: Sequence[Message]) -> Message:
    return reduce(lambda first, second: message("{first}; {second}", first=first, second=second), parts)
