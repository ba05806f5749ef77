/** Squares shaded by how many assets they hold, where assets themselves would be dust. */
import type { ExpressionSpecification, Map as MapLibre, VectorTileSource } from "maplibre-gl";
import type { CellTileJson } from "../../api/types";
import { SHADES } from "../../chart/breaks";
import { squareLimits } from "../../state/afar";
import { type Bounds, boundsOf } from "../../state/screen";
import type { Colour } from "../colours";

export const CELL_LAYER = "cell-fill";
const SOURCE = "cells";
const BELOW = "asset-polygon";

/** Made when the squares are first looked at; then led to the tiles of the newest data. */
export function showCells(map: MapLibre, told: CellTileJson | null, colour: Colour, below: number): void {
  if (!told) return;
  const { tiles, minzoom, maxzoom } = told;
  const held = map.getSource<VectorTileSource>(SOURCE);
  if (!held) {
    map.addSource(SOURCE, { type: "vector", tiles, minzoom, maxzoom });
    map.addLayer(
      {
        id: CELL_LAYER,
        type: "fill",
        source: SOURCE,
        "source-layer": "cell",
        maxzoom: below,
        paint: { "fill-opacity": 0.85 },
      },
      BELOW,
    );
  } else if (held.tiles.join() !== tiles.join()) held.setTiles(tiles);
  paintCells(map, told, colour);
}

export function paintCells(map: MapLibre, told: CellTileJson | null, colour: Colour): void {
  if (!told || !map.getLayer(CELL_LAYER)) return;
  map.setPaintProperty(CELL_LAYER, "fill-color", shadesByZoom(told, colour));
  map.setPaintProperty(CELL_LAYER, "fill-outline-color", colour("--map-border"));
}

/** Of the squares in sight, the box of the one that holds most. */
export function fullestSquare(map: MapLibre): Bounds | null {
  if (!map.getLayer(CELL_LAYER)) return null;
  const seen = map.queryRenderedFeatures({ layers: [CELL_LAYER] });
  const [first, ...others] = seen.map(({ properties, geometry }) => ({ n: Number(properties.n), geometry }));
  if (!first) return null;
  return boundsOf(others.reduce((most, each) => (each.n > most.n ? each : most), first).geometry);
}

/** The shades of the legend; each size of squares has its own limits. */
export function shadesByZoom(told: CellTileJson, colour: Colour): ExpressionSpecification {
  const shades = (sizeM: number) => [
    "step",
    ["get", "n"],
    colour("--map-ramp-0"),
    ...squareLimits(sizeM).flatMap((limit, i) => [
      limit,
      colour(`--map-ramp-${Math.min(i + 1, SHADES - 1)}`),
    ]),
  ];
  const [first, ...others] = Object.entries(told.squareSizeM).sort(([a], [b]) => Number(a) - Number(b));
  return [
    "step",
    ["zoom"],
    shades(first?.[1] ?? 0),
    ...others.flatMap(([zoom, sizeM]) => [Number(zoom), shades(sizeM)]),
  ] as unknown as ExpressionSpecification;
}
