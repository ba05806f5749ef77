/** Tiles follow the data: after a change they are asked for by its version, and the map stays where it is. */
import { effect } from "@preact/signals";
import type { ErrorEvent, Map as MapLibre, VectorTileSource } from "maplibre-gl";
import { registry } from "../state/data";
import { away } from "../state/screen";

type Place = { x: number; y: number; z: number };
type OfTile = { sourceId?: string; tile?: { tileID: { canonical: Place } } };

/** Tiles that did not come are asked for, each by its place, when the server is back: MapLibre asks again only for others. */
export function mendTiles(map: MapLibre): () => void {
  const lost = new Map<string, Place[]>();
  const note = (error: ErrorEvent & OfTile) => {
    const { sourceId, tile } = error;
    if (sourceId && tile) lost.set(sourceId, [...(lost.get(sourceId) ?? []), tile.tileID.canonical]);
  };
  map.on("error", note);
  const stop = effect(() => {
    if (away.value) return;
    for (const [source, places] of lost) if (map.getSource(source)) map.refreshTiles(source, places);
    lost.clear();
  });
  return () => {
    map.off("error", note);
    stop();
  };
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
