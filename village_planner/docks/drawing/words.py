"""What the drawing table says: problems, states, totals, and what a click would do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Optional

from ...core.drawing.sheet import Problem
from ...core.errors import PlannerError
from ...translation import say, say_error, tr
from ..look import signed, square_km, whole

if TYPE_CHECKING:
    from ...core.drawing.figures import DistrictFigures, Figures
    from .hand import Hand
    from .session import Session


def problem_word(problem: Problem) -> str:
    return {
        "unassigned": tr("Unassigned"),
        "broken": tr("Broken"),
        "empty": tr("Empty"),
        "nesting": tr("Crossing"),
    }[problem.kind]


def is_far(row: DistrictFigures, far: Optional[float]) -> bool:
    """Whether the population of a district is further off the mean than so many per cent."""
    return far is not None and row.deviation is not None and abs(row.deviation) > far


def state_word(row: DistrictFigures, problems: Sequence[Problem], far: Optional[float] = None) -> str:
    """What is right or wrong with a district, in a word. far: per cent beyond which a deviation has one"""
    if not row.units:
        return tr("empty")
    if row.pieces > 1:
        return tr("broken into {count} pieces", count=row.pieces)
    if any(problem.kind == "nesting" and problem.district == row.code for problem in problems):
        return tr("crosses a township district")
    if is_far(row, far):
        return tr("far above the mean") if (row.deviation or 0.0) > 0 else tr("far below the mean")
    return tr("contiguous")


def state_words() -> tuple[str, ...]:
    """All that `state_word` may say, for the width of a column."""
    return (
        tr("empty"),
        tr("broken into {count} pieces", count=99),
        tr("crosses a township district"),
        tr("far above the mean"),
        tr("far below the mean"),
        tr("contiguous"),
    )


def totals_words(figures: Figures) -> str:
    """The line under the table."""
    rows = figures.districts
    parts = [
        tr("{count} districts", count=whole(len(rows))),
        tr("{count} units", count=whole(sum(row.units for row in rows))),
        tr("{people} people", people=whole(sum(row.population for row in rows))),
        tr("{area} km²", area=square_km(sum(row.area_m2 for row in rows))),
    ]
    if figures.unassigned:
        parts.append(tr("{count} units without a district", count=whole(figures.unassigned)))
    if figures.deviation is not None:
        parts.append(
            tr(
                "deviation {deviation} % ({district})",
                deviation=signed(figures.deviation),
                district=figures.extreme,
            )
        )
    parts.append(tr("objective {objective}", objective=f"{figures.objective:.4f}"))
    gap = figures.gap
    if gap is not None:
        parts.append(tr("{gap} % over the best", gap=signed(100 * gap)))
    return " · ".join(parts)


def totals_tip(figures: Figures) -> str:
    """What the objective is made of."""
    terms = figures.terms
    lines = [
        tr(
            "The objective of drawing districts, counted anew after every step; less is better. The best is that of "
            "the valid plans the county has kept, and of the districts computed before this plan was drawn on."
        )
    ]
    values = {name: getattr(terms, name) for name in ("similarity", "compactness", "boundary", "flow", "stability")}
    lines += [f"{term_word(name)}: {value:,.6g}" for name, value in values.items() if value]
    return "\n".join(lines)


def term_word(name: str) -> str:
    return {
        "similarity": tr("Similarity"),
        "compactness": tr("Compactness"),
        "boundary": tr("Boundary"),
        "flow": tr("Flow"),
        "stability": tr("Stability"),
    }.get(name, name)


def hover_words(session: Session, hand: Hand, figures: Figures, unit: str) -> str:
    """A unit, and what a click of the tool in hand would do there."""
    from ...core.drawing.hover import hover

    own = session.assignment.get(unit, "")
    here = tr(
        "{unit}, {people} people, district {district}",
        unit=session.sheet.units[unit].name,
        people=whole(session.sheet.units[unit].population),
        district=own or "–",
    )
    if hand.pushes():
        return f"{here}\n" + (
            tr("Drag: district {district} grows.", district=own) if own else tr("Begin in a district.")
        )
    try:
        scheme, target, inside = hand.goal(unit)
        units = hand.reach([unit])
        if target == own and scheme is session.scheme:
            return here
        found = hover(
            session.counter(), session.sheet, scheme, units, target,
            figures if scheme is session.scheme else None, hand.only_unassigned(), inside,
        )  # fmt: skip
    except PlannerError as error:
        return f"{here}\n{say_error(error)}"
    return f"{here}\n{say(found.text)}"
