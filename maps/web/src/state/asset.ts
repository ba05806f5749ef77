/** The chosen asset: its card, and what else lies at the same place. */
import { signal } from "@preact/signals";
import { getJson } from "../api/client";
import type { Asset } from "../api/types";
import { resource } from "./resource";
import { choice } from "./store";

export const asset = resource<Asset>(
  () => (choice.sel.value === null ? null : String(choice.sel.value)),
  (id, abort) => getJson<Asset>(`/v1/assets/${id}`, {}, abort),
);

export interface Picked {
  id: number;
  /** The number of its asset type, as in the tiles. */
  type: number;
}

/** All assets under the last click, the topmost first. */
export const stack = signal<readonly Picked[]>([]);

/** The card of an asset that is alone, not under a click. */
export function choose(id: number): void {
  stack.value = [];
  choice.sel.value = id;
}
