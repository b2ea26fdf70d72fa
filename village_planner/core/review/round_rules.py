"""How a county reviews its plans, from the catalogue review_rounds: stages, who takes part, what a round needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from ..catalogue import CountyCatalogue, load_catalogue, shown_name
from ..errors import InputError

IGNORE, WARN, REFUSE = "ignore", "warn", "refuse"
PASSED, PASSED_WITH_CHANGES, RETURNED = OUTCOMES = ("passed", "passed_with_changes", "returned")


@dataclass(frozen=True)
class Stage:
    """A stage of the review, held once or, where it is returned, again.

    name          zh and en                      kind      what its participants are: department, leader, …
    participants  who signs                      agenda    what is asked, a line each
    days          calendar days until signatures are due   outcomes  how a round of it may end
    """

    id: str
    name: Mapping[str, str]
    kind: str
    participants: tuple[str, ...]
    agenda: tuple[str, ...]
    days: int
    outcomes: tuple[str, ...]


@dataclass(frozen=True)
class RoundRules:
    """stages in their order; the rest says what is done (ignore, warn, refuse) where a round lacks something.

    opening_broken_rules  a plan with broken rules goes into review
    closing_broken_rules  … or is passed         closing_signatures  is passed although signatures are missing
    closing_disagreement  although somebody disagrees, or unchanged although somebody asks for changes
    closing_opinions      although opinions of the round have no decision or no reply, or undecided ones are of no round
    signer_required       whether the person who signs for a participant must be named
    notable_deviation     per cent of a district's population off the mean that the drawing table points out where no
                          tolerance is asked for
    """

    stages: tuple[Stage, ...]
    opening_broken_rules: str = WARN
    closing_broken_rules: str = REFUSE
    closing_signatures: str = REFUSE
    closing_disagreement: str = REFUSE
    closing_opinions: str = REFUSE
    signer_required: bool = False
    notable_deviation: float = 50.0

    def stage(self, id: str) -> Optional[Stage]:
        """None for a stage that the catalogue no longer has."""
        return next((stage for stage in self.stages if stage.id == id), None)


def load_round_rules(path: Path, schema: Path, county: Optional[CountyCatalogue] = None) -> RoundRules:
    """Read the catalogue (`load_catalogue` tells of paths and errors).

    Beyond the schema: stages have an id each, nobody takes part twice in one, and the review can end: a stage can be
    passed. Raises InputError invalid_catalogue.
    """
    data = load_catalogue(path, schema, county)
    file = shown_name(path, county)
    ids: set[str] = set()
    for number, item in enumerate(data["stages"]):
        place = f"/stages/{number}"
        _unique(file, place, [item["id"], *ids])
        _unique(file, f"{place}/participants", item["participants"])
        if set(item["outcomes"]) == {RETURNED}:
            raise InputError(
                "invalid_catalogue",
                "Catalogue {file}, at {place}: a stage that can only be returned never ends. Allow that it is passed.",
                file=file,
                place=f"{place}/outcomes",
            )
        ids.add(item["id"])
    stages = tuple(
        Stage(
            item["id"],
            {"zh": item["zh"], "en": item["en"]},
            item["kind"],
            tuple(item["participants"]),
            tuple(item["agenda"]),
            item["days"],
            tuple(item["outcomes"]),
        )
        for item in data.pop("stages")
    )
    return RoundRules(stages, **data)


def _unique(file: str, place: str, names: list[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError(
            "invalid_catalogue",
            "Catalogue {file}, at {place}: {values} listed more than once. Keep one of each.",
            file=file,
            place=place,
            values=", ".join(twice),
        )
