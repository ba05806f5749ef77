/** How much stands: the whole registry, or what the filter leaves of it. */
import { computed } from "@preact/signals";
import { address, getJson } from "../api/client";
import { meta } from "./data";
import { only } from "./only";
import { resource } from "./resource";
import { choice } from "./store";

interface Stock {
  assets: number;
  kg: number;
}

/** The filter as lists and counts of assets take it: what stands has no route yet. */
export const part = computed(() => {
  const { route: _, ...narrowed } = only.value;
  return { areaCode: choice.area.value, ...narrowed };
});

const isPart = computed(() => Object.values(part.value).some((each) => each !== null));

export const counted = resource<Stock>(
  () => (isPart.value && choice.view.value === "stock" ? address("/v1/stock", part.value) : null),
  (key, abort) => getJson<Stock>(key, {}, abort),
);

export const stock = computed<Stock | null>(() => {
  const known = meta.value;
  if (isPart.value) return counted.data.value;
  return known && { assets: known.assets, kg: known.stockKg };
});
