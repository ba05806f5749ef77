/** One style for all views and both themes; it is never replaced, only repainted. */
import type { StyleSpecification } from "maplibre-gl";
import type { Meta } from "../api/types";
import { basemapLayer, basemapSource } from "./basemap";
import { areaLayers, chosenAreaLayers } from "./layers/areas";
import { assetLayers } from "./layers/assets";
import { selectedLayers } from "./layers/selected";
import { workLayers } from "./layers/works";

const empty = { type: "FeatureCollection" as const, features: [] };

export function buildStyle(meta: Meta): StyleSpecification {
  const basemap = basemapSource(meta);
  return {
    version: 8,
    transition: { duration: 0, delay: 0 },
    sources: {
      ...(basemap ? { basemap } : {}),
      assets: { type: "vector", url: "/tiles/assets.json" },
      areas: { type: "geojson", data: empty },
      works: { type: "geojson", data: empty },
      selected: { type: "geojson", data: empty },
    },
    layers: [
      { id: "ground", type: "background" },
      ...(basemap ? [basemapLayer] : []),
      ...areaLayers(),
      ...assetLayers(),
      ...workLayers(),
      ...chosenAreaLayers(),
      ...selectedLayers(),
    ],
  };
}
