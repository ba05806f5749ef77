/** The chosen asset, or else the street that was found, drawn from its own geometry: exact, and whole where tiles would cut it. */
import type { Geometry } from "geojson";
import type { GeoJSONSource, LayerSpecification, Map as MapLibre } from "maplibre-gl";
import type { Colour } from "../colours";

export function selectedLayers(): LayerSpecification[] {
  const round = { "line-join": "round" as const, "line-cap": "round" as const };
  const drawn: LayerSpecification[] = [
    { id: "selected-halo", type: "line", source: "selected", layout: round, paint: { "line-width": 5.5 } },
    { id: "selected-line", type: "line", source: "selected", layout: round, paint: { "line-width": 2.4 } },
    {
      id: "selected-point",
      type: "circle",
      source: "selected",
      filter: ["==", ["geometry-type"], "Point"],
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 13, 6, 18, 12],
        "circle-opacity": 0,
        "circle-stroke-width": 3,
      },
    },
  ];
  return drawn;
}

export function showSelected(map: MapLibre, shapes: readonly Geometry[]): void {
  map.getSource<GeoJSONSource>("selected")?.setData({
    type: "FeatureCollection",
    features: shapes.map((geometry) => ({ type: "Feature", properties: {}, geometry })),
  });
}

export function paintSelected(map: MapLibre, colour: Colour): void {
  map.setPaintProperty("selected-halo", "line-color", colour("--map-halo"));
  map.setPaintProperty("selected-line", "line-color", colour("--map-select"));
  map.setPaintProperty("selected-point", "circle-stroke-color", colour("--map-select"));
}
