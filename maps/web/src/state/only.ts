/** Of what alone the views tell: the same choices in each, as far as it knows of them. */
import { computed } from "@preact/signals";
import { choice } from "./store";
import type { View } from "./url";

export type OnlyName = "area" | "owners" | "types" | "material" | "route" | "hazard" | "years";

/** In Supply the place is the heading's and the years are the chart's; what is offered has no asset type, and is never suspect. */
const KNOWN: Record<View, readonly OnlyName[]> = {
  stock: ["area", "owners", "types", "material", "hazard"],
  supply: ["owners", "types", "material", "route", "hazard"],
  offers: ["years", "owners", "material", "route"],
  imports: [],
};

export const knownHere = computed(() => KNOWN[choice.view.value]);

const listed = (codes: readonly string[]) => (codes.length > 0 ? codes.join(",") : null);

/** What narrows a question about supply, as the server names it. */
export interface OnlyQuery {
  owner: string | null;
  assetType: string | null;
  material: string | null;
  route: string | null;
  hazard: string | null;
}

export const only = computed<OnlyQuery>(() => ({
  owner: listed(choice.owners.value),
  assetType: listed(choice.types.value),
  material: choice.material.value,
  route: choice.route.value,
  hazard: choice.hazard.value,
}));

/** Whether anything but the place narrows what the stock is. */
export const isNarrowed = computed(() =>
  Object.values({ ...only.value, route: null }).some((each) => each !== null),
);
