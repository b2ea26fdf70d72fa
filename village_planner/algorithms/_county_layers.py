"""A county's single layers as its planning database would hold them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Optional

from ..core.errors import InputError
from ..core.task import Task
from ..layers import read_source
from ..paths import catalogue_files
from ._layers import LayerList, check_opened, check_place

if TYPE_CHECKING:
    import geopandas as gpd

REQUIRED = {"village": "code", "township": "code", "parcel": "class_code"}
LONG_CODE, VILLAGE_CODE, TOWNSHIP_CODE = 19, 12, 9


def named(frame: gpd.GeoDataFrame, role: str, layer: str, capacity: Sequence[str]) -> gpd.GeoDataFrame:
    """The fields of a layer under the database's names, codes as text. InputError missing_field, missing_code,
    duplicate_code.

    role      of the layer, as in the catalogue field_aliases      layer  what messages call it
    capacity  fields that say what a facility offers
    """
    import geopandas as gpd

    from ..core.codes import code_text
    from ..database.importing.aliases import plain, targets

    geometry = str(frame.geometry.name)
    names = {plain(column): str(column) for column in reversed(list(frame.columns)) if column != geometry}
    known = {target.name: [alias for step in target.aliases for alias in step] for target in targets()[role].values()}
    if role == "facility":
        known["capacity"] = list(capacity)
    made = gpd.GeoDataFrame(geometry=frame.geometry.values, crs=frame.crs, index=frame.index)
    for target, aliases in known.items():
        found = next((names[plain(alias)] for alias in aliases if plain(alias) in names), None)
        if found is not None:
            made[target] = frame[found]
        elif REQUIRED.get(role) == target:
            raise InputError(
                "unrecognised_field",
                "Layer {layer} has no field recognised as {target} (it may be called {aliases}). Its fields are: "
                "{fields}. Rename the right one.",
                layer=layer,
                target=target,
                aliases=", ".join(aliases[:5]),
                fields=", ".join(names.values()) or "-",
            )
    if role in ("village", "township"):
        return _units(made, role, layer)
    if role == "parcel":
        made["parcel_id"] = [str(number) for number in range(1, len(made) + 1)]
        made["class_code"] = code_text(made["class_code"])
    if "unit_code" in made:
        made["unit_code"] = code_text(made["unit_code"])
    return made


def _units(made: gpd.GeoDataFrame, role: str, layer: str) -> gpd.GeoDataFrame:
    import pandas as pd

    from ..core.codes import code_text, unit_codes

    codes = code_text(made["code"])
    long = codes.str.isdigit() & (codes.str.len() == LONG_CODE)  # of the land survey: the village's and a group's
    made["code"] = unit_codes(codes.where(~long, codes.str.slice(0, VILLAGE_CODE)), layer, "code")
    made["name"] = made["name"].fillna("").astype(str) if "name" in made else ""
    if role == "village":
        within = made["code"].str.slice(0, TOWNSHIP_CODE)
        own = code_text(made["township_code"]) if "township_code" in made else within
        made["township_code"] = own.where(own != "", within)
    for column in ("population", "area"):
        if column in made:
            made[column] = pd.to_numeric(made[column], errors="coerce")
    return made.rename(columns={"area": "area_m2"})


def townships_of(villages: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Townships made of their villages; a township's people are known where those of all its villages are."""
    frame = villages[villages["township_code"].fillna("") != ""]
    made = frame[["township_code", "geometry"]].dissolve("township_code").reset_index()
    made = made.rename(columns={"township_code": "code"})
    names = frame.groupby("township_code")["township_name"].first() if "township_name" in frame else None
    made["name"] = made["code"] if names is None else made["code"].map(names).fillna(made["code"])
    for column in ("population", "area_m2"):
        if column in frame:
            sums = frame.groupby("township_code")[column].agg(lambda known: known.sum(skipna=False))
            made[column] = made["code"].map(sums)
    return made


def lines_by_kind(given: LayerList, task: Task) -> Optional[gpd.GeoDataFrame]:
    """Control lines as rows of kind and geometry; the kind by the layer's name, else that name. None without layers."""
    import geopandas as gpd
    import pandas as pd

    from ..core.control_lines import load_control_lines

    check_opened(given, "CONTROL_LINES")
    if not given.layers:
        return None
    known = load_control_lines(*catalogue_files("control_lines"))
    parts: list[gpd.GeoDataFrame] = []
    for name, _, layer in given.layers:
        frame = read_source(layer, name, [], task=task)
        check_place(frame, name)
        line = known.line_of(name)
        kind = name if line is None else line.kind
        part = gpd.GeoDataFrame({"kind": [kind] * len(frame)}, geometry=frame.geometry.values, crs=frame.crs)
        parts.append(part if not parts else part.to_crs(parts[0].crs))
    return gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs=parts[0].crs)


def joined_lines(known: Optional[gpd.GeoDataFrame], given: Optional[gpd.GeoDataFrame]) -> Optional[gpd.GeoDataFrame]:
    """The database's lines with those given in the place of their kinds."""
    import geopandas as gpd
    import pandas as pd

    if known is None or known.empty or given is None:
        return known if given is None else given
    rest = known[~known["kind"].isin(given["kind"].unique())][["kind", "geometry"]]
    return gpd.GeoDataFrame(pd.concat([rest, given.to_crs(known.crs)], ignore_index=True), crs=known.crs)
