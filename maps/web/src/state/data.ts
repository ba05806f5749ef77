/** What the server knows and every view needs: the registry itself, its words, its areas. */
import { computed, signal } from "@preact/signals";
import { getJson } from "../api/client";
import type { Area, Areas, AssetGroup, AssetType, Material, Meta, Scenario, TileJson } from "../api/types";
import { resource } from "./resource";
import { choice, dark } from "./store";

interface Registry {
  meta: Meta;
  materials: Material[];
  assetTypes: AssetType[];
  groups: AssetGroup[];
  scenarios: Scenario[];
  assetTiles: TileJson;
}

/** Nothing is asked before the page has read its address. */
export const started = signal(false);

export const registry = resource<Registry>(
  () => (started.value ? "registry" : null),
  async (_, abort) => {
    const [meta, materials, types, scenarios, assetTiles] = await Promise.all([
      getJson<Meta>("/v1/meta", {}, abort),
      getJson<{ materials: Material[] }>("/v1/materials", {}, abort),
      getJson<{ assetTypes: AssetType[]; groups: AssetGroup[] }>("/v1/asset-types", {}, abort),
      getJson<{ scenarios: Scenario[] }>("/v1/scenarios", {}, abort),
      getJson<TileJson>("/tiles/assets.json", {}, abort),
    ]);
    return { meta, materials: materials.materials, ...types, ...scenarios, assetTiles };
  },
);

export const meta = computed(() => registry.data.value?.meta ?? null);
export const materials = computed(() => byCode((registry.data.value?.materials ?? []).map(onGround)));
export const assetTypes = computed(() => byCode((registry.data.value?.assetTypes ?? []).map(onGround)));

/** In the colour of the theme. */
function onGround<T extends { colour: string; colourDark: string }>(thing: T): T {
  return dark.value ? { ...thing, colour: thing.colourDark } : thing;
}

/** The asset type of a number in tiles. */
export function typeOf(number: number): AssetType | undefined {
  return [...assetTypes.value.values()].find((each) => each.number === number);
}

export const assetGroups = computed(() => byCode(registry.data.value?.groups ?? []));

/** Below this zoom there are no tiles of assets. */
export const assetZoom = computed(() => registry.data.value?.assetTiles.minzoom ?? 0);

/** The first is the catalogue as it stands. */
export const scenarios = computed(() => registry.data.value?.scenarios ?? []);

/** From small to large; others come after. */
const KINDS = ["neighbourhood", "district", "municipality"];
const rank = (kind: string) => (KINDS.includes(kind) ? KINDS.indexOf(kind) : KINDS.length);

/** The kinds of area that the registry holds, the smallest first. */
export const kinds = computed(() => [...(meta.value?.kinds ?? [])].sort((a, b) => rank(a) - rank(b)));

export const kind = computed(() => {
  const wanted = choice.kind.value;
  return wanted !== null && kinds.value.includes(wanted) ? wanted : (kinds.value[0] ?? null);
});

export const areas = resource<Areas>(
  () => kind.value,
  (wanted, abort) => getJson<Areas>("/v1/areas", { kind: wanted }, abort),
);

/** The chosen area; one that is not of the kind on the map is asked for by its code. */
export const chosenArea = resource<Area | null>(
  () => choice.area.value,
  async (code, abort) =>
    areas.data.peek()?.features.find((area) => area.properties.code === code) ??
    (await getJson<Area>(`/v1/areas/${encodeURIComponent(code)}`, {}, abort)),
);

function byCode<T extends { code: string }>(things: readonly T[]): Map<string, T> {
  return new Map(things.map((thing) => [thing.code, thing]));
}
