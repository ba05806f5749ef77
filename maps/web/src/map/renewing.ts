/** Tiles follow the data: after a change they are asked for by its version, and the map stays where it is. */
import { effect } from "@preact/signals";
import type { Map as MapLibre, VectorTileSource } from "maplibre-gl";
import { registry } from "../state/data";
import { away } from "../state/screen";

const TILED = ["assets", "cells"];

/** Tiles that did not come are asked for when the server is back. */
export function mendTiles(map: MapLibre): () => void {
  let lost = false;
  return effect(() => {
    const back = lost && !away.value;
    lost = away.value;
    if (back) for (const source of TILED) if (map.getSource(source)) map.refreshTiles(source);
  });
}

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
