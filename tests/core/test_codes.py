"""Codes stay text, whatever the layer stored."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from village_planner.core.codes import code_text, owner_of, unit_codes
from village_planner.core.errors import InputError


def test_numbers_texts_and_nulls_become_text() -> None:
    assert code_text(pd.Series([511502100001.0, np.nan, 12.5])).tolist() == ["511502100001", "", "12.5"]
    assert code_text(pd.Series([511502100001, 7])).tolist() == ["511502100001", "7"]
    assert code_text(pd.Series([" 0101 ", None, "0101K"])).tolist() == ["0101", "", "0101K"]
    assert code_text(pd.Series([None, 5, "x"], dtype=object)).tolist() == ["", "5", "x"]
    assert code_text(pd.Series([None, None])).tolist() == ["", ""]
    assert code_text(pd.Series([1.0, np.inf])).tolist() == ["1", "inf"]


def test_units_without_a_code_or_with_that_of_another_are_named() -> None:
    assert unit_codes(pd.Series([1.0, 2.0]), "村", "DM").tolist() == ["1", "2"]
    with pytest.raises(InputError, match=r"Layer 村, field DM: 2 units have no code \(first in row 2\)"):
        unit_codes(pd.Series(["a", " ", None]), "村", "DM")
    with pytest.raises(InputError, match=r"Layer 村, field DM: code b occurs more than once \(2 such codes\)"):
        unit_codes(pd.Series(["b", "b", "c", "c", "c"]), "村", "DM")


def test_a_code_belongs_to_the_longest_unit_it_begins_with() -> None:
    units = ["511502100", "511502100001", "511502200", ""]
    codes = pd.Series(["5115021000010000000", "511502100999", "511502", "", "511502200001"])
    assert owner_of(codes, units).tolist() == [1, 0, -1, -1, 2]
    assert owner_of(pd.Series([], dtype=object), units).tolist() == []
