"""Villages put into types by rules, with the rule that fired, the next-best type and how near it is."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any, Optional, Union

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..messages import Message, message
from .numbers import listed
from .type_rules import (
    AT_LEAST,
    AT_MOST,
    CONTROL_LINE,
    FACILITIES,
    LESS,
    MORE,
    Both,
    Condition,
    Figure,
    Member,
    TypeRules,
)
from .type_rules import parts_of as parts

CENTRAL, RETAINED, NEITHER = "central", "retained", "neither"
MISSED = 1.0  # how far a text that is not among those asked for is from being one
_OPERATORS = {AT_LEAST: operator.ge, MORE: operator.gt, AT_MOST: operator.le, LESS: operator.lt}


@dataclass(frozen=True)
class FigureName:
    """How a figure is called and printed: name {"zh", "en"}, unit {"zh", "en"}, decimals."""

    name: Mapping[str, str]
    unit: Mapping[str, str]
    decimals: int


@dataclass(frozen=True)
class TypeResult:
    """units     index as given: village_type (id), type_rule (id; "" where none fired, "user" where the user decided),
              type_reason (`Message`), next_type (id, "" where there is none), next_distance (0: fits as well, by
              another rule; else the greatest lack of its nearest rule, in standard deviations of the villages),
              decided_by_user (bool), layout (central, retained, neither; "" where no roles are known)
    warnings  what a person should know
    """

    units: pd.DataFrame
    warnings: tuple[Message, ...]


@dataclass(frozen=True)
class _Judged:
    """A single condition over all villages; n-arrays. lack: 0 where it holds, else how far from it, inf: unknown."""

    holds: NDArray
    lack: NDArray
    threshold: Optional[float]


def classify_villages(
    villages: pd.DataFrame,
    rules: TypeRules,
    names: Optional[Mapping[str, FigureName]] = None,
    decided: Optional[Mapping[str, str]] = None,
    language: str = "zh",
) -> TypeResult:
    """Give each village the type of the first rule that holds for it.

    villages  index code; the columns that the rules name (numbers, NaN where unknown; texts), and role where known
    names     column -> how it is printed
    decided   code -> type that a user decided on: kept, and said so
    language  of names in the reasons, zh or en

    A condition whose column is missing, or whose figure is, does not hold; each is told in a warning.
    """
    decided, names = decided or {}, names or {}
    judge = _Judge(villages, rules, names, language)
    rows = []
    for row, code in enumerate(villages.index):
        fired = next((rule for rule in rules.rules if judge.holds(rule.when)[row]), None)
        by_rule = rules.default if fired is None else fired.type
        mine = decided.get(str(code), by_rule)
        following, distance, words = judge.next_best(row, mine)
        reason = judge.why(row, fired)
        if str(code) in decided:
            reason = message("decided by the user")
            if mine != by_rule:
                reason = message(
                    "decided by the user; by the rules {type}: {reason}",
                    type=rules.get(by_rule).name[language],
                    reason=judge.why(row, fired),
                )
        if words is not None:
            reason = message("{first}; {second}", first=reason, second=words)
        rows.append(
            {
                "village_type": mine,
                "type_rule": "user" if str(code) in decided else "" if fired is None else fired.id,
                "type_reason": reason,
                "next_type": following,
                "next_distance": distance,
                "decided_by_user": str(code) in decided,
                "layout": layout_of(mine, villages["role"].iloc[row], rules) if "role" in villages else "",
            }
        )
    units = pd.DataFrame(rows, index=villages.index)
    return TypeResult(units, (*judge.warnings(), *_central_but_leaving(units, rules)))


def _central_but_leaving(units: pd.DataFrame, rules: TypeRules) -> list[Message]:
    both = units.index[(units["layout"] == CENTRAL) & units["village_type"].isin(rules.not_retained)]
    if not len(both):
        return []
    return [
        message(
            "Central villages {codes} are of a type that is not retained. Choose the central villages anew with "
            "TYPE_FIELD, or decide on their type.",
            codes=listed([str(code) for code in both]),
        )
    ]


def layout_of(village_type: str, role: Any, rules: TypeRules) -> str:
    """A village's place in 1+X+Y: central (X), retained (Y), or neither."""
    if role == "central_village":
        return CENTRAL
    return NEITHER if village_type in rules.not_retained else RETAINED


def layout_table(villages: pd.DataFrame, townships: pd.DataFrame) -> pd.DataFrame:
    """1+X+Y per township district, per township, and of the county.

    villages   columns name, township_code, parent_district, layout
    townships  index code; columns name, district, role

    Returns level (county, township_district, township), code, name, central_town (names; those of the county, of the
    district, or the township itself), sub_central_town, central, retained, neither (numbers), and the names of each:
    central_names, retained_names, neither_names.
    """
    rows = [_layout_row("county", "", "", villages, townships)]
    for district in _in_order(townships["district"]):
        inside = townships[townships["district"] == district]
        rows.append(
            _layout_row(
                "township_district", district, "", villages[villages["township_code"].isin(inside.index)], inside
            )
        )
    for code, town in townships.iterrows():
        own = townships.loc[[code]]
        rows.append(
            _layout_row("township", str(code), str(town["name"]), villages[villages["township_code"] == code], own)
        )
    return pd.DataFrame(rows)


def _in_order(districts: pd.Series) -> list[str]:
    known = {str(code) for code in districts.dropna() if str(code)}
    return sorted(known, key=lambda code: (len(code), code))


def _layout_row(level: str, code: str, name: str, villages: pd.DataFrame, townships: pd.DataFrame) -> dict[str, Any]:
    row: dict[str, Any] = {"level": level, "code": code, "name": name}
    for role in ("central_town", "sub_central_town"):
        row[role] = _names(townships[townships["role"] == role])
    for part in (CENTRAL, RETAINED, NEITHER):
        row[part] = int((villages["layout"] == part).sum())
    for part in (CENTRAL, RETAINED, NEITHER):
        row[f"{part}_names"] = _names(villages[villages["layout"] == part])
    return row


def _names(units: pd.DataFrame) -> str:
    return "、".join(str(name) for name in units["name"] if pd.notna(name))


class _Judge:
    """The conditions of all rules over all villages, each judged once."""

    def __init__(
        self, villages: pd.DataFrame, rules: TypeRules, names: Mapping[str, FigureName], language: str
    ) -> None:
        self.villages, self.rules, self.names, self.language = villages, rules, names, language
        self._single: dict[Union[Figure, Member], _Judged] = {}
        for rule in rules.rules:
            for part in parts(rule.when):
                if part not in self._single:
                    self._single[part] = self._judge(part)

    def holds(self, condition: Condition) -> NDArray:
        """(n,) whether it holds."""
        if not isinstance(condition, Both):
            return self._single[condition].holds
        found = [self.holds(part) for part in condition.parts]
        result: NDArray = np.all(found, axis=0) if condition.all else np.any(found, axis=0)
        return result

    def lack(self, condition: Condition) -> NDArray:
        """(n,) 0 where it holds, else how far from it: of all its parts the greatest lack, of any the least."""
        if not isinstance(condition, Both):
            return self._single[condition].lack
        found = [self.lack(part) for part in condition.parts]
        result: NDArray = np.max(found, axis=0) if condition.all else np.min(found, axis=0)
        return result

    def next_best(self, row: int, mine: str) -> tuple[str, float, Optional[Message]]:
        """The type, other than the village's own, whose nearest rule lacks least: id, lack, and in words."""
        best, least = None, float("inf")
        for rule in self.rules.rules:
            if rule.type != mine and self.lack(rule.when)[row] < least:
                best, least = rule, float(self.lack(rule.when)[row])
        if best is None:
            return "", float("nan"), None
        name = self.rules.get(best.type).name[self.language]
        if least == 0:
            words = message("“{rule}” ({type}) holds as well", rule=best.name[self.language], type=name)
        else:
            words = message(
                "nearest other type {type}, for which {lacking}",
                type=name,
                lacking=_listed([self._lacking(row, part) for part in self._missing(row, best.when)]),
            )
        return best.type, round(least, 4), words

    def why(self, row: int, fired: Any) -> Message:
        """The rule that fired, with the figures of its conditions."""
        if fired is None:
            return message("no rule holds: {type}", type=self.rules.get(self.rules.default).name[self.language])
        shown = _listed([self._figure(row, part) for part in self._met(row, fired.when)])
        return message("{rule}: {figures}", rule=fired.name[self.language], figures=shown)

    def warnings(self) -> list[Message]:
        said = []
        for part in self._single:
            if part.column not in self.villages:
                said.append(
                    message(
                        "Nothing is known of {figure}: conditions on it hold for no village.", figure=self._name(part)
                    )
                )
            elif isinstance(part, Figure) and self._values(part).isna().any():
                bare = self.villages.index[self._values(part).isna()]
                said.append(
                    message(
                        "No figure of {figure} for villages {codes}: conditions on it do not hold for them.",
                        figure=self._name(part),
                        codes=listed([str(code) for code in bare]),
                    )
                )
        return _once(said)

    # ---- judging
    def _values(self, part: Figure) -> pd.Series:
        return pd.to_numeric(self.villages[part.column], errors="coerce").astype(float)

    def _judge(self, part: Union[Figure, Member]) -> _Judged:
        count = len(self.villages)
        if part.column not in self.villages:
            return _Judged(np.zeros(count, dtype=bool), np.full(count, np.inf), None)
        if isinstance(part, Member):
            text = self.villages[part.column].where(self.villages[part.column].notna(), "").astype(str)
            holds = text.isin(part.among).to_numpy()
            return _Judged(holds, np.where(holds, 0.0, MISSED), None)
        values = self._values(part).to_numpy()
        known = ~np.isnan(values)
        threshold = part.value
        if threshold is None:
            if not known.any():
                return _Judged(np.zeros(count, dtype=bool), np.full(count, np.inf), None)
            threshold = float(np.quantile(values[known], part.quantile))
        holds = known & _OPERATORS[part.op](values, threshold)
        spread = float(values[known].std()) if known.any() else 0.0
        away = np.abs(np.where(known, values, np.inf) - threshold)
        # A figure that is at the threshold and must be beyond it lacks next to nothing, but it lacks.
        lack = np.maximum(away / spread, 1e-9) if spread > 0 else np.full(count, np.inf)
        return _Judged(holds, np.where(holds, 0.0, lack), threshold)

    # ---- in words
    def _met(self, row: int, condition: Condition) -> list[Any]:
        """The single conditions by which it holds."""
        if not isinstance(condition, Both):
            return [condition] if self.holds(condition)[row] else []
        return [part for inner in condition.parts if self.holds(inner)[row] for part in self._met(row, inner)]

    def _missing(self, row: int, condition: Condition) -> list[Any]:
        """The single conditions it lacks; of any, those of the part that lacks least."""
        if not isinstance(condition, Both):
            return [] if self.holds(condition)[row] else [condition]
        if not condition.all:
            return self._missing(row, min(condition.parts, key=lambda part: self.lack(part)[row]))
        return [part for inner in condition.parts for part in self._missing(row, inner)]

    def _figure(self, row: int, part: Any) -> Message:
        if isinstance(part, Member):
            return message("{field} is {value}", field=self._name(part), value=self._text(row, part))
        return message(
            "{figure} {value} ({comparison})",
            figure=self._name(part),
            value=self._number(part, self._values(part).iloc[row]),
            comparison=self._comparison(part),
        )

    def _lacking(self, row: int, part: Any) -> Message:
        if isinstance(part, Member):
            return message("{field} is not {wanted}", field=self._name(part), wanted=self._wanted(part))
        return message(
            "{figure} is {value}, not {comparison}",
            figure=self._name(part),
            value=self._number(part, self._values(part).iloc[row]),
            comparison=self._comparison(part),
        )

    def _comparison(self, part: Figure) -> Message:
        threshold = self._single[part].threshold
        assert threshold is not None
        value = self._number(part, threshold)
        words = {
            AT_LEAST: message("at least {value}", value=value),
            MORE: message("more than {value}", value=value),
            AT_MOST: message("at most {value}", value=value),
            LESS: message("less than {value}", value=value),
        }[part.op]
        if part.quantile is None:
            return words
        return message("{comparison}, the {percent} % quantile", comparison=words, percent=f"{100 * part.quantile:g}")

    def _text(self, row: int, part: Member) -> str:
        known = self.names.get(f"{part.column}={self.villages[part.column].iloc[row]}")
        return str(self.villages[part.column].iloc[row]) if known is None else known.name[self.language]

    def _wanted(self, part: Member) -> str:
        words = [self.names.get(f"{part.column}={item}") for item in part.among]
        shown = [item if word is None else word.name[self.language] for item, word in zip(part.among, words)]
        return ("、" if self.language == "zh" else ", ").join(shown)

    def _name(self, part: Any) -> Any:
        known = self.names.get(part.column)
        if known is not None:
            return known.name[self.language]
        if isinstance(part, Figure) and part.subject == FACILITIES:
            return message("facilities ({kinds})", kinds=("、" if self.language == "zh" else ", ").join(part.names))
        if isinstance(part, Figure) and part.subject == CONTROL_LINE:
            return message("share inside {line}", line=part.names[0])
        return part.column

    def _number(self, part: Figure, value: float) -> Any:
        known = self.names.get(part.column)
        if known is None:
            text = f"{value:,.6g}"
            return text + "%" if part.subject == CONTROL_LINE else text
        unit = known.unit[self.language]
        return f"{value:,.{known.decimals}f}" + ("" if not unit else unit if unit == "%" else f" {unit}")


def _listed(items: list[Message]) -> Message:
    return reduce(lambda first, second: message("{first}, {second}", first=first, second=second), items)


def _once(said: list[Message]) -> list[Message]:
    found: dict[str, Message] = {}
    for item in said:
        found.setdefault(str(item), item)
    return list(found.values())
