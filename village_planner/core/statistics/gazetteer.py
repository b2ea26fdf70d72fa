"""The county's units by code and by name."""

from __future__ import annotations

import pandas as pd


class Gazetteer:
    """Units by code and by name."""

    @classmethod
    def build(cls, townships: pd.DataFrame, villages: pd.DataFrame, county_name: str = "") -> Gazetteer:
        """townships: columns code, name; villages: code, name, township_code."""
        raise NotImplementedError
