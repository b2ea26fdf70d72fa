"""An edit forwards, backwards, and as text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from village_planner.core.drawing.edits import (
    CentreRow,
    DistrictRow,
    Edit,
    Scheme,
    apply,
    difference,
    from_json,
    inverse,
    to_json,
)
from village_planner.core.errors import InputError, StorageError

CODES = st.sampled_from(["1", "2", "1-01", "片区"])
UNITS = st.sampled_from(["510123101", "510123102", "a", "b\n“", "村"])
TEXT = st.sampled_from(["", "龙潭", '{"x": 1}', "a'b"])


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    codes = draw(st.lists(CODES, unique=True))
    rows = {code: DistrictRow(code, draw(TEXT), draw(TEXT), "", draw(TEXT), draw(st.booleans())) for code in codes}
    drawn = draw(st.dictionaries(UNITS, CODES))
    return Scheme(drawn, rows, draw(st.dictionaries(UNITS, st.builds(CentreRow, TEXT, TEXT, TEXT))))


@settings(max_examples=60)
@given(schemes(), schemes())
def test_a_difference_leads_there_and_back_through_text(before: Scheme, after: Scheme) -> None:
    edit = difference(before, after, "paint")
    assert bool(edit) == (before != after)
    read = from_json(to_json(edit))
    assert read == edit and to_json(read) == to_json(edit)
    assert apply(before, read) == after
    assert apply(after, inverse(read)) == before
    assert inverse(inverse(edit)) == edit


def test_the_scheme_before_is_left_alone() -> None:
    before = Scheme({"a": "1"}, {"1": DistrictRow("1")})
    after = apply(before, Edit("paint", {"a": ("1", ""), "b": ("", "1")}))
    assert (before.assignment, after.assignment) == ({"a": "1"}, {"b": "1"})


@pytest.mark.parametrize(
    "edit",
    [
        Edit("paint", {"a": ("2", "1")}),
        Edit("paint", {"b": ("1", "")}),
        Edit("create district", districts={"1": (None, DistrictRow("1"))}),
        Edit("lock districts", districts={"1": (DistrictRow("1", locked=True), DistrictRow("1"))}),
        Edit("move centre", centres={"a": (CentreRow("central_town"), None)}),
    ],
    ids=["district", "none", "there already", "another row", "no centre"],
)
def test_an_edit_that_no_longer_fits_is_refused(edit: Edit) -> None:
    with pytest.raises(InputError) as caught:
        apply(Scheme({"a": "1"}, {"1": DistrictRow("1")}), edit)
    assert caught.value.code == "changed_meanwhile"


@pytest.mark.parametrize("text", ["", "[]", '{"units": {"a": ["1"]}}', '{"districts": {"1": [null, {"size": 3}]}}'])
def test_text_that_is_no_edit_is_named(text: str) -> None:
    with pytest.raises(StorageError) as caught:
        from_json(text)
    assert caught.value.code == "bad_edit"
