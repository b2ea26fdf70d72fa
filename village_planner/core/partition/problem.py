"""What is asked of a partition: the rules, and the units as arrays. Everything a person typed is checked here, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from ..codes import code_text, unit_codes
from ..errors import InputError
from ..messages import Message, message
from ..task import SILENT, Task
from .contiguity import Contiguity, find_neighbours, metric

TERMS = ("similarity", "compactness", "boundary", "flow", "stability")
DEFAULT_WEIGHTS = {"similarity": 1.0, "compactness": 1.0, "boundary": 0.0, "flow": 0.0, "stability": 0.0}
NAMED = 5  # codes that one message lists before it says "…"
ROLES = {"central_town": True, "central_village": True, "sub_central_town": False}
# Columns of FLOWS and LINKS: our own names, then those of the county's commuting table.
FROM, TO, VALUE = ("from_code", "cfdm"), ("to_code", "dddm"), ("value", "rs")
ROW_NUMBERS = {"fid", "ogc_fid"}  # GDAL's, not the user's
TRUE = {"1", "true", "t", "yes", "y", "是"}
FALSE = {"", "0", "false", "f", "no", "n", "否"}


@dataclass(frozen=True)
class Rules:
    """The parameters of `partitiondistricts` and `evaluateplan` (interface.md); None or "" means not given.

    districts is 0 where `evaluateplan` asks for no number. Populations in persons, tolerance in per cent, snap in m.
    """

    code: str
    districts: int = 0
    population: str = ""
    tolerance: Optional[float] = None
    population_min: Optional[float] = None
    population_max: Optional[float] = None
    parent: str = ""
    township: str = ""
    max_crossing: Optional[int] = None
    similarity: Sequence[str] = ()
    weights: Mapping[str, float] = field(default_factory=lambda: dict(DEFAULT_WEIGHTS))
    centre: str = ""
    contains: str = ""
    together: str = ""
    apart: str = ""
    lock: str = ""
    reference: str = ""
    snap: float = 1.0
    min_units: Optional[int] = None
    max_units: Optional[int] = None


@dataclass(frozen=True)
class Units:
    """n units as arrays, in the order of the layer. Labels are integers 0.. in the order of their text, -1 for none.

    parent, township        (n,) labels          parents, townships  their names
    population (n,) persons  centroid (n, 2) m    features (n, p) standardised, unusable fields left out
    contains   (n,) bool or None
    centre     (n,) label of the district whose nominated centre the unit is, -1 for other units; None: none nominated
    together, apart, lock, reference  (n,) labels or None
    flows      (f, 3) from, to, value; from and to are positions of units
    warnings   what was left out or mended
    """

    codes: NDArray
    population: NDArray
    parent: NDArray
    parents: tuple[str, ...]
    centroid: NDArray
    features: NDArray
    contiguity: Contiguity
    township: Optional[NDArray] = None
    townships: tuple[str, ...] = ()
    contains: Optional[NDArray] = None
    centre: Optional[NDArray] = None
    together: Optional[NDArray] = None
    apart: Optional[NDArray] = None
    lock: Optional[NDArray] = None
    locks: tuple[str, ...] = ()
    reference: Optional[NDArray] = None
    flows: Optional[NDArray] = None
    warnings: tuple[Message, ...] = ()

    @property
    def n(self) -> int:
        return len(self.codes)

    def names(self, which: NDArray) -> str:
        """Codes of some units for a message."""
        return some(self.codes[which])


def some(values: Sequence[Any] | NDArray) -> str:
    """A short list for a message: the first few, and … where there are more."""
    texts = [str(value) for value in values]
    return ", ".join(texts[:NAMED]) + (", …" if len(texts) > NAMED else "")


def fields_of(rules: Rules) -> list[str]:
    """Every field of INPUT that the rules name."""
    single = [
        rules.code,
        rules.population,
        rules.parent,
        rules.township,
        rules.centre,
        rules.contains,
        rules.together,
        rules.apart,
        rules.lock,
        rules.reference,
    ]
    return list(dict.fromkeys(name for name in [*single, *rules.similarity] if name))


def text(column: pd.Series) -> NDArray:
    """Codes and labels as text: whole numbers without a decimal point, blanks and nulls as ""."""
    return code_text(column).to_numpy(dtype=object)


def read_units(
    frame: gpd.GeoDataFrame,
    rules: Rules,
    flows: Optional[pd.DataFrame] = None,
    links: Optional[pd.DataFrame] = None,
    layer: str = "INPUT",
    task: Task = SILENT,
    contiguity: Optional[Contiguity] = None,
) -> Units:
    """Check and convert the layer of units.

    frame  polygons with a CRS and the fields that `rules` names
    flows  table from_code, to_code, value (or its first three columns)   links  table of two code columns
    layer  what the user calls the layer, for messages
    contiguity  who borders whom where that is known, in the order of `frame`; it is found else
    InputError: missing_code, duplicate_code, empty_geometry, bad_population, missing_parent, bad_number, bad_boolean,
    unknown_link, bad_flow_table, bad_link_table, and contradictions among the parameters.
    """
    _check_parameters(rules, frame, layer)
    codes = unit_codes(frame[rules.code], layer, rules.code).to_numpy(dtype=object)
    shapes = metric(frame.geometry)
    shape_values = np.asarray(shapes.values, dtype=object)
    _check_polygons(shape_values, codes, layer)
    warnings = _doubtful_polygons(shape_values, codes, layer)
    population = read_population(frame, rules, codes, layer)
    if rules.population and not population.any():
        warnings.append(
            message(
                "Layer {layer}, field {field}: nobody lives in any unit, so that limits of population say nothing.",
                layer=layer,
                field=rules.population,
            )
        )
    if not any(weight > 0 for weight in rules.weights.values()):
        warnings.append(message("All weights are 0: every plan that keeps the rules is as good as any other."))
    parent, parents = _required_labels(frame, rules.parent, codes, layer)
    township, townships = (None, ()) if not rules.township else _required_labels(frame, rules.township, codes, layer)
    if contiguity is None:
        contiguity = find_neighbours(shape_values, rules.snap, task)
    position = {code: i for i, code in enumerate(codes)}
    if links is not None:
        pairs = _links(links, position, layer)
        _warn_of_useless(pairs, parent, codes, warnings)
        contiguity = contiguity.linked(pairs)
    islands = contiguity.islands()
    if len(islands) and len(codes) > 1:
        warnings.append(
            message(
                "{count} units have no neighbour: {units}. Add them to LINKS where they belong to a district across "
                "water or through an exclave.",
                count=len(islands),
                units=some(codes[islands]),
            )
        )
    features = _features(frame, rules.similarity, codes, layer, warnings)
    lock, locks = _optional_labels(frame, rules.lock)
    xy = shapely.get_coordinates(shapely.centroid(shape_values))
    return Units(
        codes=codes,
        population=population,
        parent=parent,
        parents=parents,
        centroid=xy,
        features=features,
        contiguity=contiguity,
        township=township,
        townships=townships,
        contains=None if not rules.contains else _booleans(frame[rules.contains], rules.contains, codes, layer),
        centre=_centres(frame, rules.centre),
        together=_optional_labels(frame, rules.together)[0],
        apart=_optional_labels(frame, rules.apart)[0],
        lock=lock,
        locks=locks,
        reference=_optional_labels(frame, rules.reference)[0],
        flows=None if flows is None else _flows(flows, position, warnings),
        warnings=tuple(warnings),
    )


def _check_parameters(rules: Rules, frame: gpd.GeoDataFrame, layer: str) -> None:
    for name in fields_of(rules):
        if name not in frame.columns:
            raise InputError(
                "unknown_field",
                "Layer {layer} has no field {field}. Choose one of: {fields}.",
                layer=layer,
                field=name,
                fields=", ".join(str(c) for c in frame.columns if c != frame.geometry.name),
            )
    if rules.max_crossing is not None and not rules.township:
        raise InputError(
            "missing_township_field",
            "MAX_CROSSING needs TOWNSHIP_FIELD: choose the field that holds each unit's township.",
        )
    for low, high, names in (
        (rules.population_min, rules.population_max, "POPULATION_MIN, POPULATION_MAX"),
        (rules.min_units, rules.max_units, "MIN_UNITS, MAX_UNITS"),
    ):
        if low is not None and high is not None and low > high:
            raise InputError(
                "bad_range", "{names}: the lower limit {low} is above the upper limit {high}.", names=names, low=low,
                high=high,
            )  # fmt: skip
    limits = (rules.tolerance, rules.population_min, rules.population_max, rules.snap)
    if any(limit is not None and not (np.isfinite(limit) and limit >= 0) for limit in limits):
        raise InputError(
            "bad_limit", "TOLERANCE, POPULATION_MIN, POPULATION_MAX and SNAP must be numbers of 0 or more, or empty."
        )
    if any(weight < 0 or not np.isfinite(weight) for weight in rules.weights.values()):
        raise InputError("bad_weight", "Weights must be 0 or more.")


def _check_polygons(shapes: NDArray, codes: NDArray, layer: str) -> None:
    kinds = shapely.get_type_id(shapes)
    bad = shapely.is_missing(shapes) | shapely.is_empty(shapes) | ((kinds != 3) & (kinds != 6))
    if bad.any():
        raise InputError(
            "empty_geometry",
            "Layer {layer}: units without a polygon: {units}. Draw their outline or leave them out.",
            layer=layer,
            units=some(codes[bad]),
        )


def _doubtful_polygons(shapes: NDArray, codes: NDArray, layer: str) -> list[Message]:
    """What is odd about the outlines, but can be worked with."""
    warnings: list[Message] = []
    invalid = ~shapely.is_valid(shapes)
    if invalid.any():
        warnings.append(
            message(
                "Layer {layer}: outlines that cross or touch themselves: {units}. They were repaired to find "
                "neighbours; mend them in the layer.",
                layer=layer,
                units=some(codes[invalid]),
            )
        )
    inner, outer = shapely.STRtree(shapes).query(shapely.point_on_surface(shapely.make_valid(shapes)), "within")
    double = np.unique(inner[inner != outer])
    if len(double):
        warnings.append(
            message(
                "Layer {layer}: units that lie on the ground of another unit: {units}. Check their outlines.",
                layer=layer,
                units=some(codes[double]),
            )
        )
    return warnings


def _numbers(frame: gpd.GeoDataFrame, name: str, codes: NDArray, layer: str) -> NDArray:
    values = pd.to_numeric(frame[name], errors="coerce").to_numpy(dtype=float)
    bad = ~np.isfinite(values)
    if bad.any():
        raise InputError(
            "bad_number",
            "Layer {layer}, field {field}: no number at {units}. Fill in the value or choose another field.",
            layer=layer,
            field=name,
            units=some(codes[bad]),
        )
    return values


def read_population(frame: gpd.GeoDataFrame, rules: Rules, codes: NDArray, layer: str) -> NDArray:
    if not rules.population:
        return np.ones(len(codes))
    values = _numbers(frame, rules.population, codes, layer)
    if (values < 0).any():
        raise InputError(
            "bad_population",
            "Layer {layer}, field {field}: negative population at {units}. Correct it.",
            layer=layer,
            field=rules.population,
            units=some(codes[values < 0]),
        )
    return values


def _features(
    frame: gpd.GeoDataFrame, names: Sequence[str], codes: NDArray, layer: str, warnings: list[Message]
) -> NDArray:
    columns = []
    for name in dict.fromkeys(names):
        values = _numbers(frame, name, codes, layer)
        spread = values.std()
        if spread <= 1e-12 * max(1.0, np.abs(values).max()):
            warnings.append(message("Field {field} is the same everywhere and says nothing of similarity.", field=name))
            continue
        columns.append((values - values.mean()) / spread)
    return np.column_stack(columns) if columns else np.zeros((len(codes), 0))


def _required_labels(frame: gpd.GeoDataFrame, name: str, codes: NDArray, layer: str) -> tuple[NDArray, tuple[str, ...]]:
    if not name:
        return np.zeros(len(codes), dtype=int), ("",)
    values = text(frame[name])
    if (values == "").any():
        raise InputError(
            "missing_parent",
            "Layer {layer}, field {field}: empty at {units}. Every unit needs a value here.",
            layer=layer,
            field=name,
            units=some(codes[values == ""]),
        )
    names, labels = np.unique(values.astype(str), return_inverse=True)
    return labels, tuple(names.tolist())


def _labels(values: NDArray) -> tuple[NDArray, tuple[str, ...]]:
    names = sorted({value for value in values.tolist() if value})
    number = {name: i for i, name in enumerate(names)}
    return np.array([number.get(value, -1) for value in values.tolist()], dtype=int), tuple(names)


def _optional_labels(frame: gpd.GeoDataFrame, name: str) -> tuple[Optional[NDArray], tuple[str, ...]]:
    return _labels(text(frame[name])) if name else (None, ())


def _booleans(column: pd.Series, name: str, codes: NDArray, layer: str) -> NDArray:
    values = np.array([value.lower() for value in text(column)], dtype=object)
    unknown = np.array([value not in TRUE and value not in FALSE for value in values])
    if unknown.any():
        raise InputError(
            "bad_boolean",
            "Layer {layer}, field {field}: neither true nor false at {units}. Use true and false, or 1 and 0.",
            layer=layer,
            field=name,
            units=some(codes[unknown]),
        )
    return np.array([value in TRUE for value in values])


def _centres(frame: gpd.GeoDataFrame, name: str) -> Optional[NDArray]:
    """A label for each nominated centre. Yes/no values and roles: each centre has a district of its own. Any other
    value names the district, and units with the same one are centres of one district."""
    if not name:
        return None
    values = text(frame[name])
    lower = [value.lower() for value in values]
    if all(value in TRUE or value in FALSE or value in ROLES for value in lower):
        chosen = [value in TRUE or ROLES.get(value, False) for value in lower]
        labels = np.full(len(values), -1, dtype=int)
        labels[chosen] = np.arange(sum(chosen))
        return labels
    return _labels(values)[0]


def _columns(table: pd.DataFrame, names: Sequence[tuple[str, ...]]) -> Optional[list[str]]:
    """The columns known by one of their names, whatever the case; else the first ones, row numbers left out."""
    columns = [str(column) for column in table.columns if str(column).lower() not in ROW_NUMBERS]
    known = {column.lower(): column for column in columns}
    found = [next((known[name] for name in aliases if name in known), None) for aliases in names]
    if all(column is not None for column in found):
        return [column for column in found if column is not None]
    return columns[: len(names)] if len(columns) >= len(names) else None


def _links(table: pd.DataFrame, position: Mapping[str, int], layer: str) -> list[tuple[int, int]]:
    columns = _columns(table, (FROM, TO))
    if columns is None:
        raise InputError("bad_link_table", "LINKS needs two columns with unit codes.")
    pairs = list(zip(text(table[columns[0]]), text(table[columns[1]])))
    unknown = sorted({code for pair in pairs for code in pair if code not in position})
    if unknown:
        raise InputError(
            "unknown_link",
            "LINKS names units that layer {layer} does not hold: {codes}. Correct the codes.",
            layer=layer,
            codes=some(unknown),
        )
    return [(position[a], position[b]) for a, b in pairs]


def _warn_of_useless(
    links: Sequence[tuple[int, int]], parent: NDArray, codes: NDArray, warnings: list[Message]
) -> None:
    useless = [(a, b) for a, b in links if parent[a] != parent[b] or a == b]
    if useless:
        warnings.append(
            message(
                "{count} LINKS join units of different parents, or a unit with itself, and have no effect (first: "
                "{start} to {end}).",
                count=len(useless),
                start=codes[useless[0][0]],
                end=codes[useless[0][1]],
            )
        )


def _flows(table: pd.DataFrame, position: Mapping[str, int], warnings: list[Message]) -> NDArray:
    columns = _columns(table, (FROM, TO, VALUE))
    if columns is None:
        raise InputError("bad_flow_table", "FLOWS needs three columns: from_code, to_code, value.")
    start, end = text(table[columns[0]]), text(table[columns[1]])
    value = pd.to_numeric(table[columns[2]], errors="coerce").to_numpy(dtype=float)
    if not np.isfinite(value).all() or (value < 0).any():
        row = int(np.flatnonzero(~np.isfinite(value) | (value < 0))[0]) + 1
        raise InputError(
            "bad_flow", "FLOWS, field {field}, row {row}: not a number of 0 or more.", field=columns[2], row=row
        )
    known = np.array([a in position and b in position for a, b in zip(start, end)], dtype=bool)
    if not known.all():
        warnings.append(
            message(
                "{count} flows start or end outside the units and are left out (first: {start} to {end}).",
                count=int((~known).sum()),
                start=start[~known][0],
                end=end[~known][0],
            )
        )
    return np.array(
        [(position[a], position[b], v) for a, b, v in zip(start[known], end[known], value[known])], dtype=float
    ).reshape(-1, 3)
