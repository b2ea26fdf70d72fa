"""Why units lie elsewhere after a round: the steps of the history that moved them, the opinions that asked for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..drawing.edit_kinds import BRANCH_PLAN
from ..opinions.opinions import Opinion
from ..order import natural

ADOPTED = ("adopted", "partly")


@dataclass(frozen=True)
class Step:
    """A step of a level's history: `what` is its kind (`edit_kinds`), `units` unit -> the district it went to."""

    id: int
    what: str
    made: str
    who: str
    units: Mapping[str, str]


@dataclass(frozen=True)
class MoveReason:
    """steps     that moved the unit, in their order
    opinions  that these steps answer, or that are about the unit and were adopted; by number
    """

    steps: tuple[Step, ...] = ()
    opinions: tuple[Opinion, ...] = ()


def steps_between(steps: Iterable[Step], after: str, frozen: Mapping[str, str], until: str = "") -> tuple[Step, ...]:
    """The steps made after a plan was frozen, until another moment ("": until now).

    frozen  unit -> district as it was frozen: of the steps of that very second, those are later that it does not hold
    The copying of a plan into a branch is no reason to move anything.
    """

    def later(step: Step) -> bool:
        if step.made != after:
            return step.made > after
        return any(frozen.get(unit, "") != district for unit, district in step.units.items())

    return tuple(
        step for step in steps if step.what != BRANCH_PLAN and later(step) and (not until or step.made <= until)
    )


def reasons_of(moved: Iterable[str], steps: Sequence[Step], opinions: Sequence[Opinion]) -> dict[str, MoveReason]:
    """Unit -> why it moved; every unit asked for has an entry."""
    answered: dict[int, list[Opinion]] = {}
    about: dict[str, list[Opinion]] = {}
    for opinion in opinions:
        if opinion.withdrawn:
            continue
        if opinion.edit_id is not None and not opinion.undone:
            answered.setdefault(opinion.edit_id, []).append(opinion)
        if opinion.unit_code and opinion.decision in ADOPTED:
            about.setdefault(opinion.unit_code, []).append(opinion)
    found = {}
    for unit in moved:
        own = tuple(step for step in steps if unit in step.units)
        said = {opinion.number: opinion for step in own for opinion in answered.get(step.id, ())}
        said.update({opinion.number: opinion for opinion in about.get(unit, ())})
        found[unit] = MoveReason(own, tuple(said[number] for number in sorted(said)))
    return found


def by_district(units: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """(unit, township district) -> district -> its units, districts in order of their codes, "" last."""
    groups: dict[str, list[str]] = {}
    for unit, district in units:
        groups.setdefault(district, []).append(unit)
    return {district: groups[district] for district in sorted(groups, key=lambda code: (code == "", natural(code)))}
