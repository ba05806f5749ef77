/** One style for all views and both themes; it is never replaced, only repainted. */
import type { StyleSpecification, VectorSourceSpecification } from "maplibre-gl";
import type { Meta, TileJson } from "../api/types";
import { basemapLayer, basemapSource } from "./basemap";
import { areaLayers } from "./layers/areas";
import { assetLayers } from "./layers/assets";
import { chosenAreaLayers } from "./layers/chosen";
import { drawnLayers } from "./layers/drawn";
import { selectedLayers } from "./layers/selected";
import { workLayers } from "./layers/works";

const empty = { type: "FeatureCollection" as const, features: [] };

/** As the server says; not its bounds, which MapLibre would keep when an import reaches beyond them. */
function assetSource(told: TileJson | null): Partial<VectorSourceSpecification> {
  if (!told) return { tiles: [] };
  const { tiles, minzoom, maxzoom } = told;
  return { tiles, minzoom, maxzoom };
}

export function buildStyle(meta: Meta, tiles: TileJson | null): StyleSpecification {
  const basemap = basemapSource(meta);
  return {
    version: 8,
    transition: { duration: 0, delay: 0 },
    sources: {
      ...(basemap ? { basemap } : {}),
      assets: { type: "vector", ...assetSource(tiles) },
      areas: { type: "geojson", data: empty },
      chosen: { type: "geojson", data: empty },
      works: { type: "geojson", data: empty },
      drawn: { type: "geojson", data: empty },
      selected: { type: "geojson", data: empty },
    },
    layers: [
      { id: "ground", type: "background" },
      ...(basemap ? [basemapLayer] : []),
      ...areaLayers(),
      ...assetLayers(tiles?.minzoom ?? 0),
      ...workLayers(),
      ...chosenAreaLayers(),
      ...drawnLayers(),
      ...selectedLayers(),
    ],
  };
}
