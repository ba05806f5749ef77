/** Tiles follow the data: after a change they are asked for by its version, and the map stays where it is. */
import { effect } from "@preact/signals";
import type { Map as MapLibre, VectorTileSource } from "maplibre-gl";
import { registry } from "../state/data";

/** From the tiles that the style was built with; a source tells its own only when it has loaded. */
export function followTiles(map: MapLibre): () => void {
  let shown = registry.data.peek()?.assetTiles.tiles.join();
  return effect(() => {
    const told = registry.data.value?.assetTiles.tiles;
    if (!told || told.join() === shown) return;
    shown = told.join();
    map.getSource<VectorTileSource>("assets")?.setTiles(told);
  });
}
