/** Planned works: an outline that nothing else on the map has, and a veil that can be clicked. */
import type {
  ExpressionSpecification,
  FilterSpecification,
  GeoJSONSource,
  LayerSpecification,
  Map as MapLibre,
} from "maplibre-gl";
import type { Works } from "../../api/types";
import type { Colour } from "../colours";

const FILL = "work-fill";
const LINE = "work-line";
const POINT = "work-point";
const CHOSEN = "work-chosen";
/** What a click is looked up in. */
export const WORK_LAYERS = [POINT, LINE, FILL] as const;

/** Thin where the whole town is seen. */
const byZoom = (far: number, near: number) =>
  ["interpolate", ["linear"], ["zoom"], 12, far, 16, near] as unknown as ExpressionSpecification;

const hasId = (id: number | null) => ["==", ["id"], id ?? -1] as unknown as FilterSpecification;

export function workLayers(): LayerSpecification[] {
  const round = { "line-join": "round" as const };
  return [
    {
      id: FILL,
      type: "fill",
      source: "works",
      filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "fill-opacity": 0.12 },
    },
    {
      id: CHOSEN,
      type: "line",
      source: "works",
      filter: hasId(null),
      layout: round,
      paint: { "line-width": byZoom(3.5, 8) },
    },
    {
      id: LINE,
      type: "line",
      source: "works",
      layout: round,
      paint: { "line-width": byZoom(1.2, 2.6), "line-dasharray": [2, 1.2] },
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

export function showWorks(map: MapLibre, works: Works | null, chosen: number | null): void {
  const none: Works = { type: "FeatureCollection", features: [] };
  map.getSource<GeoJSONSource>("works")?.setData(works ?? none);
  map.setFilter(CHOSEN, hasId(chosen));
}

export function paintWorks(map: MapLibre, colour: Colour): void {
  map.setPaintProperty(FILL, "fill-color", colour("--map-select"));
  map.setPaintProperty(CHOSEN, "line-color", colour("--map-ink"));
  map.setPaintProperty(LINE, "line-color", colour("--map-select"));
  map.setPaintProperty(POINT, "circle-stroke-color", colour("--map-select"));
}
