/** The shape that the reader draws or has drawn, above the areas. */
import type { Feature } from "geojson";
import type {
  ExpressionSpecification,
  GeoJSONSource,
  LayerSpecification,
  Map as MapLibre,
} from "maplibre-gl";
import { type Corner, MOST_CORNERS, middleOf, ringOf, type Shape } from "../../state/shape";
import type { Colour } from "../colours";

/** A handle, the chosen one, and the middle of an edge, of which a corner can be made. */
function byRole<T extends number | string>(handle: T, chosen: T, middle: T): ExpressionSpecification {
  return ["match", ["get", "role"], "chosen", chosen, "middle", middle, handle] as ExpressionSpecification;
}

export function drawnLayers(): LayerSpecification[] {
  const round = { "line-join": "round" as const, "line-cap": "round" as const };
  return [
    { id: "drawn-fill", type: "fill", source: "drawn", paint: { "fill-opacity": 0.16 } },
    { id: "drawn-halo", type: "line", source: "drawn", layout: round, paint: { "line-width": 5 } },
    { id: "drawn-line", type: "line", source: "drawn", layout: round, paint: { "line-width": 2.4 } },
    {
      id: "drawn-handle",
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

/** A shape with what it can be changed by. */
export function handled(shape: Shape, handles: readonly Corner[], chosen: number | null): Feature[] {
  const dot = ([lon, lat]: Corner, role: string) =>
    feature({ type: "Point", coordinates: [lon, lat] }, { role });
  const grows = shape.kind === "polygon" && shape.corners.length < MOST_CORNERS;
  const middles = grows ? shape.corners.map((_, index) => dot(middleOf(shape, index), "middle")) : [];
  const held = handles.map((place, index) => dot(place, index === chosen ? "chosen" : "handle"));
  return [outlined(shape), ...middles, ...held];
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
    "drawn-handle",
    "circle-color",
    byRole(colour("--map-halo"), colour("--map-select"), colour("--map-halo")),
  );
  map.setPaintProperty("drawn-handle", "circle-stroke-color", colour("--map-select"));
}
