/** Tiles follow the data: after a change their addresses are asked for again, and the map stays where it is. */
import type { Map as MapLibre, VectorTileSource } from "maplibre-gl";
import type { Meta } from "../api/types";

const shown = new WeakMap<MapLibre, string>();

export function renewTiles(map: MapLibre, meta: Meta | null): void {
  if (!meta) return;
  const former = shown.get(map);
  shown.set(map, meta.dataVersion);
  if (former === undefined || former === meta.dataVersion) return;
  map.getSource<VectorTileSource>("assets")?.setUrl(`/tiles/assets.json?v=${meta.dataVersion}`);
}
