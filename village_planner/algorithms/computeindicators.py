"""computeindicators: indicators of townships or villages from the county's layers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
)

from ..compat import VECTOR_ANY, VECTOR_ANY_GEOMETRY, VECTOR_LINE, VECTOR_POLYGON
from ..core.errors import InputError
from ..core.messages import message
from ..core.task import Task
from ..paths import catalogue_files, use_bundled_packages
from ..translation import is_chinese, say, tr
from ._catalogues import define_catalogue, own_catalogues
from ._county_layers import joined_lines, lines_by_kind, named, townships_of
from ._layers import LayerList, check_place, snapshots
from .base import PlannerAlgorithm, push_warnings
from .loadunits import LEVELS
from .parameters import advanced, choice, database, number, plan, source, yes_no

if TYPE_CHECKING:
    import pandas as pd

    from ..core.indicators.catalogue import IndicatorCatalogue
    from ..core.indicators.measures.county import CountyLayers, Settings

# Single layers: parameter -> role in the catalogues of layers and fields.
LAYERS = {
    "VILLAGES": "village",
    "TOWNSHIPS": "township",
    "ROADS": "road",
    "FACILITIES": "facility",
    "HAZARDS": "hazard",
    "PARCELS": "parcel",
}
EXISTING = ("keep", "replace")
CATALOGUES = {"indicators": "CATALOGUE", "road_speeds": "ROAD_SPEEDS", "places": "PLACES"}
VALUE_COLUMNS = ("unit_code", "unit_name", "level", "indicator", "indicator_name", "year", "value", "unit", "source")


class ComputeIndicators(PlannerAlgorithm):
    NAME = "computeindicators"
    GROUP = "indicators"
    _lines: LayerList = LayerList([], 0)

    def title(self) -> str:
        return tr("Compute indicators from layers")

    def help(self) -> str:
        return tr(
            "Computes those indicators of townships or villages that follow from the county's layers: density of "
            "roads and hazards, travel times over the roads to the county seat, the township seat and the nearest "
            "station, villages served by hospitals or couriers, kinds of services within reach, buildable land outside "
            "the control lines, share of high-standard farmland, land classes, figures per person. The catalogue of "
            "indicators says which measure each takes, and of what.\n\n"
            "Needs a planning database, or single layers; single layers go before those of the database. What the "
            "county has no layer for is left out and told, never zero; a unit that no road reaches gets no value and "
            "is named.\n\n"
            "Travel: roads join where their ends meet (within SNAP), where an end meets the middle of another road, "
            "and where they share a vertex; with CROSSINGS also where they cross. Speeds by class of road are a "
            "catalogue (road_speeds.json), as are the kinds of facility that are seats and stations (places.json). "
            "Units travel from their seat, over the nearest point of the nearest road.\n\n"
            "Gives a row per unit and indicator with value, year and what it was computed from; DIFFERENCES lists the "
            "units for which the county holds another figure. With SAVE the values go into the planning database; "
            "figures that are there stay (EXISTING keep) or are replaced."
        )

    def define(self) -> None:
        self.addParameter(database(optional=True))
        self.addParameter(choice("LEVEL", tr("Level"), LEVELS, "township"))
        self.addParameter(
            advanced(
                QgsProcessingParameterString("INDICATORS", tr("Indicators"), "", optional=True),
                tr("Codes, separated by commas, e.g. B1,B2. Empty: all that the catalogue computes for the level."),
            )
        )
        self.addParameter(
            number(
                "YEAR", tr("Year"), None, 1900, 2200, True, tr("Empty: the latest year that the county has figures of.")
            )
        )
        self.addParameter(source("VILLAGES", tr("Villages"), [VECTOR_POLYGON], True))
        self.addParameter(source("TOWNSHIPS", tr("Townships"), [VECTOR_POLYGON], True))
        self.addParameter(source("ROADS", tr("Roads"), [VECTOR_LINE], True))
        self.addParameter(source("FACILITIES", tr("Public facilities"), [VECTOR_ANY_GEOMETRY], True))
        self.addParameter(source("HAZARDS", tr("Geological hazards"), [VECTOR_ANY_GEOMETRY], True))
        self.addParameter(source("PARCELS", tr("Parcels"), [VECTOR_POLYGON], True))
        self.addParameter(
            advanced(
                QgsProcessingParameterMultipleLayers(
                    "CONTROL_LINES", tr("Control lines"), VECTOR_POLYGON, optional=True
                ),
                tr("Known by their layer's name, e.g. STBHHX, YJJBNT, GBZNT; each in place of the database's."),
            )
        )
        self.addParameter(
            advanced(
                QgsProcessingParameterString("COUNTY_SEAT", tr("County seat"), "", optional=True),
                tr("Kinds of facility, separated by commas, that are the county seat. Empty: as in the catalogue."),
            )
        )
        self.addParameter(
            advanced(
                QgsProcessingParameterString("STATIONS", tr("Stations"), "", optional=True),
                tr("Kinds of facility, separated by commas, that are motorway entrances or railway stations."),
            )
        )
        self.addParameter(
            advanced(
                number("SNAP", tr("Roads join within (m)"), 1.0, 0, 100),
                tr("Ends of roads nearer than this to another road's end or middle are joined to it."),
            )
        )
        self.addParameter(
            advanced(
                yes_no("CROSSINGS", tr("Roads that cross are joined"), False),
                tr("Also without a common vertex; bridges and underpasses then become crossings."),
            )
        )
        for name, title in (
            ("CATALOGUE", tr("Catalogue of indicators (empty: the county's, else the plugin's own)")),
            ("ROAD_SPEEDS", tr("Catalogue of road speeds (empty: the county's, else the plugin's own)")),
            ("PLACES", tr("Catalogue of places (empty: the county's, else the plugin's own)")),
        ):
            define_catalogue(self, name, title)
        self.addParameter(
            advanced(plan(), tr("Its overlay of parcels and control lines is used where it is up to date."))
        )
        self.addParameter(
            yes_no("SAVE", tr("Save into the planning database"), False, tr("Only figures; the plan stays as it is."))
        )
        self.addParameter(
            choice(
                "EXISTING",
                tr("Figures that are there"),
                EXISTING,
                "keep",
                tip=tr("With SAVE: keep leaves a figure of the same unit, indicator and year as it is."),
            )
        )
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", tr("Indicator values"), VECTOR_ANY))
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                "DIFFERENCES", tr("Differences from the county's figures"), VECTOR_ANY, None, True, False
            )
        )
        self.addOutput(QgsProcessingOutputNumber("VALUE_COUNT", tr("Number of values")))
        self.addOutput(QgsProcessingOutputNumber("LEFT_OUT", tr("Number of indicators left out")))
        self.addOutput(QgsProcessingOutputNumber("DIFFERENCE_COUNT", tr("Number of differences")))
        self.addOutput(QgsProcessingOutputNumber("SAVED_COUNT", tr("Number of saved values")))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        super().prepareAlgorithm(parameters, context, feedback)
        self._lines = snapshots(self, parameters, context, ["CONTROL_LINES"])["CONTROL_LINES"]
        return True

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..core.indicators.measures.compare import differences
        from ..core.indicators.measures.compute import compute_indicators

        use_bundled_packages()
        level = self.parameterAsEnumString(parameters, "LEVEL", context)
        path = self.parameterAsFile(parameters, "DATABASE", context)
        save = self.parameterAsBoolean(parameters, "SAVE", context)
        if save and not path:
            raise InputError("no_database", "SAVE needs a planning database. Choose DATABASE, or leave SAVE off.")
        catalogue, settings = self._catalogues(parameters, context)
        county, known = self._county(parameters, context, path, level, settings, task.part(0.0, 0.2))
        codes = _listed(self.parameterAsString(parameters, "INDICATORS", context))
        computed = compute_indicators(county, catalogue, level, settings, codes or None, task.part(0.2, 0.95))
        year = self.whole_number(parameters, "YEAR", context)
        if year is None and known["year"].notna().any():
            year = int(known["year"].max())
            feedback.pushInfo(tr("The values are those of {year}, as the county's latest figures.", year=year))
        push_warnings(feedback, computed.warnings)
        for code, why in computed.left_out.items():
            item = catalogue.get(code)
            name = "" if item is None else (item.zh if settings.language == "zh" else item.en)
            push_warnings(
                feedback, [message("{indicator} {name} is left out: {why}.", indicator=code, name=name, why=why)]
            )
        values = _value_table(computed.values, catalogue, level, year, settings.language)
        apart = differences(computed.values, known, catalogue)
        if len(known):
            feedback.pushInfo(tr("{count} values differ from the figures that the county holds.", count=len(apart)))
        saved = _Saving(path if save else "", level, self.parameterAsEnumString(parameters, "EXISTING", context))
        results = self.write_all(
            parameters,
            context,
            {"OUTPUT": values, "DIFFERENCES": apart},
            task.part(0.95, 1.0),
            lambda: saved.into(values),
        )
        if save:
            feedback.pushInfo(
                tr(
                    "{saved} values saved; {kept} figures that were there stay.",
                    saved=saved.written,
                    kept=saved.kept,
                )
            )
        return {
            **results,
            "VALUE_COUNT": int(values["value"].notna().sum()),
            "LEFT_OUT": len(computed.left_out),
            "DIFFERENCE_COUNT": len(apart),
            "SAVED_COUNT": saved.written,
        }

    def _catalogues(
        self, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> tuple[IndicatorCatalogue, Settings]:
        """A file that is given goes before what the database holds, that before the shipped one."""
        from ..core.indicators.catalogue import load_indicators
        from ..core.indicators.measures.county import Settings, load_places
        from ..core.network.speeds import load_road_speeds

        own = own_catalogues(self, parameters, context, CATALOGUES)
        places = load_places(*catalogue_files("places"), own["places"])
        for parameter, place in (("COUNTY_SEAT", "county_seat"), ("STATIONS", "station")):
            kinds = _listed(self.parameterAsString(parameters, parameter, context))
            if kinds:
                places = places.with_kinds(place, tuple(kinds))
        settings = Settings(
            load_road_speeds(*catalogue_files("road_speeds"), own["road_speeds"]),
            places,
            self.parameterAsDouble(parameters, "SNAP", context),
            self.parameterAsBoolean(parameters, "CROSSINGS", context),
            "zh" if is_chinese(QgsApplication.locale()) else "en",
        )
        return load_indicators(*catalogue_files("indicators"), own["indicators"]), settings

    def _county(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        path: str,
        level: str,
        settings: Settings,
        task: Task,
    ) -> tuple[CountyLayers, pd.DataFrame]:
        """The county's layers, and the figures it holds of the level (latest year): unit_code, indicator, year, value,
        source."""
        import pandas as pd

        from ..core.indicators.measures.county import county_layers
        from ..database import open_database

        given: dict[str, Any] = {}
        for name, role in LAYERS.items():
            if parameters.get(name) not in (None, ""):
                frame: Any = self.read(parameters, name, context, task)
                layer = self.label(parameters, name, self.source(parameters, name, context))
                check_place(frame, layer)
                given[role] = named(frame, role, layer, settings.places.capacity)
        frames: dict[str, Any] = {**dict.fromkeys((*LAYERS.values(), "control_line")), **given}
        lines = lines_by_kind(self._lines, task)
        known = pd.DataFrame(columns=["unit_code", "indicator", "year", "value", "source"])
        values: dict[str, pd.DataFrame] = {}
        land_areas = None
        if path:
            with open_database(path, read_only=True) as county:
                for i, role in enumerate(frames):
                    task.report(i / len(frames))
                    if role not in given:
                        frames[role] = county.read_layer(role)
                values = {name: county.indicator_values(name) for name in LEVELS}
                known = county.latest_rows(level)
                chosen = county.find_plan(self.parameterAsString(parameters, "PLAN", context).strip())
                own = chosen is not None and lines is None and not given.keys() & {"village", "parcel"}
                result = county.result(chosen.id, "land_area") if chosen is not None and own else None
                if result is not None and not result.stale:
                    land_areas = result.table.fillna({"unit_code": "", "constraints": ""})
        if frames["village"] is None or frames["village"].empty:
            raise InputError(
                "no_villages", "Nothing to compute for. Choose a planning database, or the layer of villages."
            )
        if frames["township"] is None or frames["township"].empty:
            frames["township"] = townships_of(frames["village"])
        frames["control_line"] = joined_lines(frames["control_line"], lines)
        layers = county_layers(
            villages=frames["village"],
            townships=frames["township"],
            roads=frames["road"],
            facilities=frames["facility"],
            hazards=frames["hazard"],
            parcels=frames["parcel"],
            control_lines=frames["control_line"],
            values=values,
            land_areas=land_areas,
        )
        return layers, known


class _Saving:
    """Puts values into the planning database, and takes them back where the outputs cannot be put in place."""

    def __init__(self, path: str, level: str, existing: str) -> None:
        self.path = path
        self.level = level
        self.existing = existing
        self.written = 0
        self.kept = 0

    @contextmanager
    def into(self, values: pd.DataFrame) -> Iterator[None]:
        from ..database import open_database

        if not self.path:
            yield
            return
        with open_database(self.path) as county, county.transaction():
            rows = values[values["value"].notna()]
            if self.existing == "keep":
                there = county.indicator_rows(self.level)
                taken = set(_keys(there[there["value"].notna()]))
                free = [key not in taken for key in _keys(rows)]
                self.kept = len(rows) - sum(free)
                rows = rows[free]
            self.written = county.save_indicator_values(self.level, rows)
            yield


def _keys(rows: pd.DataFrame) -> list[tuple[str, str, int]]:
    """Unit, indicator and year of each row; 0 for no year."""
    years = rows["year"].astype("Int64").fillna(0).astype(int)
    return list(zip(rows["unit_code"], rows["indicator"], years))


def _listed(text: str) -> list[str]:
    """Words between commas or semicolons, full-width ones too."""
    for mark in (";", "，", "；", "、"):
        text = text.replace(mark, ",")
    return list(dict.fromkeys(filter(None, (word.strip() for word in text.split(",")))))


def _value_table(
    values: pd.DataFrame, catalogue: IndicatorCatalogue, level: str, year: Optional[int], language: str
) -> pd.DataFrame:
    import pandas as pd

    items = {item.code: item for item in catalogue.indicators}
    table = values.copy()
    table["level"] = level
    table["indicator_name"] = [getattr(items[code], language) for code in table["indicator"]]
    table["unit"] = [items[code].unit[language] for code in table["indicator"]]
    table["year"] = pd.array([year] * len(table), dtype="Int64")
    table["value"] = table["value"].astype(float)
    known: dict[int, str] = {}  # a measure's source is one object for all units
    table["source"] = [known.setdefault(id(how), say(message("computed: {how}", how=how))) for how in table["source"]]
    return table[list(VALUE_COLUMNS)]
