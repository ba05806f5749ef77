/** From the card of one asset to the next of the list, or of the street, that it is one of. */
import { computed } from "@preact/signals";
import { choose } from "./asset";
import { street } from "./found";
import { fetchMore, next, rows } from "./listing";
import { choice } from "./store";

const lists = computed(() => [
  { assets: rows.value ?? [], more: next.value !== null },
  { assets: street.data.value?.data.features ?? [], more: false },
]);

/** Where the chosen asset stands among those that it was found with; null for one that was found alone. */
export const standing = computed(() => {
  for (const { assets, more } of lists.value) {
    const at = assets.findIndex(({ id }) => id === choice.sel.value);
    if (at >= 0) return { assets, at, more };
  }
  return null;
});

export const mayStep = (by: 1 | -1): boolean => {
  const now = standing.value;
  return now !== null && (now.assets[now.at + by] !== undefined || (by === 1 && now.more));
};

/** Opens the card of the neighbour, at the end of what was fetched after fetching more; answers whose card that is. */
export async function step(by: 1 | -1): Promise<number | null> {
  const from = choice.sel.peek();
  if (!mayStep(by)) return null;
  const now = standing.peek();
  if (now && now.assets[now.at + by] === undefined) await fetchMore();
  const then = standing.peek();
  const neighbour = then?.assets[then.at + by];
  if (!neighbour || choice.sel.peek() !== from) return null;
  choose(neighbour.id);
  return neighbour.id;
}
