/** What of the stock is on the map: the filter in the numbers of the tiles. */
import { computed } from "@preact/signals";
import type { Geometry } from "geojson";
import { assetTypes, chosenArea, materials, meta } from "./data";
import { choice } from "./store";

export const shownAssets = computed(() => {
  const numbers = (codes: readonly string[], number: (code: string) => number | undefined) =>
    // A code that nobody knows hides all, as it does in lists.
    codes.map((code) => number(code) ?? -1);
  const material = choice.material.value;
  return {
    owners: numbers(choice.owners.value, (code) => meta.value?.owners.find((each) => each.code === code)?.id),
    types: numbers(choice.types.value, (code) => assetTypes.value.get(code)?.number),
    material: material === null ? null : (materials.value.get(material)?.number ?? -1),
    suspect: choice.hazard.value !== null,
    within: choice.area.value === null ? null : ((chosenArea.data.value?.geometry as Geometry) ?? null),
  };
});
