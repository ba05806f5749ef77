/** Tiles follow the data: after a change they are asked for by its version, and the map stays where it is. */
import type { Map as MapLibre, VectorTileSource } from "maplibre-gl";
import type { TileJson } from "../api/types";

export function renewTiles(map: MapLibre, told: TileJson | null): void {
  const source = map.getSource<VectorTileSource>("assets");
  if (!source || !told || told.tiles.join() === source.tiles.join()) return;
  source.setTiles(told.tiles);
}
