"""What to say of the charts for which pages had no room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..core.messages import Message, message


def charts_left_out(pages: Mapping[str, Sequence[int]]) -> list[Message]:
    """A sentence for each chart. pages: title of a chart -> the pages it is missing on"""
    return [
        message(
            "Chart {chart} is left out on page {pages}: legend and table fill the column beside the map. Print on "
            "larger paper, or take the table or the chart out of that sheet in sheets.json.",
            chart=chart,
            pages=_runs(sorted(numbers)),
        )
        for chart, numbers in pages.items()
    ]


def _runs(numbers: Sequence[int]) -> str:
    """Numbers with those in a row as from and to: 3, 7–9"""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
