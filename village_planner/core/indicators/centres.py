"""Central towns, sub-central towns and central villages, chosen from scored units.

Townships (domain.md §2.1): the best by score make a shortlist; each district takes its best unit, from the shortlist
where it has one there, by score, transport access and trend; the districts whose centre radiates least get a
sub-central town. Villages: each district takes its best, then the count is filled up where a good village meets many
people per centre.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Optional

import geopandas as gpd
import numpy as np
import pandas as pd

from ..errors import InfeasibleError, InputError
from ..messages import Message, message
from .aggregate import SCORE_DECIMALS
from .candidates import LEVELS, Candidates, consider
from .numbers import listed
from .radiation import distances_km, radiation
from .reasons import Reasons

CENTRE_ROLE = {"township": "central_town", "village": "central_village"}
SUBCENTRE_ROLE = "sub_central_town"
MAX_PER_DISTRICT = {"township": 1, "village": 2}  # where the user sets none


@dataclass(frozen=True)
class CentreOptions:
    """How many centres; the names are those of `selectcentres`.

    shortlist  units of highest score on the shortlist
    count      centres in all; None: `minimum` per district
    minimum, maximum   centres per district; maximum None: 1 for townships, 2 for villages, never below minimum
    subcentres         sub-central towns in all (townships only)
    """

    level: str = "township"
    shortlist: int = 8
    count: Optional[int] = None
    minimum: int = 1
    maximum: Optional[int] = None
    subcentres: int = 2

    @property
    def limit(self) -> int:
        """Most centres in one district."""
        return max(MAX_PER_DISTRICT[self.level], self.minimum) if self.maximum is None else self.maximum


@dataclass(frozen=True)
class CentreResult:
    """units     index as given: role (text, "" for none), reason (`Message` or None), shortlist (bool)
    warnings  what a person should know
    """

    units: pd.DataFrame
    warnings: tuple[Message, ...]


@dataclass
class Choice:
    """Rows chosen: centres by district, best first; of those, the ones added beyond the minimum; sub-central towns with
    the reach (score/km²) of the centre they help, weakest first."""

    centres: dict[str, list[int]] = field(default_factory=dict)
    further: set[int] = field(default_factory=set)
    subcentres: dict[int, float] = field(default_factory=dict)


def select_centres(
    units: pd.DataFrame,
    options: CentreOptions,
    geometry: Optional[gpd.GeoSeries] = None,
    labels: Optional[Mapping[str, str]] = None,
) -> CentreResult:
    """Choose centres.

    units     index unit codes (text, unique); columns score (number, more is better) and, where known, district
              (text), name, access (less is better), trend (more is better), population (people), excluded (bool)
    geometry  (n,) in the order of `units`, with a CRS; needed for sub-central towns
    labels    column -> name of the field as the user knows it, and "layer" -> name of the layer; for messages

    Without a district column only the shortlist is made (townships). Merit is the mean of score, access and trend,
    each min-max over all units that are not excluded. Equal merits go by code.

    Raises `InputError` not_supported, not_a_number, missing_value, missing_district, missing_geometry,
    invalid_limits; `InfeasibleError` too_few_candidates, count_too_low, count_too_high, each with the figures.
    """
    _check(units, options)
    candidates = consider(units, options.level, options.shortlist, labels or {})
    warnings = []
    if options.level == "township" and candidates.shortlist.sum() < options.shortlist:
        warnings.append(
            message(
                "The shortlist holds {count} units instead of {wanted}: there are no more.",
                count=int(candidates.shortlist.sum()),
                wanted=options.shortlist,
            )
        )
    choice = Choice()
    if candidates.members:
        choose_centres(candidates, options, choice)
        if options.level == "township" and options.subcentres > 0:
            warnings += choose_subcentres(candidates, options.subcentres, geometry, choice)
    return CentreResult(_table(candidates, choice), tuple(warnings))


def choose_centres(candidates: Candidates, options: CentreOptions, choice: Choice) -> None:
    """`minimum` of each district, then one by one the further centre that serves most, until `count` is reached."""
    districts = sorted(candidates.members)
    count = options.minimum * len(districts) if options.count is None else options.count
    _check_feasible(candidates, options, count)
    for district in districts:
        choice.centres[district] = candidates.ranking[district][: options.minimum]
    for _ in range(count - options.minimum * len(districts)):
        not_full = [
            district
            for district in districts
            if len(choice.centres[district]) < min(options.limit, len(candidates.ranking[district]))
        ]
        best = min(not_full, key=lambda district: _service(candidates, district, len(choice.centres[district])))
        row = candidates.ranking[best][len(choice.centres[best])]
        choice.centres[best] = [*choice.centres[best], row]
        choice.further.add(row)


def _service(candidates: Candidates, district: str, chosen: int) -> tuple[bool, float, str]:
    """Sorts first where one more centre serves most: merit of the next unit x people per centre then.

    Townships on the shortlist go before all others.
    """
    row = candidates.ranking[district][chosen]
    people = candidates.people[candidates.members[district]].sum() / (chosen + 1)
    unlisted = candidates.level == "township" and not candidates.shortlist[row]
    return unlisted, -float(np.round(candidates.merit[row] * people, SCORE_DECIMALS)), candidates.codes[row]


def choose_subcentres(
    candidates: Candidates, wanted: int, geometry: Optional[gpd.GeoSeries], choice: Choice
) -> list[Message]:
    """The next best unit of the districts whose centres reach their people least, one each; returns warnings."""
    reach = {
        district: _reach(candidates, district, centres, geometry)
        for district, centres in choice.centres.items()
        if 0 < len(centres) < len(candidates.ranking[district])
    }
    for district in sorted(reach, key=lambda district: (reach[district], district))[:wanted]:
        row = candidates.ranking[district][len(choice.centres[district])]
        choice.subcentres[row] = reach[district]
    if len(reach) >= wanted:
        return []
    return [
        message(
            "{count} sub-central towns instead of {wanted}: no more districts have a unit left for one.",
            count=len(reach),
            wanted=wanted,
        )
    ]


def _reach(candidates: Candidates, district: str, centres: list[int], geometry: Optional[gpd.GeoSeries]) -> float:
    if geometry is None:
        raise InputError(
            "missing_geometry",
            "Sub-central towns need the distances between units. Give a layer with geometry, or set SUBCENTRES to 0.",
        )
    members = candidates.members[district]
    shapes = geometry.iloc[members]
    bare = [candidates.codes[row] for row, shape in zip(members, shapes) if shape is None or shape.is_empty]
    if bare:
        raise InputError(
            "missing_geometry",
            "Units {codes} have no geometry, so distances to them are unknown. Draw them, or set SUBCENTRES to 0.",
            codes=listed(bare),
        )
    inside = np.isin(members, centres)
    distance = distances_km(shapes, np.flatnonzero(inside))
    strength = candidates.strength[np.array(members)[inside]]
    return radiation(strength, distance[:, ~inside], candidates.people[np.array(members)[~inside]])


def _table(candidates: Candidates, choice: Choice) -> pd.DataFrame:
    roles = [""] * len(candidates.codes)
    for rows in choice.centres.values():
        for row in rows:
            roles[row] = CENTRE_ROLE[candidates.level]
    for row in choice.subcentres:
        roles[row] = SUBCENTRE_ROLE
    words = Reasons(candidates, choice.centres, choice.further, choice.subcentres)
    reasons = pd.Series([words.of(row) for row in range(len(roles))], dtype=object)
    table = pd.DataFrame({"role": roles, "reason": reasons, "shortlist": candidates.shortlist})
    return table.set_axis(candidates.units.index, axis=0)


def _check_feasible(candidates: Candidates, options: CentreOptions, count: int) -> None:
    districts, minimum = len(candidates.members), options.minimum
    short = [district for district, rows in sorted(candidates.ranking.items()) if len(rows) < minimum]
    if short:
        raise InfeasibleError(
            "too_few_candidates",
            "Districts {districts} have fewer units that may be a centre than the {minimum} wanted. Exclude fewer "
            "units or lower MIN_PER_DISTRICT.",
            districts=listed(short),
            minimum=minimum,
        )
    least = minimum * districts
    if count < least:
        raise InfeasibleError(
            "count_too_low",
            "COUNT is {count}, but {districts} districts with at least {minimum} each need {least}. Raise COUNT or "
            "lower MIN_PER_DISTRICT.",
            count=count,
            districts=districts,
            minimum=minimum,
            least=least,
        )
    most = sum(min(options.limit, len(rows)) for rows in candidates.ranking.values())
    if count > most:
        raise InfeasibleError(
            "count_too_high",
            "COUNT is {count}, but {districts} districts with at most {maximum} each, and only units that are not "
            "excluded, give at most {most}. Lower COUNT or raise MAX_PER_DISTRICT.",
            count=count,
            districts=districts,
            maximum=options.limit,
            most=most,
        )


def _check(units: pd.DataFrame, options: CentreOptions) -> None:
    if options.level not in LEVELS:
        raise InputError(
            "not_supported",
            "{parameter} does not know {value}. Choose one of: {choices}.",
            parameter="LEVEL",
            value=options.level,
            choices=", ".join(LEVELS),
        )
    if options.maximum is not None and options.maximum < options.minimum:
        raise InputError(
            "invalid_limits",
            "MAX_PER_DISTRICT ({maximum}) is below MIN_PER_DISTRICT ({minimum}). Correct one of them.",
            maximum=options.maximum,
            minimum=options.minimum,
        )
    if "district" in units:
        loose = units.index[units["district"].isna() | (units["district"].astype(str) == "")]
        if len(loose):
            raise InputError(
                "missing_district",
                "Units {codes} are in no district. Assign them first.",
                codes=listed([str(code) for code in loose]),
            )
    elif options.level == "village":
        raise InputError("missing_district", "Central villages are chosen district by district. Choose DISTRICT_FIELD.")
