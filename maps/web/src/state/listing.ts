/** The list of assets: which, in what order, how many of them. */
import { computed, signal } from "@preact/signals";
import { address, getPage } from "../api/client";
import type { AssetRows } from "../api/types";
import { lastEnd } from "./legend";
import { resource } from "./resource";
import { isFormer, listedBounds, mapStatus } from "./screen";
import { part } from "./stock";
import { choice, lang } from "./store";

export const SORTS = ["assetType", "name", "builtFrom", "condition", "endYear", "kg", "owner"] as const;
export type SortKey = (typeof SORTS)[number];
const PAGE = 100;

type Row = AssetRows["features"][number];

/** In the panel; as a table it is `show=list` in the address. */
export const listOpen = signal(false);

/** What it is called: of the map, of the map before a closer look at one asset, or of everything. */
export const listTitle = computed(() => {
  if (mapStatus.value !== "ready") return "list.all";
  return isFormer.value ? "list.former" : "list.title";
});

/** What the list and its files are of. The box is cut to five decimals (a metre), so equal views are equal questions. */
export const filter = computed<Record<string, string | null>>(() => {
  const box = mapStatus.value === "ready" ? listedBounds.value : null;
  return {
    bbox: box?.map((degree) => degree.toFixed(5)).join(",") ?? null,
    endOfLifeBefore: lastEnd.value === null ? null : String(lastEnd.value + 1),
    ...part.value,
  };
});

export const listed = resource<{ data: AssetRows; next: string | null }>(
  () => {
    const shown = listOpen.value || choice.sort.value !== null || choice.show.value === "list";
    if (!shown || choice.view.value !== "stock" || mapStatus.value === "loading") return null;
    const language = choice.sort.value?.endsWith("assetType") ? lang.value : null;
    return address("/v1/assets", { ...filter.value, sort: choice.sort.value, language, limit: PAGE });
  },
  (key, abort) => getPage<AssetRows>(key, {}, abort),
);

/** The pages after the first, as long as the question is the same. */
const more = signal<{ key: string | null; rows: Row[]; next: string | null } | null>(null);
const fetching = signal(false);

const further = computed(() => (more.value?.key === listed.key.value ? more.value : null));
export const rows = computed<Row[] | null>(() => {
  const first = listed.data.value;
  return first && [...first.data.features, ...(further.value?.rows ?? [])];
});
export const next = computed(() => (further.value ? further.value.next : (listed.data.value?.next ?? null)));

/** While another order or filter is awaited, the next page would be one of the former. */
export const mayFetch = computed(() => next.value !== null && !fetching.value && !listed.loading.value);

export async function fetchMore(): Promise<void> {
  const key = listed.key.value;
  if (next.value === null || !mayFetch.value) return;
  fetching.value = true;
  try {
    const page = await getPage<AssetRows>(next.value);
    if (listed.key.value !== key) return;
    more.value = { key, rows: [...(further.value?.rows ?? []), ...page.data.features], next: page.next };
  } catch {
    listed.retry();
  } finally {
    fetching.value = false;
  }
}

/** The key that is sorted by, and whether from high to low. */
export const sorting = computed<{ key: SortKey | null; down: boolean }>(() => {
  const sort = choice.sort.value;
  return {
    key: SORTS.find((each) => each === sort?.replace("-", "")) ?? null,
    down: sort?.startsWith("-") ?? false,
  };
});

export function sortBy(key: SortKey | null, down = false): void {
  choice.sort.value = key === null ? null : `${down ? "-" : ""}${key}`;
}

/** The address of all that is listed, as a file. */
export function fileOf(format: string): string {
  return address("/v1/assets/file", { ...filter.value, format, language: lang.value });
}
