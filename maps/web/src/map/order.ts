/** What lies under one pixel, in the order in which people mean it. */
import type { Picked } from "../state/asset";
import { ASSET_LAYERS } from "./layers/assets";

/** The part of a rendered feature that counts. */
interface Found {
  id?: string | number;
  layer: { id: string };
  properties: Record<string, unknown>;
}

/** Points before lines before polygons, each asset once although tiles may hold parts of it. */
export function ordered(features: readonly Found[]): Picked[] {
  const found = new Map<number, Picked & { rank: number }>();
  for (const feature of features) {
    const id = Number(feature.id);
    const rank = (ASSET_LAYERS as readonly string[]).indexOf(feature.layer.id);
    if (!found.has(id)) found.set(id, { id, type: Number(feature.properties.t), rank });
  }
  return [...found.values()].sort((a, b) => a.rank - b.rank).map(({ id, type }) => ({ id, type }));
}
