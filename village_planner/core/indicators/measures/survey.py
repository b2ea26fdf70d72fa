"""What several measures share, made once when it is first asked for: the road network, seats, minutes, the overlay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from ...messages import Message, message
from ...network.graph import RoadNetwork
from ...network.speeds import plain
from ...network.travel import nearest_minutes, travel_minutes
from ...overlay.inputs import ConstraintLayer, ParcelLayer, UnitLayer
from ...overlay.overlay import JOIN, overlay_constraints
from ...task import SILENT, Task
from .county import CountyLayers, Settings

SHOWN = 5  # units named in a message; the rest is counted
UNITS = {"township": message("townships"), "village": message("villages")}


class LackingError(Exception):
    """A measure cannot be taken of this county; `said` tells why and what to do."""

    def __init__(self, said: Message) -> None:
        self.said = said
        super().__init__(str(said))


@dataclass(frozen=True)
class Measured:
    """values  (n,) by the units of the level, NaN where there is none     basis  what they were computed from
    warnings  what is to be known of them
    """

    values: NDArray
    basis: Message
    warnings: tuple[Message, ...] = ()


@dataclass
class Survey:
    """A county under measurement.

    land_classes   codes of the land classes that the measures of this run ask about
    lined_classes  those of them that are asked about together with control lines, land_lines (kinds)
    warnings       of what was shared, each once
    """

    county: CountyLayers
    settings: Settings
    land_classes: frozenset[str] = frozenset()
    lined_classes: frozenset[str] = frozenset()
    land_lines: frozenset[str] = frozenset()
    task: Task = SILENT
    warnings: list[Message] = field(default_factory=list)
    _minutes: dict[tuple[str, tuple[str, ...]], NDArray] = field(default_factory=dict)

    # ---- layers
    def layer(self, name: str) -> gpd.GeoDataFrame:
        """roads, facilities, hazards, parcels or control_lines; LackingError where the county has none."""
        frame = getattr(self.county, name)
        if frame is None:
            raise LackingError(message("layer {layer} is missing or empty", layer=LAYER_NAMES[name]))
        return frame

    # ---- places
    def facilities_of(self, kinds: Sequence[str]) -> gpd.GeoDataFrame:
        """The facilities of these kinds that have a place, those of the kind listed first before others."""
        return of_kinds(self.layer("facilities"), kinds)

    def destination(self, place: str) -> NDArray:
        """(m, 2) the places of a kind that may be reached by anybody; LackingError where there are none."""
        known = self.settings.places.places.get(place)
        if known is None:
            raise LackingError(
                message(
                    "the catalogue of places has no {place}; it has: {known}",
                    place=place,
                    known=", ".join(self.settings.places.places),
                )
            )
        found = self.facilities_of(known.kinds)
        if found.empty:
            raise LackingError(
                message(
                    "layer facility has no “{place}” (kinds {kinds}); add one, or name its kind in the catalogue of "
                    "places under {id}",
                    place=known.name(self.settings.language),
                    kinds=", ".join(known.kinds),
                    id=place,
                )
            )
        return _xy(found)

    def seats(self, level: str) -> NDArray:
        """(n, 2) the seat of each unit; an inner point, said, where it has no facility that tells."""
        return self._township_seats if level == "township" else self._village_seats

    @cached_property
    def _village_seats(self) -> NDArray:
        return self._seats("village", "village_seat")

    @cached_property
    def _township_seats(self) -> NDArray:
        return self._seats("township", "township_seat")

    def _seats(self, level: str, place: str) -> NDArray:
        units = self.county.units(level)
        known = self.settings.places.places.get(place)
        if self.county.facilities is not None and known is not None:
            found = self.facilities_of(known.kinds)
            xy, seated = seat_points(units, found, self.county.place_in_unit(found, level))
        else:
            xy, seated = seat_points(units)
        if not seated.all():
            self.warnings.append(
                message(
                    "{count} {units} have no facility that is their seat ({names}); an inner point stands for it.",
                    count=int((~seated).sum()),
                    units=UNITS[level],
                    names=self.names(level, ~seated),
                )
            )
        return xy

    def names(self, level: str, chosen: NDArray) -> str:
        """Some of the chosen units (n,) bool, by code and name."""
        units = self.county.units(level)[chosen]
        texts = [f"{code} {name}".strip() for code, name in zip(units["code"], units["name"].fillna(""))]
        return ", ".join(texts[:SHOWN]) + (" …" if len(texts) > SHOWN else "")

    # ---- roads
    @cached_property
    def network(self) -> RoadNetwork:
        """Of the layer of roads; LackingError without one. Says which units its main part does not reach."""
        roads = self.layer("roads")
        kinds = roads["kind"] if "kind" in roads else pd.Series([""] * len(roads), index=roads.index)
        speeds, said = self.settings.speeds.of(kinds, "road")
        network = RoadNetwork.build(
            roads.geometry,
            speeds,
            self.settings.speeds.directions(roads["direction"], "road", "direction") if "direction" in roads else None,
            self.settings.snap,
            self.settings.crossings,
            self.settings.speeds.walking,
            "road",
            self.task.part(0.0, 0.5),
        )
        self.warnings += [*said, *network.warnings]
        self._say_parts(network)
        return network

    def _say_parts(self, network: RoadNetwork) -> None:
        part = network.parts()
        if part.max() == 0:
            return
        km = shapely.length(network.lines[part > 0]).sum() / 1000
        cut_off = {level: self._cut_off(network, part, level) for level in UNITS}
        self.warnings.append(
            message(
                "Layer {layer}: {parts} parts ({km} km) are not connected with the main network; the seats of "
                "{villages} villages ({village_names}) and of {townships} townships ({township_names}) are nearest to "
                "such a part. Join the lines, or set a greater distance for joining ends.",
                layer="road",
                parts=int(part.max()),
                km=f"{km:.1f}",
                villages=int(cut_off["village"].sum()),
                village_names=self.names("village", cut_off["village"]) or "-",
                townships=int(cut_off["township"].sum()),
                township_names=self.names("township", cut_off["township"]) or "-",
            )
        )

    def _cut_off(self, network: RoadNetwork, part: NDArray, level: str) -> NDArray:
        """(n,) which seats join another part than the main one."""
        line = network.access(self.on_roads(self.seats(level))).line
        return (line >= 0) & (part[line] > 0)

    def on_roads(self, xy: NDArray) -> NDArray:
        """Points of the county's plane in the CRS of the roads."""
        crs, of_roads = self.county.villages.crs, self.layer("roads").crs
        if crs == of_roads:
            return xy
        moved = gpd.GeoSeries(gpd.points_from_xy(*xy.T), crs=crs).to_crs(of_roads)
        return np.stack([moved.x.to_numpy(), moved.y.to_numpy()], axis=1)

    def nearest(self, level: str, key: tuple[str, ...], points: NDArray) -> NDArray:
        """(n,) minutes from each unit's seat to the first reached of the points (m, 2), kept under `key`."""
        if (level, key) not in self._minutes:
            network = self.network
            self.task.check()
            self._minutes[level, key] = nearest_minutes(
                network, self.on_roads(self.seats(level)), self.on_roads(points)
            )
        return self._minutes[level, key]

    def to_place(self, level: str, place: str) -> NDArray:
        """(n,) minutes to the nearest place of a kind; villages travel to the seat of their own township."""
        if place == "township_seat" and level == "village":
            return self._to_own_township
        if place == "township_seat":
            return np.zeros(len(self.county.townships))
        return self.nearest(level, (place,), self.destination(place))

    @cached_property
    def _to_own_township(self) -> NDArray:
        network, own = self.network, self.county.township_of_village
        minutes = travel_minutes(
            network,
            self.on_roads(self.seats("village")),
            self.on_roads(self.seats("township")),
            self.task.part(0.5, 1.0),
        )
        result = np.full(len(own), np.inf)
        result[own >= 0] = minutes[own >= 0, own[own >= 0]]
        return result

    def by_roads(self) -> Message:
        """What travel times rest on, for their source texts."""
        return message(
            "{edges} road edges, ends joined within {snap} m, walking {walking} km/h to the road",
            edges=self.network.edges,
            snap=f"{self.settings.snap:g}",
            walking=f"{self.settings.speeds.walking:g}",
        )

    # ---- people
    def population(self, level: str, indicator: str = "") -> tuple[NDArray, Message]:
        """(n,) people of each unit, NaN where unknown, and whence: an indicator's figures, else the units' field."""
        units = self.county.units(level)
        if indicator and indicator in self.county.values.get(level, ()):
            return self.figures(level, indicator), message("people: indicator {indicator}", indicator=indicator)
        if "population" not in units or units["population"].isna().all():
            raise LackingError(message("no population is known of the units"))
        people = units["population"].to_numpy(dtype=float)
        return people, message("people: field population of layer {layer}", layer=level)

    def figures(self, level: str, indicator: str) -> NDArray:
        """(n,) known figures of an indicator; LackingError where there are none."""
        table = self.county.values.get(level)
        if table is None or indicator not in table:
            raise LackingError(message("indicator {indicator} has no values; import it first", indicator=indicator))
        return table[indicator].reindex(self.county.units(level)["code"]).to_numpy(dtype=float)

    def per(self, level: str, amount: NDArray, whole: NDArray, what: Message) -> tuple[NDArray, list[Message]]:
        """amount / whole, NaN where there is no whole, which is said."""
        good = np.isfinite(whole) & (whole > 0)
        result = np.divide(amount, whole, out=np.full(len(amount), np.nan), where=good)
        if good.all():
            return result, []
        return result, [
            message(
                "{count} units have no {what} and so no value ({names}).",
                count=int((~good).sum()),
                what=what,
                names=self.names(level, ~good),
            )
        ]

    # ---- land
    @cached_property
    def land(self) -> pd.DataFrame:
        """Ground by village and lines: village (row, -1 outside all), class_code, lines (a set of kinds), area_m2.

        From the overlay that the county holds where that has all lines asked about, else by one of the parcels of the
        classes asked about; parcels that no line is asked about are cut by villages only.
        """
        known = self.county.land_areas
        lines = self.county.control_lines
        kinds = set() if lines is None else self.land_lines & set(lines["kind"].dropna())
        if known is not None and kinds <= {kind for text in known["constraints"] for kind in text.split(JOIN)}:
            return self._land_rows(known)
        parcels = self.layer("parcels")
        classes = parcels["class_code"].fillna("").astype(str)
        cut = of_classes(classes, self.lined_classes)
        whole = of_classes(classes, self.land_classes) & ~cut
        done = float(cut.mean())
        constraints = []
        if lines is not None:
            constraints = [ConstraintLayer(kind, lines.geometry[lines["kind"] == kind]) for kind in sorted(kinds)]
        parts = [
            self._overlay(parcels[rows], lines_of, part)
            for rows, lines_of, part in (
                (cut, constraints, self.task.part(0.0, done)),
                (whole, [], self.task.part(done, 1.0)),
            )
            if rows.any()
        ]
        columns = ["unit_code", "class_code", "constraints", "area_m2"]
        return self._land_rows(pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns))

    def _overlay(self, parcels: gpd.GeoDataFrame, lines: Sequence[ConstraintLayer], task: Task) -> pd.DataFrame:
        """The summary of an overlay with the villages."""
        villages = self.county.villages
        result = overlay_constraints(
            ParcelLayer(
                "parcel",
                parcels.geometry,
                parcels["parcel_id"].astype(str),
                parcels["class_code"].fillna("").astype(str),
                parcels["unit_code"].fillna("").astype(str) if "unit_code" in parcels else None,
            ),
            UnitLayer("village", villages.geometry, villages["code"]),
            lines,
            task=task,
            covered_only=True,  # the summary, which is all that is asked for, has the other pieces too
        )
        self.warnings += result.warnings
        return result.summary

    def _land_rows(self, summary: pd.DataFrame) -> pd.DataFrame:
        rows = pd.Series(np.arange(len(self.county.villages)), index=self.county.villages["code"])
        return pd.DataFrame(
            {
                "village": summary["unit_code"].map(rows).fillna(-1).astype(int),
                "class_code": summary["class_code"],
                "lines": [frozenset(filter(None, text.split(JOIN))) for text in summary["constraints"]],
                "area_m2": summary["area_m2"].astype(float),
            }
        )

    def area_of(self, level: str, rows: pd.DataFrame) -> NDArray:
        """(n,) m² of rows of `land`, by unit."""
        unit = rows["village"].to_numpy(dtype=int)
        if level == "township":
            unit = np.where(unit >= 0, self.county.township_of_village[unit], -1)
        inside = unit >= 0
        area = rows["area_m2"].to_numpy(dtype=float)
        return np.bincount(unit[inside], area[inside], len(self.county.units(level)))

    def has_line(self, kind: str) -> bool:
        lines = self.county.control_lines
        return lines is not None and bool((lines["kind"] == kind).any())


LAYER_NAMES = {
    "roads": "road",
    "facilities": "facility",
    "hazards": "hazard",
    "parcels": "parcel",
    "control_lines": "control_line",
}


def of_classes(codes: pd.Series, classes: Iterable[str]) -> pd.Series:
    """Which codes are one of the classes, or a part of one (0101K is of 0101)."""
    return codes.map(lambda code: code.startswith(tuple(classes))).astype(bool)


def of_kinds(facilities: gpd.GeoDataFrame, kinds: Sequence[str]) -> gpd.GeoDataFrame:
    """The facilities of these kinds that have a place, those of the kind listed first before others."""
    order = {plain(kind): i for i, kind in reversed(list(enumerate(kinds)))}
    rank = facilities["kind"].map({kind: order.get(plain(kind), np.nan) for kind in facilities["kind"].unique()})
    there = rank.notna() & facilities.geometry.notna() & ~facilities.geometry.is_empty
    return facilities[there].iloc[np.argsort(rank[there].to_numpy(), kind="stable")]


def seat_points(
    units: gpd.GeoDataFrame, seats: Optional[gpd.GeoDataFrame] = None, owner: Optional[NDArray] = None
) -> tuple[NDArray, NDArray]:
    """(n, 2) where each unit is reached, and (n,) whether that is its seat; else it is an inner point, which unlike the
    centroid lies in the unit; NaN where it has no outline.

    seats  best first     owner  row of the unit of each, -1: none
    """
    xy, seated = _xy(units), np.zeros(len(units), dtype=bool)
    if seats is not None and owner is not None:
        inside = owner >= 0
        rows, first = np.unique(owner[inside], return_index=True)
        xy[rows] = _xy(seats)[inside][first]
        seated[rows] = True
    return xy, seated


def _xy(frame: gpd.GeoDataFrame) -> NDArray:
    """(n, 2) the points; an inner one of what is no point, NaN of what is nowhere."""
    return coordinates(shapely.point_on_surface(np.asarray(frame.geometry.values)))


def coordinates(points: NDArray) -> NDArray:
    """(n, 2) of points, NaN of those that are missing or empty (GEOS refuses to tell)."""
    there = ~(shapely.is_missing(points) | shapely.is_empty(points))
    xy = np.full((len(points), 2), np.nan)
    xy[there] = shapely.get_coordinates(points[there])
    return xy
