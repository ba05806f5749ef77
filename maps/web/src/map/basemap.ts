/** The optional ground under everything: raster tiles from elsewhere, which may be out of reach. */
import type { ErrorEvent, Map as MapLibre, SourceSpecification } from "maplibre-gl";
import type { Meta } from "../api/types";

const ID = "basemap";
/** After so many failures in a row the basemap counts as out of reach. */
const PATIENCE = 3;

/** A raster template with {z}, {x} and {y}; anything else, or nothing, leaves plain ground. */
export function basemapSource(meta: Meta): SourceSpecification | null {
  if (!meta.basemapUrl?.includes("{z}")) return null;
  return { type: "raster", tiles: [meta.basemapUrl], tileSize: 256 };
}

export const basemapLayer = { id: ID, type: "raster" as const, source: ID };

export function hasBasemap(map: MapLibre): boolean {
  return map.getLayer(ID) !== undefined;
}

/** Quiet greys by day; turned over by night (the darkest bright, the brightest dark). */
export function paintBasemap(map: MapLibre, dark: boolean): void {
  if (!hasBasemap(map)) return;
  map.setPaintProperty(ID, "raster-saturation", -0.7);
  map.setPaintProperty(ID, "raster-opacity", dark ? 0.6 : 0.75);
  map.setPaintProperty(ID, "raster-brightness-min", dark ? 0.9 : 0);
  map.setPaintProperty(ID, "raster-brightness-max", dark ? 0.05 : 1);
}

/** Takes the basemap away when it cannot be reached, and tells so once. */
export function watchBasemap(map: MapLibre, unreachable: () => void): void {
  let failures = 0;
  map.on("sourcedata", (event) => {
    if (event.sourceId === ID && event.tile) failures = 0;
  });
  map.on("error", (event) => {
    if (!isBasemapError(event) || !hasBasemap(map)) return;
    failures += 1;
    if (failures < PATIENCE) return;
    map.removeLayer(ID);
    map.removeSource(ID);
    unreachable();
  });
}

export function isBasemapError(event: ErrorEvent): boolean {
  return (event as ErrorEvent & { sourceId?: string }).sourceId === ID;
}
