/** Areas: shaded by supply, or as quiet borders under the assets. */
import type {
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  Map as MapLibre,
} from "maplibre-gl";
import type { Area } from "../../api/types";
import { SHADES } from "../../chart/breaks";
import type { View } from "../../state/url";
import type { Colour } from "../colours";

export const AREA_LAYER = "area-fill";

const isOneOf = (codes: readonly string[]) =>
  ["in", ["get", "code"], ["literal", codes]] as unknown as FilterSpecification;

export function areaLayers(): LayerSpecification[] {
  return [
    { id: AREA_LAYER, type: "fill", source: "areas", paint: {} },
    // The streets show through the shading: one sees where one is without any base map.
    {
      id: "area-streets",
      type: "fill",
      source: "assets",
      "source-layer": "polygon",
      paint: { "fill-opacity": 0.3 },
    },
    {
      id: "area-uncertain",
      type: "fill",
      source: "areas",
      filter: isOneOf([]),
      paint: { "fill-pattern": "uncertain", "fill-opacity": 0.55 },
    },
    { id: "area-edge", type: "line", source: "areas", layout: { "line-join": "round" }, paint: {} },
    {
      id: "area-hover",
      type: "line",
      source: "areas",
      layout: { "line-join": "round" },
      paint: {
        "line-width": 2,
        "line-opacity": ["case", ["boolean", ["feature-state", "hov"], false], 1, 0],
      },
    },
  ];
}

/** Hatches the areas of which the number is no more than a hint. */
export function doubtAreas(map: MapLibre, codes: readonly string[]): void {
  map.setFilter("area-uncertain", isOneOf(codes));
}

export function shadeAreas(
  map: MapLibre,
  areas: readonly Area[],
  classes: ReadonlyMap<string, number>,
): void {
  for (const area of areas) {
    const c = classes.get(area.properties.code) ?? -1;
    map.setFeatureState({ source: "areas", id: area.id }, { c });
  }
}

/** `fine`: there are many small ones, of which the borders would hide the colours. */
export function paintAreas(map: MapLibre, colour: Colour, view: View, basemap: boolean, fine: boolean): void {
  const supply = view === "supply" || view === "offers";
  const ramp = Array.from({ length: SHADES }, (_, i) => [i, colour(`--map-ramp-${i}`)]).flat();
  const shade = ["match", ["coalesce", ["feature-state", "c"], -1], ...ramp, colour("--map-none")];
  map.setPaintProperty(
    AREA_LAYER,
    "fill-color",
    supply ? (shade as unknown as ExpressionSpecification) : colour("--map-area"),
  );
  map.setPaintProperty("area-streets", "fill-color", colour(supply ? "--map-ground" : "--map-border"));
  map.setPaintProperty("area-edge", "line-color", colour(supply ? "--map-ground" : "--map-border"));
  map.setPaintProperty("area-edge", "line-width", supply ? (fine ? 0.6 : 1.6) : 1);
  map.setPaintProperty("area-hover", "line-color", colour("--map-ink"));
  map.setPaintProperty(AREA_LAYER, "fill-opacity", basemap ? (supply ? 0.75 : 0) : 1);
  map.setLayoutProperty("area-streets", "visibility", view === "stock" ? "none" : "visible");
}
