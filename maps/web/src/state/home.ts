/** What the map shows before anybody has moved it. */
import { computed, effect, signal } from "@preact/signals";
import { areasNow, chosenArea, followsZoom, kind, kinds, meta } from "./data";
import { type Bounds, boundsOf, union } from "./screen";
import { choice } from "./store";

const extent = computed(() => union((areasNow.value?.features ?? []).map((area) => boundsOf(area.geometry))));

/** That of the smallest kind, once it was shown: where the zoom chooses the kind, the kind must not choose the zoom. */
const extentOfSmallest = signal<Bounds | null>(null);
effect(() => {
  if (kind.value === kinds.value[0] && extent.value) extentOfSmallest.value = extent.value;
});

/** In the stock view the assets, of one area where the filter asks for it; all areas in the others: their colours and names
 * are what one looks for there. */
export const homeBounds = computed<Bounds | null>(() => {
  const assets = meta.value?.bounds ?? null;
  if (choice.view.value === "stock") {
    const area = choice.area.value === null ? null : chosenArea.data.value;
    return area ? boundsOf(area.geometry) : assets;
  }
  return (followsZoom.value ? extentOfSmallest.value : extent.value) ?? assets;
});
