/** What the map shows before anybody has moved it. */
import { computed } from "@preact/signals";
import { areas, meta } from "./data";
import { type Bounds, boundsOf, union } from "./screen";
import { choice } from "./store";

/** All assets in the stock view, all areas in the others: their colours and names are what one looks for there. */
export const homeBounds = computed<Bounds | null>(() => {
  const assets = meta.value?.bounds ?? null;
  if (choice.view.value === "stock") return assets;
  return union((areas.data.value?.features ?? []).map((area) => boundsOf(area.geometry))) ?? assets;
});
