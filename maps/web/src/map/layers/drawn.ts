/** The shape that the reader draws or has drawn, above the areas. */
import type { Feature } from "geojson";
import type {
  ExpressionSpecification,
  GeoJSONSource,
  LayerSpecification,
  Map as MapLibre,
} from "maplibre-gl";
import { type Corner, MOST_CORNERS, middleOf, type Polygon, ringOf, type Shape } from "../../state/shape";
import type { Colour } from "../colours";

/** A corner, the chosen one, and the middle of an edge, of which a corner can be made. */
function byRole<T extends number | string>(corner: T, chosen: T, middle: T): ExpressionSpecification {
  return ["match", ["get", "role"], "chosen", chosen, "middle", middle, corner] as ExpressionSpecification;
}

export function drawnLayers(): LayerSpecification[] {
  const round = { "line-join": "round" as const, "line-cap": "round" as const };
  return [
    { id: "drawn-fill", type: "fill", source: "drawn", paint: { "fill-opacity": 0.16 } },
    { id: "drawn-halo", type: "line", source: "drawn", layout: round, paint: { "line-width": 5 } },
    { id: "drawn-line", type: "line", source: "drawn", layout: round, paint: { "line-width": 2.4 } },
    {
      id: "drawn-corner",
      type: "circle",
      source: "drawn",
      filter: ["==", ["geometry-type"], "Point"],
      paint: {
        "circle-radius": byRole(5, 6, 3),
        "circle-stroke-width": byRole(2.4, 2.4, 1.4),
      },
    },
  ];
}

export function showDrawn(map: MapLibre, features: readonly Feature[]): void {
  map.getSource<GeoJSONSource>("drawn")?.setData({ type: "FeatureCollection", features: [...features] });
}

const feature = (geometry: Feature["geometry"], properties = {}): Feature => ({
  type: "Feature",
  properties,
  geometry,
});
const mutable = (corners: readonly Corner[]) => corners.map(([lon, lat]) => [lon, lat]);

export const outlined = (shape: Shape): Feature =>
  feature({ type: "Polygon", coordinates: [mutable(ringOf(shape))] });

/** A polygon with what it can be changed by. */
export function handled(shape: Polygon, chosen: number | null): Feature[] {
  const dot = ([lon, lat]: Corner, role: string) =>
    feature({ type: "Point", coordinates: [lon, lat] }, { role });
  const corners = shape.corners.map((corner, index) => dot(corner, index === chosen ? "chosen" : "corner"));
  const full = shape.corners.length >= MOST_CORNERS;
  const middles = full ? [] : shape.corners.map((_, index) => dot(middleOf(shape, index), "middle"));
  return [outlined(shape), ...middles, ...corners];
}

/** What there is of a shape while it is drawn: its points, and the outline as far as it goes. */
export function sketched(points: readonly Corner[], outline: Shape | null): Feature[] {
  const dots = points.map(([lon, lat]) => feature({ type: "Point", coordinates: [lon, lat] }));
  if (outline) return [outlined(outline), ...dots];
  return points.length < 2 ? dots : [feature({ type: "LineString", coordinates: mutable(points) }), ...dots];
}

export function paintDrawn(map: MapLibre, colour: Colour): void {
  map.setPaintProperty("drawn-fill", "fill-color", colour("--map-select"));
  map.setPaintProperty("drawn-halo", "line-color", colour("--map-halo"));
  map.setPaintProperty("drawn-line", "line-color", colour("--map-select"));
  map.setPaintProperty(
    "drawn-corner",
    "circle-color",
    byRole(colour("--map-halo"), colour("--map-select"), colour("--map-halo")),
  );
  map.setPaintProperty("drawn-corner", "circle-stroke-color", colour("--map-select"));
}
