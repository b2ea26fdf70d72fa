"""Codes stay text, whatever the layer stored."""

from __future__ import annotations

import numpy as np
import pandas as pd

from village_planner.core.codes import code_text, owner_of


def test_numbers_texts_and_nulls_become_text() -> None:
    assert code_text(pd.Series([511502100001.0, np.nan, 12.5])).tolist() == ["511502100001", "", "12.5"]
    assert code_text(pd.Series([511502100001, 7])).tolist() == ["511502100001", "7"]
    assert code_text(pd.Series([" 0101 ", None, "0101K"])).tolist() == ["0101", "", "0101K"]
    assert code_text(pd.Series([None, 5, "x"], dtype=object)).tolist() == ["", "5", "x"]
    assert code_text(pd.Series([None, None])).tolist() == ["", ""]


def test_a_code_belongs_to_the_longest_unit_it_begins_with() -> None:
    units = ["511502100", "511502100001", "511502200", ""]
    codes = pd.Series(["5115021000010000000", "511502100999", "511502", "", "511502200001"])
    assert owner_of(codes, units).tolist() == [1, 0, -1, -1, 2]
    assert owner_of(pd.Series([], dtype=object), units).tolist() == []
