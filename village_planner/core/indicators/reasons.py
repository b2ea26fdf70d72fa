"""Why a unit became a centre, or did not although it has high potential: in words, and as figures.

The words are for a review meeting: they say on what ground a unit was chosen, its figure in each criterion, who comes
next, how far behind and in what, and what would turn the choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, Optional

import numpy as np
import pandas as pd

from ..messages import Message, message
from .aggregate import SCORE_DECIMALS
from .candidates import Candidates
from .centre_rules import MEMBERS, SCORE
from .comparison import Comparison, compare, least_turn

SHOWN = 3  # criteria that a comparison names on either side


@dataclass
class Choice:
    """What was chosen.

    centres     district -> rows, best first
    further     rows added beyond the minimum -> what one more centre served there, and in the next best district
    subcentres  row -> its district, the district that radiates least first
    reach       district -> how far its centres reach
    """

    centres: dict[str, list[int]] = field(default_factory=dict)
    further: dict[int, Further] = field(default_factory=dict)
    subcentres: dict[int, str] = field(default_factory=dict)
    reach: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Further:
    """A centre beyond the minimum: people per centre before and after, the gain (merit x people per centre then), and
    the best gain elsewhere at that moment; district "" where there was none."""

    before: float
    after: float
    gain: float
    next_gain: float
    next_district: str


@dataclass(frozen=True)
class Reasons:
    """What was chosen from `candidates`, in words.

    why_not    row -> why it may not be a centre
    reach_unit how radiation is measured, as printed
    language   zh or en: of the names of criteria
    """

    candidates: Candidates
    choice: Choice
    why_not: dict[int, Message]
    reach_unit: Message
    language: str = "zh"

    def of(self, row: int) -> Optional[Message]:
        """The reason of one unit; None for ordinary ones."""
        if not self.candidates.eligible[row]:
            return self.why_not[row]
        district = self.candidates.district(row)
        if row in self.choice.centres.get(district, ()):
            return _joined([*self._ground(row, district), self._place(row, district), *self._against_next(row)])
        if row in self.choice.subcentres:
            return _joined(
                [*self._helps(row, district), *self._list(row), self._place(row, district), *self._against_next(row)]
            )
        if self._has_potential(row):
            if not self.choice.centres.get(district):
                return _joined([*self._list(row), *self._list_margin(row)])
            return _joined([*self._list(row), self._place(row, district), *self._who_instead(row, district)])
        return None

    def figures(self, row: int) -> Optional[dict[str, Any]]:
        """The same as data for JSON: what `of` says of one unit, codes in place of names."""
        c = self.candidates
        if not c.eligible[row]:
            return None
        district = c.district(row)
        result: dict[str, Any] = {
            "score": _json(c.score[row]),
            "rank": int(c.rank[row]),
            "of": len(c.codes),
            "merit": _json(c.merit[row]),
            "criteria": [self._criterion_figures(row, k) for k in range(len(c.criteria))],
        }
        if c.level == "township":
            result["high_potential"] = bool(c.shortlist[row])
        if district:
            result |= {"district": district, "place": self._place_in(row, district), "candidates": self._size(district)}
        other = self.runner_up(row)
        if other is None:
            other = self._preferred(row)
        if other is not None:
            found = compare(c, *((row, other) if self._is_chosen(row) else (other, row)))
            result["against"] = {
                "code": c.codes[other],
                "merit": _json(c.merit[other]),
                "margin": _json(found.margin if self._is_chosen(row) else -found.margin),
                "better": [c.criteria[k].id for k in (found.better if self._is_chosen(row) else found.worse)],
                "worse": [c.criteria[k].id for k in (found.worse if self._is_chosen(row) else found.better)],
                **self._turns_figures(found),
            }
        if row in self.choice.further:
            result["further"] = {name: _json(value) for name, value in vars(self.choice.further[row]).items()}
        if row in self.choice.subcentres:
            result["reach"] = {name: _json(value) for name, value in self.choice.reach.items()}
        return result

    def _turns_figures(self, found: Comparison) -> dict[str, Any]:
        return {
            name: {"criterion": self.candidates.criteria[turn.criterion].id, "from": turn.before, "to": turn.after}
            for name, turn in (("turning_weight", found.weight), ("turning_figure", found.figure))
            if turn is not None
        }

    def runner_up(self, row: int) -> Optional[int]:
        """Who comes next in the ranking of a chosen unit's district, behind all centres (behind a sub-central town too,
        where it is one); None for others, or where nobody is left."""
        return next(iter(self._later(row)), None) if self._is_chosen(row) else None

    # ---- who stands where
    def _later(self, row: int) -> list[int]:
        """Who of the district was not chosen with or before a chosen unit, best first."""
        district = self.candidates.district(row)
        taken = set(self.choice.centres.get(district, ()))
        if row in self.choice.subcentres:
            taken |= set(self.choice.subcentres)
        return [other for other in self.candidates.ranking[district] if other not in taken]

    def _rivals(self, row: int) -> list[int]:
        """Those of `_later` that merit alone could put first: of townships, those as high on the list."""
        c = self.candidates
        return [
            other
            for other in self._later(row)
            if c.cut_off[other] == c.cut_off[row] and (c.level != "township" or c.shortlist[other] == c.shortlist[row])
        ]

    def _is_chosen(self, row: int) -> bool:
        return row in self.choice.centres.get(self.candidates.district(row), ()) or row in self.choice.subcentres

    def _has_potential(self, row: int) -> bool:
        return self.candidates.level == "township" and bool(self.candidates.shortlist[row])

    def _preferred(self, row: int) -> Optional[int]:
        """Of the units chosen in the row's district, the one chosen last: it is the one to have beaten."""
        chosen = self.choice.centres.get(self.candidates.district(row), [])
        return chosen[-1] if chosen and self._has_potential(row) else None

    def _size(self, district: str) -> int:
        return len(self.candidates.ranking[district])

    def _place_in(self, row: int, district: str) -> int:
        """1 for the best merit of the district, equal ones sharing the lower number."""
        merit = self.candidates.merit[self.candidates.ranking[district]]
        return 1 + int((merit > self.candidates.merit[row]).sum())

    # ---- in words
    def _ground(self, row: int, district: str) -> list[Message]:
        """On what ground it is a centre."""
        c = self.candidates
        parts = [message("fixed by the user")] if c.nominated[row] else []
        if c.level == "township":
            parts += self._list(row)
            if not c.shortlist[row] and not c.shortlist[c.ranking[district]].any():
                parts.append(message("the district has no high-potential township, its best one is taken"))
        if row in self.choice.further:
            parts += self._further(row, district)
        return parts

    def _list(self, row: int) -> list[Message]:
        """Its place in the county by score, and whether that makes it a high-potential township."""
        c = self.candidates
        if c.level != "township":
            return []
        figures = {"score": _score(c.score[row]), "rank": int(c.rank[row]), "count": len(c.codes)}
        if c.shortlist[row]:
            return [message("high-potential township, score {score}, rank {rank} of {count}", **figures)]
        return [message("not a high-potential township, score {score}, rank {rank} of {count}", **figures)]

    def _list_margin(self, row: int) -> list[Message]:
        """How far it is above the best that is not on the list."""
        c = self.candidates
        off = next((other for other in c.listed() if not c.shortlist[other]), None)
        if off is None:
            return []
        margin = round(float(c.score[row] - c.score[off]), SCORE_DECIMALS)
        name = self._name(off)
        if margin == 0:
            return [message("same score as {name}, which is not on the list; the lower code goes first", name=name)]
        return [message("{margin} above {name}, the best that is not on the list", margin=_score(margin), name=name)]

    def _place(self, row: int, district: str) -> Message:
        c = self.candidates
        criteria = _listed([self._criterion(row, k, district) for k in range(len(c.criteria))])
        place = {"district": district, "count": self._size(district), "place": self._place_in(row, district)}
        if len(c.criteria) == 1 and c.criteria[0].id == SCORE:
            return message(
                "place {place} of {count} candidates in district {district}: {criteria}", criteria=criteria, **place
            )
        return message(
            "merit {merit}, place {place} of {count} candidates in district {district}: {criteria}",
            merit=_score(c.merit[row]),
            criteria=criteria,
            **place,
        )

    def _criterion(self, row: int, k: int, district: str) -> Message:
        """A figure, with its place in the district where there is somebody to compare with."""
        text = self._value(row, k)
        rows = self.candidates.ranking[district]
        if len(rows) == 1:
            return text
        better = self.candidates.scaled[rows, k] > self.candidates.scaled[row, k]
        return message("{figure} (place {place})", figure=text, place=1 + int(better.sum()))

    def _further(self, row: int, district: str) -> list[Message]:
        more = self.choice.further[row]
        people = "population" in self.candidates.units
        size = {"before": _figure(round(more.before)), "after": _figure(round(more.after))}
        if not people:
            size = {"before": f"{more.before:.1f}", "after": f"{more.after:.1f}"}
        parts = [
            message("one more centre: {after} instead of {before} people per centre in the district", **size)
            if people
            else message("one more centre: {after} instead of {before} units per centre in the district", **size)
        ]
        if more.next_district:
            parts.append(
                message(
                    "merit times that is {gain}, the greatest left; next is {other} in district {district}",
                    gain=_figure(round(more.gain, 1)),
                    other=_figure(round(more.next_gain, 1)),
                    district=more.next_district,
                )
            )
        return parts

    def _helps(self, row: int, district: str) -> list[Message]:
        """Whom a sub-central town helps, and how weakly that one radiates; the strongest counts 100 %."""
        reach = self.choice.reach
        order = sorted(reach, key=lambda other: (reach[other], other))
        strongest = reach[order[-1]]
        parts = [
            message(
                "helps {centre}, which radiates {share} of the strongest centre in district {district} ({measure}), "
                "number {place} from below of {count}",
                centre=self._names(self.choice.centres[district]),
                share=_share(reach[district], strongest),
                district=district,
                measure=self.reach_unit,
                place=order.index(district) + 1,
                count=len(order),
            )
        ]
        spared = next((other for other in order if other not in self.choice.subcentres.values()), None)
        if spared is not None:
            parts.append(
                message(
                    "the next one, {centre} in district {district}, radiates {share}",
                    centre=self._names(self.choice.centres[spared]),
                    district=spared,
                    share=_share(reach[spared], strongest),
                )
            )
        return parts

    def _against_next(self, row: int) -> list[Message]:
        """Who comes next, how far behind, and what would turn the choice."""
        c = self.candidates
        other = self.runner_up(row)
        if other is None:
            return [message("nobody else to choose from")]
        found = compare(c, row, other)
        name = self._name(other)
        if c.nominated[row]:
            if found.margin > 0:
                return [message("also first by merit: {behind}", behind=self._behind(found, name))]
            return [
                message(
                    "by merit {name} would go before it ({merit} against {own})",
                    name=name,
                    merit=_score(c.merit[other]),
                    own=_score(c.merit[row]),
                )
            ]
        if c.cut_off[other] and not c.cut_off[row]:
            return [
                message(
                    "next is {name} (merit {merit}), to which no way leads from the others of the district",
                    name=name,
                    merit=_score(c.merit[other]),
                )
            ]
        if c.level == "township" and c.shortlist[row] and not c.shortlist[other]:
            last = min(c.score[c.shortlist])
            return [
                message(
                    "next is {name} (merit {merit}), which is not a high-potential township (score {score}, {behind} "
                    "below the last of them)",
                    name=name,
                    merit=_score(c.merit[other]),
                    score=_score(c.score[other]),
                    behind=_score(round(float(last - c.score[other]), SCORE_DECIMALS)),
                )
            ]
        if found.margin == 0:
            return [message("same merit as {name}; the lower code goes first", name=name)]
        return [self._behind(found, name), *self._turns(found, self._rivals(row))]

    def _behind(self, found: Comparison, name: str) -> Message:
        return message(
            "ahead of {name} (merit {merit}) by {margin}: {by}",
            name=name,
            merit=_score(self.candidates.merit[found.second]),
            margin=_score(found.margin),
            by=self._by(found),
        )

    def _by(self, found: Comparison) -> Message:
        """In what the first is better, and in what not."""
        better = _listed([self._versus(found, k) for k in found.better[:SHOWN]])
        if not found.worse:
            return message("better in {better}", better=better)
        worse = _listed([self._versus(found, k) for k in found.worse[:SHOWN]])
        return message("better in {better}, worse in {worse}", better=better, worse=worse)

    def _versus(self, found: Comparison, k: int) -> Message:
        return message(
            "{criterion} ({first} against {second})",
            criterion=self._named(k),
            first=self._number(found.first, k),
            second=self._number(found.second, k),
        )

    def _turns(self, found: Comparison, rivals: Sequence[int]) -> list[Message]:
        """The smallest change of a weight that puts one of the rivals first, and of a figure of the second."""
        parts = []
        turning = least_turn(self.candidates, found.first, rivals) if len(self.candidates.criteria) > 1 else None
        if turning is not None:
            rival, turn = turning
            values = {
                "name": self._name(rival),
                "criterion": self._named(turn.criterion),
                "before": _weight(turn.before),
            }
            if turn.after > turn.before:
                parts.append(
                    message(
                        "{name} would go before it if the weight of {criterion} rose from {before} above {after}",
                        after=_above(turn.after),
                        **values,
                    )
                )
            elif turn.after > 0:
                parts.append(
                    message(
                        "{name} would go before it if the weight of {criterion} fell from {before} below {after}",
                        after=_below(turn.after),
                        **values,
                    )
                )
            else:
                parts.append(message("{name} would draw level with it only without {criterion}", **values))
        elif len(self.candidates.criteria) > 1:
            parts.append(message("no single weight, even tenfold or at 0, would turn this"))
        if found.figure is not None and len(self.candidates.criteria) > 1:
            k, figure = found.figure.criterion, found.figure
            decimals = self.candidates.criteria[k].decimals
            digits = 10.0 ** (2 if decimals is None else decimals)
            whole = np.ceil if figure.after > figure.before else np.floor  # what is said must suffice
            parts.append(
                message(
                    "{name} would draw level if its {criterion} were {after} instead of {before}",
                    name=self._name(found.second),
                    criterion=self._named(k),
                    before=self._shown(figure.before, k),
                    after=self._shown(float(whole(round(figure.after * digits, 6)) / digits), k),
                )
            )
        return parts

    def _who_instead(self, row: int, district: str) -> list[Message]:
        """Why another high-potential township of the district was preferred to this one."""
        c = self.candidates
        other = self._preferred(row)
        assert other is not None  # asked only where the district has a centre
        name = self._name(other)
        if c.nominated[other]:
            return [message("{name} was fixed by the user", name=name)]
        if c.cut_off[row] and not c.cut_off[other]:
            return [message("{name} preferred: no way leads from here to the others of the district", name=name)]
        found = compare(c, other, row)
        if found.margin == 0:
            return [message("{name} preferred: same merit, lower code", name=name)]
        preferred = message(
            "{name} preferred (merit {merit}, {margin} more): it is {by}",
            name=name,
            merit=_score(c.merit[other]),
            margin=_score(found.margin),
            by=self._by(found),
        )
        return [preferred, *self._turns(found, [row])]

    # ---- figures and names
    def _criterion_figures(self, row: int, k: int) -> dict[str, Any]:
        c = self.candidates
        criterion = c.criteria[k]
        rows = c.ranking[c.district(row)] if c.has_districts else np.flatnonzero(c.eligible)
        return {
            "id": criterion.id,
            "name": dict(criterion.name),
            "unit": dict(criterion.unit),
            "value": _json(c.values[row, k]),
            "scaled": _json(round(float(c.scaled[row, k]), SCORE_DECIMALS)),
            "weight": criterion.weight,
            "place": 1 + int((c.scaled[rows, k] > c.scaled[row, k]).sum()),
            "of": len(rows),
        }

    def _value(self, row: int, k: int) -> Message:
        text = message("{criterion} {figure}", criterion=self._named(k), figure=self._number(row, k))
        unreached = self._unreached(row, k)
        if unreached == 0 or self.candidates.cut_off[row]:
            return text
        share = f"{100 * unreached:.1f}%"
        return message("{figure}, raised as no way leads to {share} of the district", figure=text, share=share)

    def _unreached(self, row: int, k: int) -> float:
        """Share of the district that a unit does not reach, by which its mean travel was raised."""
        c = self.candidates
        return float(c.units["unreached"].iloc[row]) if c.criteria[k].id == MEMBERS and "unreached" in c.units else 0.0

    def _number(self, row: int, k: int) -> Any:
        return self._shown(self.candidates.values[row, k], k)

    def _shown(self, value: float, k: int) -> Any:
        if np.isnan(value):
            return message("no figure")
        if np.isinf(value):
            return message("out of reach")
        criterion = self.candidates.criteria[k]
        text = _figure(value) if criterion.decimals is None else f"{value:,.{criterion.decimals}f}"
        unit = criterion.unit.get(self.language, "")
        return text + ("" if not unit else unit if unit == "%" else f" {unit}")

    def _named(self, k: int) -> str:
        return str(self.candidates.criteria[k].name[self.language])

    def _name(self, row: int) -> str:
        if "name" not in self.candidates.units or pd.isna(self.candidates.units["name"].iloc[row]):
            return self.candidates.codes[row]
        return str(self.candidates.units["name"].iloc[row]) or self.candidates.codes[row]

    def _names(self, rows: Sequence[int]) -> str:
        return ("、" if self.language == "zh" else ", ").join(self._name(row) for row in rows)


def _score(value: float) -> str:
    return f"{value:.4f}" if abs(value) < 10 else _figure(value)


def _share(value: float, whole: float) -> str:
    """In percent; 0 where nobody reaches anybody."""
    return f"{100 * value / whole:.1f}%" if np.isfinite(whole) and whole > 0 else "0%"


def _weight(value: float) -> str:
    return f"{value:.3g}"


def _above(value: float) -> str:
    """A weight, rounded up to two decimals: what is said must suffice."""
    return f"{np.ceil(round(value * 100, 6)) / 100:.2f}"


def _below(value: float) -> str:
    return f"{np.floor(round(value * 100, 6)) / 100:.2f}"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1e5 else f"{value:,.6g}"


def _json(value: Any) -> Any:
    if isinstance(value, (float, np.floating)):
        return float(value) if np.isfinite(value) else None
    return value


def _joined(parts: Sequence[Message]) -> Message:
    return reduce(lambda first, second: message("{first}; {second}", first=first, second=second), parts)


def _listed(parts: Sequence[Message]) -> Message:
    return reduce(lambda first, second: message("{first}, {second}", first=first, second=second), parts)
