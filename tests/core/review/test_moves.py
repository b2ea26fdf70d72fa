"""Why units moved: steps between two moments, opinions they answer."""

from __future__ import annotations

from village_planner.core.drawing.edit_kinds import BRANCH_PLAN, PAINT
from village_planner.core.opinions.opinions import Opinion
from village_planner.core.review.moves import Step, reasons_of, steps_between

T1, T2, T3 = (f"2026-03-0{day}T08:00:00Z" for day in (1, 2, 3))


def step(number: int, made: str, units: dict[str, str], what: str = PAINT) -> Step:
    return Step(number, what, made, "甲", units)


def test_only_what_was_done_between() -> None:
    steps = [
        step(1, T1, {"a": "1"}),
        step(2, T2, {"a": "1"}),  # in the second of the freezing, and frozen
        step(3, T2, {"b": "2"}),  # in that second, after it
        step(4, T3, {"c": "2"}),
        step(5, T3, {"a": "9"}, BRANCH_PLAN),
    ]
    frozen = {"a": "1", "b": "1", "c": "1"}
    assert [one.id for one in steps_between(steps, T2, frozen)] == [3, 4]
    assert [one.id for one in steps_between(steps, T2, frozen, T2)] == [3]
    assert [one.id for one in steps_between(steps, T1, frozen)] == [2, 3, 4]


def test_opinions_that_a_unit_follows() -> None:
    steps = [step(3, T2, {"a": "2", "b": "2"}), step(4, T3, {"a": "3"})]
    opinions = [
        Opinion("把 a 划入三区", number=7, edit_id=4, unit_code="a", decision="adopted"),
        Opinion("改回", number=8, edit_id=3, undone=True),
        Opinion("b 的意见", number=2, unit_code="b", decision="partly", change="已改"),
        Opinion("b 不动", number=3, unit_code="b", decision="not"),
        Opinion("旧意见", number=1, unit_code="b", decision="adopted", withdrawn="误录"),
        Opinion("二区太小", number=5, edit_id=3),
    ]
    found = reasons_of(["a", "b", "c"], steps, opinions)
    assert [one.id for one in found["a"].steps] == [3, 4]
    assert [one.number for one in found["a"].opinions] == [5, 7]
    assert [one.number for one in found["b"].opinions] == [2, 5]
    assert found["c"].steps == () and found["c"].opinions == ()
