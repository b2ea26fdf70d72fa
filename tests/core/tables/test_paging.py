"""Lists on paper: nothing lost, nothing too wide, nothing too high."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from village_planner.core.tables.paging import ListRow, pages_of, shorten, wrap
from village_planner.core.tables.text_width import ems

texts = st.text(alphabet="村庄规划，。（）、abcXYZ 019-%\n", max_size=80)


@settings(max_examples=60, deadline=None)
@given(texts, st.floats(3, 30))
def test_wrapping_keeps_every_character(text: str, width: float) -> None:
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    # A mark that never begins a line may hang out; nothing else does.
    assert all(ems(line.rstrip("，。）、")) <= width + 1e-9 for line in lines)


def test_marks_do_not_begin_a_line_and_words_stay_whole() -> None:
    assert wrap("请把青山村划入，第二片区。", 7) == ["请把青山村划入，", "第二片区。"]
    assert wrap("面积 1234.56 公顷", 5) == ["面积", "1234.56", "公顷"]
    assert wrap("", 5) == [""]


@settings(max_examples=60, deadline=None)
@given(texts, st.floats(2, 30))
def test_shortened_text_fits_and_says_that_it_goes_on(text: str, width: float) -> None:
    line = shorten(text, width)
    whole = " ".join(text.split())
    assert ems(line) <= width + 1e-9
    assert line == whole or (line.endswith("…") and whole.startswith(line[:-1]))


rows = st.lists(st.lists(st.integers(1, 30), min_size=2, max_size=2), min_size=0, max_size=40)


@settings(max_examples=60, deadline=None)
@given(rows, st.floats(10, 100))
def test_pages_hold_every_row_in_order(heights: list[list[int]], room: float) -> None:
    made = [
        ListRow(tuple(tuple(f"{i}/{c}/{k}" for k in range(count)) for c, count in enumerate(row)))
        for i, row in enumerate(heights)
    ]
    pages = pages_of(made, room, 4.0, 1.0)
    for page in pages:
        assert sum(4.0 * row.lines + 1.0 for row in page) <= room + 1e-6
    for column in range(2):
        told = [line for page in pages for row in page for line in row.cells[column] if line]
        assert told == [line for row in made for line in row.cells[column]]
    # A row that a page can hold stands on one.
    parts = [row for page in pages for row in page]
    assert sum(not row.continued for row in parts) == len(made)
    assert all(row.lines * 4.0 + 1.0 <= room + 1e-6 for row in parts)
