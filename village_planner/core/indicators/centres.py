"""Central towns, sub-central towns and central villages, chosen from scored units.

Townships (domain.md §2.1), in two steps: the best by score have high potential; each district takes its best unit, of
high potential where it has one, by location and trend; the districts whose centre radiates least get a sub-central
town. Villages: each district takes its best, then the count is filled up where a good village meets many people per
centre.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Optional

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import InfeasibleError, InputError
from ..messages import Message, message
from ..task import SILENT, Task
from .aggregate import SCORE_DECIMALS
from .candidates import LEVELS, Candidates, consider
from .centre_rules import ACCESS, MEMBERS, MERITS, SCORE, TREND, CentreRules, Criterion, RadiationRules
from .numbers import listed
from .radiation import catchment_reach, gravity_reach
from .reasons import Choice, Further, Reasons
from .travel import KILOMETRES, MINUTES, Travel

CENTRE_ROLE = {"township": "central_town", "village": "central_village"}
SUBCENTRE_ROLE = "sub_central_town"
MAX_PER_DISTRICT = {"township": 1, "village": 2}  # where the user sets none

PLAIN = tuple(
    Criterion(id, {"zh": zh, "en": en}, cost, 1.0, decimals=decimals)
    for id, zh, en, cost, decimals in (
        (SCORE, "综合得分", "score", False, 4),
        (ACCESS, "交通区位", "travel access", True, None),
        (TREND, "长远趋势", "long-term trend", False, None),
    )
)
PLAIN_RULES = CentreRules(
    {(level, merit): PLAIN for level in LEVELS for merit in MERITS}, frozenset(), RadiationRules()
)


@dataclass(frozen=True)
class CentreOptions:
    """How many centres, and by what; the names are those of `selectcentres`.

    shortlist  units of highest score on the shortlist
    count      centres in all; None: `minimum` per district
    minimum, maximum   centres per district; maximum None: 1 for townships, 2 for villages, never below minimum
    subcentres         sub-central towns in all (townships only)
    merit      score: the composite score with access and trend; criteria: those of the rules, without the score
    """

    level: str = "township"
    shortlist: int = 8
    count: Optional[int] = None
    minimum: int = 1
    maximum: Optional[int] = None
    subcentres: int = 2
    merit: str = "score"

    @property
    def limit(self) -> int:
        """Most centres in one district."""
        return max(MAX_PER_DISTRICT[self.level], self.minimum) if self.maximum is None else self.maximum


@dataclass(frozen=True)
class CentreResult:
    """units     index as given: role (text, "" for none), reason (`Message` or None), shortlist (bool), high_potential
              (bool; townships only), merit (0..1), place (in the district by merit), runner_up (code), margin (merit
              ahead of that one), figures (JSON text: what the reason says, as data; None for excluded units)
    warnings  what a person should know
    """

    units: pd.DataFrame
    warnings: tuple[Message, ...]


def select_centres(
    units: pd.DataFrame,
    options: CentreOptions,
    travel: Optional[Travel] = None,
    labels: Optional[Mapping[str, str]] = None,
    rules: CentreRules = PLAIN_RULES,
    language: str = "zh",
    task: Task = SILENT,
) -> CentreResult:
    """Choose centres.

    units     index unit codes (text, unique); columns score (number, more is better) and, where known, one per
              criterion of the rules (access, trend …), district (text), name, population (people), excluded (bool),
              nominated (bool: a centre in any case), village_type (text)
    travel    between the units, in their order; needed for sub-central towns
    labels    column -> name of the field as the user knows it, and "layer" -> name of the layer; for messages
    rules     criteria with their weights, radiation, types that may not become a central village
    language  of the names of criteria in the reasons, zh or en

    Without a district column only the shortlist is made (townships). Merit is the weighted mean of the criteria that
    `units` has, each min-max over all candidates. Equal merits go by code, and the reason says so.

    Raises `InputError` not_supported, not_a_number, missing_value, missing_district, missing_geometry, invalid_limits,
    nominated_excluded; `InfeasibleError` too_few_candidates, too_many_nominated, count_too_low, count_too_high, each
    with the figures.
    """
    _check(units, options)
    why_not, said = _why_not(units, rules, options)
    units, criteria, warnings = _with_criteria(units, options, travel, rules, task.part(0, 0.6))
    excluded = np.isin(np.arange(len(units)), list(why_not))
    strict = options.merit == "score"
    candidates = consider(units, options.level, options.shortlist, criteria, excluded, labels or {}, strict)
    warnings += [*said, *_gaps(candidates, language)]
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
        warnings += _without_potential(candidates)
        if options.level == "township" and options.subcentres > 0:
            warnings += choose_subcentres(candidates, options.subcentres, travel, rules.radiation, choice, task)
    words = Reasons(candidates, choice, why_not, reach_unit=_reach_unit(travel, rules.radiation), language=language)
    return CentreResult(_table(candidates, choice, words), tuple(warnings))


def _why_not(
    units: pd.DataFrame, rules: CentreRules, options: CentreOptions
) -> tuple[dict[int, Message], list[Message]]:
    """Row -> why it may not become a centre, and what to know of it. InputError nominated_excluded.

    A district that has too few villages of other types takes part with all of them, which is said.
    """
    excluded = units["excluded"].to_numpy(dtype=bool) if "excluded" in units else np.zeros(len(units), dtype=bool)
    why = {int(row): message("excluded") for row in np.flatnonzero(excluded)}
    said: list[Message] = []
    if options.level == "village" and "village_type" in units:
        kinds = units["village_type"].fillna("").astype(str).str.strip()
        by_type = kinds.isin(rules.excluded_types).to_numpy() & ~excluded
        free = pd.Series(~excluded & ~by_type).groupby(units["district"].astype(str).to_numpy()).transform("sum")
        spared = by_type & (free.to_numpy() < options.minimum)
        for row in np.flatnonzero(by_type & ~spared):
            why[int(row)] = message("village type {type}: no central village", type=kinds.iloc[row])
        if spared.any():
            said.append(
                message(
                    "Districts {districts} have too few villages of other types: villages of a type that may not be a "
                    "central village are candidates there all the same.",
                    districts=listed(sorted(set(units["district"].astype(str)[spared]))),
                )
            )
    if "nominated" in units:
        both = [row for row in np.flatnonzero(units["nominated"].to_numpy(dtype=bool)) if row in why]
        if both:
            raise InputError(
                "nominated_excluded",
                "Units {codes} are fixed as centres and may not be one at the same time. Decide for one of them.",
                codes=listed([str(units.index[row]) for row in both]),
            )
    return why, said


def _with_criteria(
    units: pd.DataFrame, options: CentreOptions, travel: Optional[Travel], rules: CentreRules, task: Task
) -> tuple[pd.DataFrame, list[Criterion], list[Message]]:
    """The criteria that are known of the units; those computed from travel become columns.

    Straight distances inside the district count only under MERIT=criteria, which asks for them.
    """
    criteria: list[Criterion] = []
    warnings: list[Message] = []
    for criterion in rules.criteria[options.level, options.merit]:
        if criterion.id != MEMBERS:
            if criterion.id in units:
                criteria.append(criterion)
            continue
        if travel is None or "district" not in units:
            continue
        if options.merit == "score" and travel.unit == KILOMETRES:
            continue
        members, unreached = _to_members(units, travel, task)
        units = units.assign(members=members, unreached=unreached)
        unit = {"zh": "km", "en": "km"} if travel.unit == KILOMETRES else {"zh": "分钟", "en": "min"}
        criteria.append(replace(criterion, unit=unit, decimals=1))
    if criteria:
        return units, criteria, warnings
    score = next(item for item in PLAIN if item.id == SCORE)
    warnings.append(message("None of the criteria of the rules is known of the units: they are chosen by score alone."))
    return units, [score], warnings


def _to_members(units: pd.DataFrame, travel: Travel, task: Task) -> tuple[NDArray, NDArray]:
    """(n,) mean travel from each unit to the others of its district, by people, and (n,) the share of these people to
    whom no way leads.

    The mean is that of the people reached, divided by their share: a unit gains nothing by not reaching the remote
    ones. 0 where it is alone, inf where it reaches nobody, NaN where its own place is unknown.
    """
    people = np.ones(len(units))
    if "population" in units:
        people = np.nan_to_num(pd.to_numeric(units["population"], errors="coerce").to_numpy(dtype=float))
    result, unreached = np.zeros(len(units)), np.zeros(len(units))
    groups = list(units.groupby(units["district"].astype(str)).indices.values())
    for done, rows in enumerate(groups):
        task.report(done / len(groups))
        apart = travel.between(rows, rows)
        for i, row in enumerate(rows):
            if np.isnan(apart[i]).all():
                result[row] = np.nan
                continue
            others = np.arange(len(rows)) != i
            if not others.any():
                continue
            weight, away = people[rows][others], apart[i][others]
            if weight.sum() <= 0:
                weight = np.ones(len(weight))
            near = np.isfinite(away)
            reached = weight[near].sum() / weight.sum()
            unreached[row] = 1 - reached
            result[row] = weight[near] @ away[near] / weight[near].sum() / reached if reached > 0 else np.inf
    return result, unreached


def _gaps(candidates: Candidates, language: str) -> list[Message]:
    """Candidates of which a criterion is not known, or that nobody reaches."""
    warnings = []
    for k, criterion in enumerate(candidates.criteria):
        bare = np.flatnonzero(candidates.eligible & ~np.isfinite(candidates.values[:, k]))
        if len(bare):
            warnings.append(
                message(
                    "Criterion {criterion}: no figure, or no way, for units {codes}. It counts as the worst for them.",
                    criterion=criterion.name[language],
                    codes=listed([candidates.codes[row] for row in bare]),
                )
            )
    return warnings


def _without_potential(candidates: Candidates) -> list[Message]:
    if candidates.level != "township":
        return []
    bare = [name for name, rows in sorted(candidates.ranking.items()) if not candidates.shortlist[rows].any()]
    if not bare:
        return []
    return [
        message(
            "Districts {districts} have no high-potential township: their best unit is taken. Partition with the "
            "shortlist as CONTAINS_FIELD, or lengthen it.",
            districts=listed(bare),
        )
    ]


def choose_centres(candidates: Candidates, options: CentreOptions, choice: Choice) -> None:
    """`minimum` of each district, then one by one the further centre that serves most, until `count` is reached."""
    districts = sorted(candidates.members)
    first = {
        name: max(options.minimum, int(candidates.nominated[rows].sum())) for name, rows in candidates.ranking.items()
    }
    count = sum(first.values()) if options.count is None else options.count
    _check_feasible(candidates, options, count, first)
    for district in districts:
        choice.centres[district] = candidates.ranking[district][: first[district]]
    for _ in range(count - sum(first.values())):
        not_full = [
            district
            for district in districts
            if len(choice.centres[district]) < min(options.limit, len(candidates.ranking[district]))
        ]
        ordered = sorted(not_full, key=lambda district: _service(candidates, district, len(choice.centres[district])))
        gain = {name: -_service(candidates, name, len(choice.centres[name]))[1] for name in ordered[:2]}
        best, after = ordered[0], ordered[1] if len(ordered) > 1 else ""
        before = len(choice.centres[best])
        row = candidates.ranking[best][before]
        people = float(candidates.people[candidates.members[best]].sum())
        choice.centres[best] = [*choice.centres[best], row]
        choice.further[row] = Further(
            people / before if before else people, people / (before + 1), gain[best], gain.get(after, 0.0), after
        )


def _service(candidates: Candidates, district: str, chosen: int) -> tuple[bool, float, str]:
    """Sorts first where one more centre serves most: merit of the next unit x people per centre then.

    Townships on the shortlist go before all others.
    """
    row = candidates.ranking[district][chosen]
    people = candidates.people[candidates.members[district]].sum() / (chosen + 1)
    unlisted = candidates.level == "township" and not candidates.shortlist[row]
    return unlisted, -float(np.round(candidates.merit[row] * people, SCORE_DECIMALS)), candidates.codes[row]


def choose_subcentres(
    candidates: Candidates,
    wanted: int,
    travel: Optional[Travel],
    rules: RadiationRules,
    choice: Choice,
    task: Task = SILENT,
) -> list[Message]:
    """The next best unit of the districts whose centres radiate least, one each; returns warnings."""
    open_districts = [
        district for district, centres in choice.centres.items() if 0 < len(centres) < len(candidates.ranking[district])
    ]
    reach, warnings = _reach(candidates, choice.centres, open_districts, travel, rules, task)
    choice.reach.update(reach)
    for district in sorted(reach, key=lambda district: (reach[district], district))[:wanted]:
        choice.subcentres[candidates.ranking[district][len(choice.centres[district])]] = district
    if len(reach) < wanted:
        warnings.append(
            message(
                "{count} sub-central towns instead of {wanted}: no more districts have a unit left for one.",
                count=len(reach),
                wanted=wanted,
            )
        )
    return warnings


def _reach(
    candidates: Candidates,
    centres: Mapping[str, list[int]],
    districts: list[str],
    travel: Optional[Travel],
    rules: RadiationRules,
    task: Task,
) -> tuple[dict[str, float], list[Message]]:
    """District -> how far its centres reach its people, and what to know of it."""
    if travel is None:
        raise InputError(
            "missing_geometry",
            "Sub-central towns need the distances between units. Give a layer with geometry, or set SUBCENTRES to 0.",
        )
    chosen = np.array([row for rows in centres.values() for row in rows])
    away = travel.between(np.arange(len(candidates.codes)), chosen, task)
    bare = [candidates.codes[row] for row in np.flatnonzero(np.isnan(away).any(axis=1))]
    if bare:
        raise InputError(
            "missing_geometry",
            "Units {codes} have no geometry, so distances to them are unknown. Draw them, or set SUBCENTRES to 0.",
            codes=listed(bare),
        )
    warnings = []
    if travel.unit == KILOMETRES:
        warnings.append(
            message(
                "No roads and no table of travel times: how far centres radiate is measured along straight lines. "
                "Choose ROADS or TRAVEL to measure it over the network."
            )
        )
    minutes = away if travel.unit == MINUTES else away / rules.straight_kmh * 60
    result, cut_off = {}, []
    for district in districts:
        inside = np.zeros(len(candidates.codes), dtype=bool)
        inside[candidates.members[district]] = True
        own = np.isin(chosen, centres[district])
        strength = candidates.strength[chosen]
        if rules.method == "floating_catchment":
            reach = catchment_reach(strength, own, minutes, candidates.people, inside, rules)
        else:
            others = inside.copy()
            others[chosen[own]] = False
            reach = gravity_reach(
                strength[own], away[np.ix_(others, own)], candidates.people[others], rules.exponent, travel.unit
            )
        result[district] = round(reach, SCORE_DECIMALS)
        cut_off += [candidates.codes[row] for row in np.flatnonzero(inside) if np.isinf(away[row, own]).all()]
    if cut_off:
        warnings.append(
            message(
                "No way leads from units {codes} to the centre of their district: nothing of it reaches them.",
                codes=listed(sorted(cut_off)),
            )
        )
    return result, warnings


def _reach_unit(travel: Optional[Travel], rules: RadiationRules) -> Message:
    """How radiation is measured."""
    if rules.method == "floating_catchment":
        return message("floating catchment, {minutes} min", minutes=f"{rules.catchment_minutes:g}")
    if travel is None or travel.unit == KILOMETRES:
        return message("gravity by straight distance to the power of {exponent}", exponent=f"{rules.exponent:g}")
    return message("gravity by travel time to the power of {exponent}", exponent=f"{rules.exponent:g}")


def _table(candidates: Candidates, choice: Choice, words: Reasons) -> pd.DataFrame:
    rows = range(len(candidates.codes))
    roles = [""] * len(candidates.codes)
    for centres in choice.centres.values():
        for row in centres:
            roles[row] = CENTRE_ROLE[candidates.level]
    for row in choice.subcentres:
        roles[row] = SUBCENTRE_ROLE
    rivals = [words.runner_up(row) for row in rows]
    figures = [words.figures(row) for row in rows]
    table = pd.DataFrame(
        {
            "role": roles,
            "reason": pd.Series([words.of(row) for row in rows], dtype=object),
            "shortlist": candidates.shortlist,
            "merit": candidates.merit,
            "place": pd.array([None if f is None else f.get("place") for f in figures], dtype="Int64"),
            "runner_up": ["" if other is None else candidates.codes[other] for other in rivals],
            "margin": [
                np.nan if other is None else round(candidates.merit[row] - candidates.merit[other], SCORE_DECIMALS)
                for row, other in zip(rows, rivals)
            ],
            "figures": pd.Series(
                [None if f is None else json.dumps(f, ensure_ascii=False) for f in figures], dtype=object
            ),
        }
    )
    if candidates.level == "township":
        table.insert(3, "high_potential", candidates.shortlist)
    return table.set_axis(candidates.units.index, axis=0)


def _check_feasible(candidates: Candidates, options: CentreOptions, count: int, first: Mapping[str, int]) -> None:
    """first  district -> centres it has before any is added: the minimum, or more nominated ones"""
    districts, minimum = len(candidates.members), options.minimum
    full = {name: number for name, number in sorted(first.items()) if number > options.limit}
    if full:
        raise InfeasibleError(
            "too_many_nominated",
            "Districts {districts} have more units fixed as centres than the {maximum} they may have. Fix fewer or "
            "raise MAX_PER_DISTRICT.",
            districts=listed([f"{name} ({number})" for name, number in full.items()]),
            maximum=options.limit,
        )
    short = [district for district, rows in sorted(candidates.ranking.items()) if len(rows) < minimum]
    if short:
        raise InfeasibleError(
            "too_few_candidates",
            "Districts {districts} have fewer units that may be a centre than the {minimum} wanted. Exclude fewer "
            "units or lower MIN_PER_DISTRICT.",
            districts=listed(short),
            minimum=minimum,
        )
    least = sum(first.values())
    if count < least and least > minimum * districts:
        raise InfeasibleError(
            "count_too_low",
            "COUNT is {count}, but at least {minimum} in each of {districts} districts and all units fixed as centres "
            "need {least}. Raise COUNT or fix fewer.",
            count=count,
            districts=districts,
            minimum=minimum,
            least=least,
        )
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
    for parameter, value, choices in (("LEVEL", options.level, LEVELS), ("MERIT", options.merit, MERITS)):
        if value not in choices:
            raise InputError(
                "not_supported",
                "{parameter} does not know {value}. Choose one of: {choices}.",
                parameter=parameter,
                value=value,
                choices=", ".join(choices),
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
