"""Step 11 of the walk, as files: the registry's numbers handed to `maps`.

The drawing libraries are slow to load, so each function asks for its own: a command that draws nothing starts at once.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd

from assetregistry.catalogue import Catalogue
from assetregistry.catalogue.routes import load_routes
from assetregistry.catalogue.scenarios import Scenario, load_scenarios
from assetregistry.errors import RegistryError
from assetregistry.learning import Fit
from assetregistry.learning.fitting import mean_bounds
from assetregistry.questions import Only
from assetregistry.registry.explaining import Explanation
from assetregistry.registry.forecasting import SupplyAnswer
from assetregistry.survival import LifetimeClass, log_survival

if TYPE_CHECKING:
    from maps.report import Side

TITLES = {
    "nl": {
        "supply": "Vrijkomende materialen",
        "assets": "Openbare ruimte",
        "everywhere": "het hele register",
        "polygon": "getekend gebied ({ha} ha)",
        "only": "Alleen {what}",
        "suspect": "verdacht van teer of asbest",
    },
    "en": {
        "supply": "Materials coming out",
        "assets": "Public space",
        "everywhere": "the whole registry",
        "polygon": "drawn area ({ha} ha)",
        "only": "Only {what}",
        "suspect": "suspected of tar or asbestos",
    },
}

SURVIVAL = {
    "nl": {"catalogue": "catalogus", "fit": "schatting", "observed": "waargenomen", "age": "leeftijd (jaren)"},
    "en": {"catalogue": "catalogue", "fit": "fit", "observed": "observed", "age": "age (years)"},
}


@dataclass(frozen=True)
class Look:
    """How a map is told: its language, the tiles below it, and whether the file must work without internet."""

    language: str = "nl"
    basemap_url: str | None = None
    offline: bool = False

    def __post_init__(self) -> None:
        """Raises RegistryError for a language that there are no words in."""
        if self.language not in TITLES:
            raise RegistryError(f"language '{self.language}': choose nl or en")

    def options(self) -> dict[str, Any]:
        """As the functions of `maps` take it."""
        return {"language": self.language, "basemap_url": self.basemap_url, "offline": self.offline}


def _name(entry: Any, language: str) -> str:
    return str(entry.name_en if language == "en" else entry.name_nl)


def _where(answer: SupplyAnswer, language: str) -> str:
    """What the place is called that an answer is about."""
    polygon = answer.question.polygon
    if polygon is None:
        return answer.area[1] if answer.area else TITLES[language]["everywhere"]
    from maps import style

    hectares = style.figures(polygon.geometry.area / 10_000, style.check_language(language))
    return TITLES[language]["polygon"].format(ha=hectares)


def narrowed(only: Only, catalogue: Catalogue, language: str) -> str:
    """What a forecast is of alone, in words; "" where it is of everything."""
    said = [_name(catalogue.asset_types[code], language) for code in only.asset_types]
    if only.material is not None:
        said.append(_name(catalogue.materials[only.material], language))
    if only.route is not None:
        said.append(_name(load_routes()[only.route], language))
    if only.suspect:
        said.append(TITLES[language]["suspect"])
    said += only.owners
    return TITLES[language]["only"].format(what="; ".join(said)) if said else ""


def materials_frame(catalogue: Catalogue, language: str) -> pd.DataFrame:
    """Columns code, name and colour."""
    rows = [(material.code, _name(material, language), material.colour) for material in catalogue.materials.values()]
    return pd.DataFrame(rows, columns=["code", "name", "colour"])


def routes_frame(language: str) -> pd.DataFrame:
    """Columns code, name and colour, from the best use to the worst."""
    rows = [(code, _name(route, language), route.colour) for code, route in load_routes().items()]
    return pd.DataFrame(rows, columns=["code", "name", "colour"])


def asset_types_frame(catalogue: Catalogue, language: str) -> pd.DataFrame:
    """Columns code, name, group and colour: asset types, in the group that they are shown as."""
    groups = {group.code: group for group in catalogue.groups.values() if group.kind == "asset_type"}
    rows = [
        (asset_type.code, _name(asset_type, language), _name(group, language), group.colour)
        for asset_type in catalogue.asset_types.values()
        for group in [groups[asset_type.group]]
    ]
    return pd.DataFrame(rows, columns=["code", "name", "group", "colour"])


def draw_supply_map(
    areas: gpd.GeoDataFrame,
    yearly: SupplyAnswer,
    whole: SupplyAnswer,
    catalogue: Catalogue,
    *,
    year: int | None,
    look: Look,
) -> Any:
    """A folium map: `yearly` by area, year and material; `whole` by area over the whole period."""
    from maps.supply import supply_map

    question = yearly.question
    return supply_map(
        areas,
        yearly.rows,
        whole.rows,
        materials=materials_frame(catalogue, look.language),
        title=f"{TITLES[look.language]['supply']} {question.from_year}–{question.to_year}",
        as_of=yearly.as_of,
        year=year,
        **look.options(),
    )


def draw_asset_map(
    points: pd.DataFrame, area: gpd.GeoDataFrame | None, catalogue: Catalogue, *, as_of: dt.date, look: Look
) -> Any:
    """A folium map of assets (columns of `store.lookup.assets.overview`), within an area if one is given."""
    from maps.overview import asset_map

    names = {material.code: _name(material, look.language) for material in catalogue.materials.values()}
    title = TITLES[look.language]["assets"]
    return asset_map(
        points.assign(material=points["material"].map(names)),
        asset_types_frame(catalogue, look.language),
        areas=area,
        title=title if area is None else f"{title} {area['name'].iloc[0]}",
        as_of=as_of,
        **look.options(),
    )


def draw_chart(parts: SupplyAnswer, totals: SupplyAnswer, catalogue: Catalogue, path: Path, language: str) -> None:
    """A chart file: supply by year and by what `parts` stacks, with the range of each year's total."""
    from maps.chart import supply_chart

    where = _where(parts, language)
    question = parts.question
    supply_chart(
        parts.rows,
        totals.rows,
        by=question.stacks,
        vocabulary=routes_frame(language) if question.stacks == "route" else materials_frame(catalogue, language),
        title=f"{TITLES[language]['supply']}, {where}, {question.from_year}–{question.to_year}",
        language=language,
        as_of=parts.as_of,
        path=path,
        narrowed=narrowed(question.only, catalogue, language),
    )


def draw_survival(observed: pd.DataFrame, fit: Fit, language: str) -> str:
    """An `<svg>` of what was seen (`learning.observed_curve`, with rows) over the catalogue's curve and the fitted one.

    Both curves are of those that reach the first age observed, as what was seen is.
    """
    from maps.style import OTHER, RAMP
    from maps.survival import Curve, survival_svg

    start = float(observed["age"].iloc[0])
    ages = np.linspace(start, max(float(observed["age"].iloc[-1]), 1.8 * fit.life.mean_years), 160)

    def share(life: LifetimeClass, mean_years: float) -> Any:
        of = replace(life, mean_years=mean_years)
        return np.exp(log_survival(of, ages) - log_survival(of, start))

    def curve(life: LifetimeClass) -> pd.DataFrame:
        low, high = (share(life, mean) for mean in mean_bounds(life))
        return pd.DataFrame({"age": ages, "survival": share(life, life.mean_years), "low": low, "high": high})

    words = SURVIVAL[language]
    catalogue = Curve(words["catalogue"], OTHER, curve(fit.prior), dashed=True)
    fitted = Curve(words["fit"], RAMP[4], curve(fit.life))
    return survival_svg(observed, [catalogue, fitted], observed_label=words["observed"], age_label=words["age"])


def _sides(
    here: tuple[SupplyAnswer, SupplyAnswer], there: tuple[SupplyAnswer, SupplyAnswer], language: str
) -> tuple[Side, ...]:
    """Totals and materials, called by their places, or by their scenarios where these differ."""
    from maps.report import Side

    scenarios = load_scenarios()
    by_scenario = here[0].question.scenario != there[0].question.scenario

    def side(total: SupplyAnswer, materials: SupplyAnswer) -> Side:
        scenario = _name(scenarios[total.question.scenario], language)
        name = scenario if by_scenario else _where(total, language)
        return Side(name, total.rows, materials.rows.rename(columns={"material": "code"}))

    return side(*here), side(*there)


def write_report(
    explained: Explanation,
    by_material: SupplyAnswer,
    by_route: SupplyAnswer | None,
    areas: pd.DataFrame,
    scenario: Scenario,
    catalogue: Catalogue,
    chart: Path,
    language: str,
    compared: tuple[SupplyAnswer, SupplyAnswer] | None = None,
) -> str:
    """A page about one number; `areas`: name and masses of the parts of the whole, `chart`: an SVG file.

    Routes are told where there is an answer about them. `compared`: the total of something else, and its materials.
    """
    from maps.report import Reported, supply_report

    answer, question = explained.answer, explained.answer.question
    where = _where(answer, language)
    told = Reported(
        total=answer.rows,
        materials=by_material.rows.rename(columns={"material": "code"}),
        routes=None if by_route is None else by_route.rows.rename(columns={"route": "code"}),
        areas=areas,
        withheld=by_material.withheld[by_material.withheld["expected_kg"] > 0],
        lives=explained.assumptions.assign(
            name=[_name(catalogue.lifetimes[code], language) for code in explained.assumptions["lifetime"]]
        ),
        unknown_year_kg=explained.unknown_year_kg,
        narrowed=narrowed(question.only, catalogue, language),
        sides=() if compared is None else _sides((answer, by_material), compared, language),
    )
    return supply_report(
        told,
        vocabulary=pd.concat([materials_frame(catalogue, language), routes_frame(language)]),
        title=f"{TITLES[language]['supply']}, {where}, {question.from_year}–{question.to_year}",
        scenario=_name(scenario, language),
        as_of=answer.as_of,
        chart=chart.read_text(encoding="utf-8"),
        language=language,
    )
