/** The shape that the reader draws or has drawn, above the areas. */
import type { Feature } from "geojson";
import type { GeoJSONSource, LayerSpecification, Map as MapLibre } from "maplibre-gl";
import { type Corner, ringOf, type Shape } from "../../state/shape";
import type { Colour } from "../colours";

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
      paint: { "circle-radius": 5, "circle-stroke-width": 2.4 },
    },
  ];
}

export function showDrawn(map: MapLibre, features: readonly Feature[]): void {
  map.getSource<GeoJSONSource>("drawn")?.setData({ type: "FeatureCollection", features: [...features] });
}

const feature = (geometry: Feature["geometry"]): Feature => ({ type: "Feature", properties: {}, geometry });
const mutable = (corners: readonly Corner[]) => corners.map(([lon, lat]) => [lon, lat]);

export const outlined = (shape: Shape): Feature =>
  feature({ type: "Polygon", coordinates: [mutable(ringOf(shape))] });

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
  map.setPaintProperty("drawn-corner", "circle-color", colour("--map-halo"));
  map.setPaintProperty("drawn-corner", "circle-stroke-color", colour("--map-select"));
}
