"""How fast each class of road is: the catalogue road_speeds."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..catalogue import CatalogueText, CountyCatalogue, load_catalogue
from ..errors import InputError
from ..messages import Message, message
from .graph import BACKWARD, BOTH_WAYS, FORWARD

SHOWN = 5  # classes named in a message


@dataclass(frozen=True)
class RoadSpeeds:
    """by_class  what a layer's field may say, plain (see `plain`) -> km/h     default  km/h of what it does not know
    walking   km/h from a point to the road      one_way  what a field of directions may say -> 0, 1 or -1
    class_of  what a layer's field may say, plain -> id of the class
    """

    by_class: Mapping[str, float]
    default: float
    walking: float
    one_way: Mapping[str, int]
    class_of: Mapping[str, str] = field(default_factory=dict)

    def of(self, classes: pd.Series, layer: str) -> tuple[NDArray, list[Message]]:
        """(n,) km/h of roads by their class, and what there is to say of unknown classes."""
        speed = classes.map(plain).map(self.by_class).astype(float)
        unknown = classes[speed.isna()].map(_text)
        said = []
        if len(unknown):
            counts = unknown.value_counts(sort=False).sort_index().sort_values(ascending=False, kind="stable")
            said.append(
                message(
                    "Layer {layer}: {count} roads are of no class that the catalogue of speeds knows ({names}); they "
                    "count with {speed} km/h. Add the class to the catalogue.",
                    layer=layer,
                    count=len(unknown),
                    names=", ".join(f"{name or '-'}: {count}" for name, count in counts.head(SHOWN).items()),
                    speed=f"{self.default:g}",
                )
            )
        return speed.fillna(self.default).to_numpy(dtype=float), said

    def directions(self, values: pd.Series, layer: str, field: str) -> NDArray:
        """(n,) 0 both ways, 1 along the line only, -1 against it only. InputError unknown_direction."""
        found = values.map(plain).map(self.one_way)
        if self.unknown(values).any():
            raise InputError(
                "unknown_direction",
                "Layer {layer}, field {field}: {value} is no direction of traffic ({count} such roads). Use 0 both "
                "ways, 1 along the line, -1 against it, or name the value in the catalogue of speeds (one_way).",
                layer=layer,
                field=field,
                value=_text(values[found.isna()].iloc[0]) or "-",
                count=int(found.isna().sum()),
            )
        return found.to_numpy(dtype=int)

    def unknown(self, directions: pd.Series) -> NDArray:
        """(n,) which are no direction of traffic."""
        return ~directions.map(plain).isin(self.one_way).to_numpy()


def load_road_speeds(path: Path, schema: Path, county: Optional[CountyCatalogue] = None) -> RoadSpeeds:
    """The catalogue road_speeds (`load_catalogue` tells of paths and errors).

    Beyond the schema: a name stands for one class only.
    """
    data = load_catalogue(path, schema, county)
    file = county.shown if isinstance(county, CatalogueText) else county or path
    by_class: dict[str, float] = {}
    owner: dict[str, str] = {}
    for item in data["classes"]:
        for name in {plain(text) for text in (item["id"], item["zh"], item["en"], *item["aliases"])}:
            if owner.setdefault(name, item["id"]) != item["id"]:
                raise InputError(
                    "invalid_catalogue",
                    "Catalogue {file}: the road class {name} is that of {first} and of {second}. Keep one of them.",
                    file=file,
                    name=name,
                    first=owner[name],
                    second=item["id"],
                )
            by_class[name] = float(item["speed"])
    return RoadSpeeds(
        by_class, float(data["default"]), float(data["walking"]), _one_way(data.get("one_way", {})), owner
    )


def _one_way(data: Mapping[str, Any]) -> dict[str, int]:
    codes = {"both": BOTH_WAYS, "forward": FORWARD, "backward": BACKWARD}
    return {"": BOTH_WAYS, **{plain(text): codes[key] for key, texts in data.items() for text in texts}}


def _text(value: Any) -> str:
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def plain(value: Any) -> str:
    """A class or direction as it is compared: full-width letters, case and spaces aside."""
    return " ".join(unicodedata.normalize("NFKC", _text(value)).casefold().split())
