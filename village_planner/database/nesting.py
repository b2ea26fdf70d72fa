"""Whether the village districts of a plan stay inside its township districts."""

from __future__ import annotations

import pandas as pd


def crossing_districts(assigned: pd.Series, township_of: pd.Series, parents: pd.Series) -> dict[str, list[str]]:
    """Village district -> the township districts it lies in, for those that lie in more than one.

    assigned     village -> village district
    township_of  village -> township
    parents      township -> township district; villages of townships without one do not count
    """
    frame = pd.DataFrame({"district": assigned})
    frame["parent"] = frame.index.map(township_of).map(parents)
    frame = frame.dropna(subset=["parent"])
    found = frame.groupby("district")["parent"].agg(lambda values: sorted(set(values)))
    return {str(district): listed for district, listed in found.items() if len(listed) > 1}
