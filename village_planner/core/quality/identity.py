"""What a row, a pair of rows or a place is recognised by when a layer is checked again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

LONGEST = 120  # characters of an identity; a longer one is hashed


def row_identities(labels: pd.Series, shapes: NDArray) -> NDArray:
    """(n,) text: the label, and where it is missing or not the only one, the place too.

    So a finding keeps its key when rows are added, dropped or sorted otherwise.
    """
    identities = labels.to_numpy(dtype=object).copy()
    unsure = (labels.eq("") | labels.duplicated(keep=False)).to_numpy()
    places = [place_identity(shape) for shape in shapes[unsure]]
    identities[unsure] = labels[unsure].to_numpy(dtype=object) + np.array(places, dtype=object) if places else ""
    return identities


def place_identity(shape: shapely.Geometry | None) -> str:
    """Where a geometry lies, to 0.1 m: a repair of a nearby outline leaves it be."""
    if shape is None or shape.is_empty:
        return "@"
    west, south, east, north = shape.bounds
    return f"@{west:.1f},{south:.1f},{east - west:.1f},{north - south:.1f}"


def joined(identities: Iterable[str]) -> str:
    """The identity of several rows together, whatever their order."""
    text = "+".join(sorted(identities))
    return text if len(text) <= LONGEST else digest_of(text)


def digest_of(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8"), digest_size=12).hexdigest()
