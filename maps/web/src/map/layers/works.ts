/** Planned works: an outline that nothing else on the map has. */
import type { GeoJSONSource, LayerSpecification, Map as MapLibre } from "maplibre-gl";
import type { Works } from "../../api/types";
import type { Colour } from "../colours";

const LINE = "work-line";
const POINT = "work-point";

export function workLayers(): LayerSpecification[] {
  return [
    {
      id: LINE,
      type: "line",
      source: "works",
      layout: { "line-join": "round" },
      paint: { "line-width": 2.4, "line-dasharray": [2, 1.2] },
    },
    {
      id: POINT,
      type: "circle",
      source: "works",
      filter: ["==", ["geometry-type"], "Point"],
      paint: { "circle-radius": 6, "circle-opacity": 0, "circle-stroke-width": 2.4 },
    },
  ];
}

export function showWorks(map: MapLibre, works: Works | null): void {
  const none: Works = { type: "FeatureCollection", features: [] };
  map.getSource<GeoJSONSource>("works")?.setData(works ?? none);
}

export function paintWorks(map: MapLibre, colour: Colour): void {
  map.setPaintProperty(LINE, "line-color", colour("--map-select"));
  map.setPaintProperty(POINT, "circle-stroke-color", colour("--map-select"));
}
