"""Which rule decides on a piece of ground, and what class of difference it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np
from numpy.typing import NDArray

from ..messages import message
from .ground import ABSENT
from .rules import BUILT, UNBUILT, ConflictRules, Rule

# Who wins, in words; "other" is only decided by hand.
WINNER_NAMES = {
    "a": message("the first plan"),
    "b": message("the second plan"),
    "constraint": message("the control line"),
    "check": message("to be checked"),
    "other": message("otherwise"),
}
BUILDS, LEAVES, SILENT_PLAN, UNKNOWN = "builds", "leaves", "silent", "unknown"  # what a plan says of a piece


@dataclass(frozen=True)
class Verdict:
    """first, second  the two plans that the ledger compares (ABSENT where there is none)
    kind    class of difference between them
    rule    position in the rules that decides, -1 where it is no conflict
    winner  a, b, constraint, check; "" where it is no conflict
    """

    first: int
    second: int
    kind: str
    rule: int = -1
    winner: str = ""


@dataclass(frozen=True)
class Judged:
    """which  (k,) position in `verdicts` of each piece's"""

    verdicts: tuple[Verdict, ...]
    which: NDArray


def judge(
    classes: NDArray,
    covered: NDArray,
    sets: Sequence[Optional[frozenset[str]]],
    kinds: Sequence[str],
    rules: ConflictRules,
) -> Judged:
    """A verdict for each piece; pieces of the same classes under the same lines are judged once.

    classes  (k, plans) position in `sets` of each plan's class there, ABSENT where the plan has nothing
    covered  (k, lines)      sets  of each class, None where it is unknown      kinds  of each line, "" where unknown
    """
    signs = np.column_stack([classes, covered.astype(classes.dtype)])
    unique, which = np.unique(signs, axis=0, return_inverse=True)
    plans = classes.shape[1]
    verdicts = []
    for sign in unique:
        said = [None if c == ABSENT else (sets[c], c) for c in sign[:plans]]
        over = frozenset(kind for kind, on in zip(kinds, sign[plans:]) if on and kind)
        verdicts.append(_verdict([None if s is None else (s[0] or frozenset()) for s in said], over, rules))
    return Judged(tuple(verdicts), np.ravel(which))


def _verdict(plans: Sequence[Optional[frozenset[str]]], over: frozenset[str], rules: ConflictRules) -> Verdict:
    states = [_state(classes) for classes in plans]
    for number, rule in enumerate(rules.rules):
        if not set(rule.lines) <= over or (rule.any_line and not over & set(rule.any_line)):
            continue
        match = _match(rule, plans)
        if match is None:
            continue
        one, other = match
        first, second = sorted(match) if other != ABSENT else _pair(states, one)
        return Verdict(first, second, _kind(states, first, second), number, _winner(rule, one, other, first))
    first, second = _pair(states, ABSENT)
    return Verdict(first, second, _kind(states, first, second))


def _match(rule: Rule, plans: Sequence[Optional[frozenset[str]]]) -> Optional[tuple[int, int]]:
    """The plans that are `one` and `other`, the earliest that fit; None where the rule does not."""
    if not rule.one:
        return ABSENT, ABSENT
    ones = [i for i, classes in enumerate(plans) if classes is not None and rule.one in classes]
    if not rule.other:
        return (ones[0], ABSENT) if ones else None
    others = [i for i, classes in enumerate(plans) if classes is not None and rule.other in classes]
    pairs = [(min(i, j), max(i, j), i, j) for i in ones for j in others if i != j]
    return min(pairs)[2:] if pairs else None


def _state(classes: Optional[frozenset[str]]) -> str:
    if classes is None:
        return SILENT_PLAN
    if BUILT in classes:
        return BUILDS
    return LEAVES if UNBUILT in classes else UNKNOWN


def _pair(states: Sequence[str], one: int) -> tuple[int, int]:
    """Two plans to compare: with `one` among them where it is given, such that differ where there are such."""
    there = [i for i, state in enumerate(states) if state != SILENT_PLAN]
    pairs = [(i, j) for n, i in enumerate(there) for j in there[n + 1 :] if one in (ABSENT, i, j)]
    differing = [(i, j) for i, j in pairs if {states[i], states[j]} == {BUILDS, LEAVES}]
    if differing or pairs:
        return (differing or pairs)[0]
    return (there[0] if there else ABSENT), ABSENT


def _kind(states: Sequence[str], first: int, second: int) -> str:
    if first == ABSENT:
        return "no_plan"
    a = states[first]
    if second == ABSENT:
        return {BUILDS: "single_construction", LEAVES: "single_other"}.get(a, "unknown")
    return {
        (BUILDS, BUILDS): "both_construction",
        (BUILDS, LEAVES): "a_only",
        (LEAVES, BUILDS): "b_only",
        (LEAVES, LEAVES): "neither",
    }.get((a, states[second]), "unknown")


def _winner(rule: Rule, one: int, other: int, first: int) -> str:
    if rule.winner in ("one", "other"):
        return "a" if (one if rule.winner == "one" else other) == first else "b"
    return {"line": "constraint"}.get(rule.winner, rule.winner)
