/** How many assets of each legend class the map shows. */
import type { Map as MapLibre } from "maplibre-gl";
import { belongs, type LegendClass } from "../state/legend";
import { ASSET_LAYERS } from "./layers/assets";

/** Counted by id, so an asset that lies in two tiles counts once. */
export function countInView(map: MapLibre, classes: readonly LegendClass[]): Map<string, number> {
  const seen = new Set<unknown>();
  const byValue = new Map<number | undefined, number>();
  const property = classes[0]?.property ?? "t";
  for (const feature of map.queryRenderedFeatures({ layers: [...ASSET_LAYERS] })) {
    if (seen.has(feature.id)) continue;
    seen.add(feature.id);
    const value = feature.properties[property] as number | undefined;
    byValue.set(value, (byValue.get(value) ?? 0) + 1);
  }
  const counts = new Map<string, number>();
  for (const each of classes) {
    let count = 0;
    for (const [value, found] of byValue) if (belongs(each, value)) count += found;
    if (count > 0) counts.set(each.code, count);
  }
  return counts;
}
