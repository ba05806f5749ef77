/** The stock from further away than single assets are shown: squares, by the number of assets in them. */
import { computed } from "@preact/signals";
import { getJson } from "../api/client";
import type { CellTileJson } from "../api/types";
import { round } from "../chart/breaks";
import { assetZoom, meta } from "./data";
import { resource } from "./resource";
import { mapZoom } from "./screen";
import { choice } from "./store";

/** Whether there are assets, too small to be shown themselves. */
export const afar = computed(
  () =>
    choice.view.value === "stock" &&
    (meta.value?.assets ?? 0) > 0 &&
    (mapZoom.value ?? assetZoom.value) < assetZoom.value,
);

/** Asked for when it is needed, and again when the data have changed. */
export const cellTiles = resource<CellTileJson>(
  () => (afar.value ? "cells" : null),
  (_, abort) => getJson<CellTileJson>("/tiles/cells.json", {}, abort),
);

/** Assets in a square of 250 m at which one class ends and the next begins. */
const LIMITS = [5, 15, 40, 100, 250];
const SMALLEST_M = 250;
/** Larger squares hold more ground that nothing stands on: their limits grow less than their ground. */
const GROWTH = 1.5;

/** The limits of the classes for squares of this side. */
export function squareLimits(sizeM: number): number[] {
  return LIMITS.map((limit) => round(limit * (sizeM / SMALLEST_M) ** GROWTH));
}

/** The side of the squares at a zoom. Tiles are those of the whole zoom below. */
export function squareSize(told: CellTileJson, zoom: number): number {
  const zooms = Object.keys(told.squareSizeM).map(Number);
  const at = Math.max(...zooms.filter((each) => each <= zoom), Math.min(...zooms));
  return told.squareSizeM[at] ?? SMALLEST_M;
}

/** The squares that are on the map now: their side and the limits of their classes. */
export const squares = computed(() => {
  const told = cellTiles.data.value;
  if (!told || !afar.value) return null;
  const sizeM = squareSize(told, mapZoom.value ?? told.minzoom);
  return { sizeM, limits: squareLimits(sizeM) };
});
