/** Assets as the stock view draws them: polygons, lines and points of one tile source. */

import type { Geometry } from "geojson";
import type {
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  Map as MapLibre,
} from "maplibre-gl";
import { inspected, suspected } from "../../state/condition";
import type { LegendClass } from "../../state/legend";
import type { Colour } from "../colours";
import { drawPatterns } from "../patterns";

/** Layers that a click can hit, the topmost first. */
export const ASSET_LAYERS = ["asset-point", "asset-line", "asset-polygon"] as const;
const FILTERED = [...ASSET_LAYERS, "asset-polygon-edge"] as const;
const SUSPECT = ["asset-suspect", "asset-suspect-line"] as const;
export const STOCK_LAYERS = [...FILTERED, ...SUSPECT, "asset-unknown"] as const;

/** So many zooms after the first, edges and patterns are drawn. */
const DETAIL = 2;
const byZoom = (...stops: number[]): ExpressionSpecification =>
  ["interpolate", ["exponential", 1.6], ["zoom"], ...stops] as unknown as ExpressionSpecification;

const tiles = (layer: "polygon" | "line" | "point") => ({ source: "assets", "source-layer": layer });
const isSuspect = suspected as unknown as FilterSpecification;
const NONE: FilterSpecification = ["literal", false];

/** `first`: the zoom from which on there are tiles of assets. */
export function assetLayers(first: number): LayerSpecification[] {
  const detail = first + DETAIL;
  return [
    {
      id: "asset-polygon",
      type: "fill",
      ...tiles("polygon"),
      paint: { "fill-opacity": byZoom(first, 0.82, 16, 0.92) },
    },
    {
      id: "asset-suspect",
      type: "fill",
      ...tiles("polygon"),
      minzoom: detail,
      filter: isSuspect,
      paint: { "fill-pattern": "hatch", "fill-opacity": 0.6 },
    },
    {
      id: "asset-unknown",
      type: "fill",
      ...tiles("polygon"),
      minzoom: detail,
      filter: NONE,
      paint: { "fill-pattern": "unknown", "fill-opacity": 0.4 },
    },
    {
      id: "asset-polygon-edge",
      type: "line",
      ...tiles("polygon"),
      minzoom: detail,
      paint: { "line-width": 0.7, "line-opacity": 0.55 },
    },
    {
      id: "asset-line",
      type: "line",
      ...tiles("line"),
      layout: { "line-cap": "round", "line-join": "round" },
      paint: {
        "line-width": byZoom(first, 0.7, detail, 1.5, 17, 3.2, 20, 9),
        "line-opacity": byZoom(first, 0.7, detail, 1),
      },
    },
    {
      id: "asset-suspect-line",
      type: "line",
      ...tiles("line"),
      minzoom: detail,
      filter: isSuspect,
      paint: {
        "line-width": byZoom(detail, 1.5, 17, 3.2, 20, 9),
        "line-dasharray": [1, 1.5],
        "line-opacity": 0.8,
      },
    },
    {
      id: "asset-point",
      type: "circle",
      ...tiles("point"),
      paint: {
        "circle-radius": byZoom(first, 0.9, detail, 2.1, 17, 4.5, 20, 11),
        "circle-opacity": byZoom(first, 0.55, detail, 0.95),
        "circle-stroke-width": byZoom(detail, 0, 16, 0.8, 18, 1.4),
      },
    },
  ];
}

/** Lets through what a property tells of. */
const isTold = (property: LegendClass["property"]): ExpressionSpecification =>
  (property === "s" ? inspected : ["has", property]) as unknown as ExpressionSpecification;

/** The colour of a feature by its class; what has no class is drawn in the colour of the unknown. */
export function classColour(
  classes: readonly LegendClass[],
  colour: Colour,
): ExpressionSpecification | string {
  const other = colour("--map-unknown");
  const property = classes[0]?.property;
  if (property === undefined) return other;
  if (property === "t" || property === "m") {
    const pairs = classes.flatMap((each) => [each.values, colour(each.colour)]);
    return ["match", ["get", property], ...pairs, other] as unknown as ExpressionSpecification;
  }
  const steps = classes.flatMap((each, i) =>
    Array.isArray(each.values) ? [...(i === 0 ? [] : [each.values[0]]), colour(each.colour)] : [],
  );
  const none = classes.find((each) => each.values === null);
  const known = ["step", ["get", property], ...steps];
  return [
    "case",
    isTold(property),
    known,
    colour(none?.colour ?? "--map-unknown"),
  ] as unknown as ExpressionSpecification;
}

/** Lets through what belongs to no hidden class. */
export function hiddenFilter(hidden: readonly LegendClass[]): FilterSpecification {
  const tests: unknown[] = [];
  for (const property of ["t", "m"] as const) {
    const values = hidden.filter((each) => each.property === property).map((each) => each.values);
    if (values.length > 0) tests.push(["!", ["in", ["get", property], ["literal", values]]]);
  }
  for (const { property, values } of hidden) {
    if (property === "t" || property === "m") continue;
    const [from, to] = Array.isArray(values) ? values : [0, 0];
    const inside = ["all", ["has", property], [">=", ["get", property], from], ["<=", ["get", property], to]];
    tests.push(values === null ? isTold(property) : ["!", inside]);
  }
  return ["all", ...tests] as unknown as FilterSpecification;
}

/** What lacks what the colours tell of; nothing when every asset has it. */
export function unknownFilter(classes: readonly LegendClass[]): FilterSpecification {
  const property = classes[0]?.property;
  const known = property === undefined || property === "t";
  return known ? NONE : (["!", isTold(property)] as FilterSpecification);
}

/** What alone is shown: numbers as in the tiles. */
export interface Shown {
  owners: readonly number[];
  types: readonly number[];
  material: number | null;
  suspect: boolean;
  /** Only what lies in it, for a part at least. */
  within: Geometry | null;
}

export function shownFilter(shown: Shown): FilterSpecification {
  const tests: unknown[] = [];
  if (shown.owners.length > 0) tests.push(["in", ["get", "o"], ["literal", shown.owners]]);
  if (shown.types.length > 0) tests.push(["in", ["get", "t"], ["literal", shown.types]]);
  if (shown.material !== null) tests.push(["==", ["get", "m"], shown.material]);
  if (shown.suspect) tests.push(isSuspect);
  if (shown.within !== null) tests.push(["==", ["distance", shown.within], 0]);
  return ["all", ...tests] as unknown as FilterSpecification;
}

export function filterAssets(
  map: MapLibre,
  hidden: readonly LegendClass[],
  classes: readonly LegendClass[],
  shown: Shown,
): void {
  const filter = ["all", hiddenFilter(hidden), shownFilter(shown)] as unknown as FilterSpecification;
  for (const layer of FILTERED) map.setFilter(layer, filter);
  for (const layer of SUSPECT) map.setFilter(layer, ["all", isSuspect, filter] as FilterSpecification);
  map.setFilter("asset-unknown", ["all", unknownFilter(classes), filter] as FilterSpecification);
}

export function paintAssets(map: MapLibre, classes: readonly LegendClass[], colour: Colour): void {
  const fill = classColour(classes, colour);
  map.setPaintProperty("asset-polygon", "fill-color", fill);
  map.setPaintProperty("asset-line", "line-color", fill);
  map.setPaintProperty("asset-point", "circle-color", fill);
  map.setPaintProperty("asset-polygon-edge", "line-color", colour("--map-edge"));
  map.setPaintProperty("asset-point", "circle-stroke-color", colour("--map-ground"));
  map.setPaintProperty("asset-suspect-line", "line-color", colour("--map-hazard"));
  drawPatterns(map, colour);
}
