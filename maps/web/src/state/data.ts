/** What the server knows and every view needs: the registry itself, its words, its areas. */
import { computed, signal } from "@preact/signals";
import { getJson } from "../api/client";
import type {
  Area,
  Areas,
  AssetGroup,
  AssetType,
  Material,
  Meta,
  Naming,
  RouteLook,
  Scenario,
  TileJson,
} from "../api/types";
import { named } from "../i18n";
import {
  isSquares,
  kindAt,
  metresPerPixel,
  metresPerPixelOf,
  nested,
  SQUARE_HA,
  smallestFirst,
  squaresIn,
} from "./kinds";
import { resource } from "./resource";
import { mapZoom } from "./screen";
import { choice, dark } from "./store";

interface Registry {
  meta: Meta;
  materials: Material[];
  routes: RouteLook[];
  assetTypes: AssetType[];
  groups: AssetGroup[];
  layers: Naming[];
  lifetimes: Naming[];
  scenarios: Scenario[];
  assetTiles: TileJson;
}

/** Nothing is asked before the page has read its address. */
export const started = signal(false);

export const registry = resource<Registry>(
  () => (started.value ? "registry" : null),
  async (_, abort) => {
    const [meta, made, types, scenarios, assetTiles] = await Promise.all([
      getJson<Meta>("/v1/meta", {}, abort),
      getJson<Pick<Registry, "materials" | "routes">>("/v1/materials", {}, abort),
      getJson<Pick<Registry, "assetTypes" | "groups" | "layers" | "lifetimes">>("/v1/asset-types", {}, abort),
      getJson<{ scenarios: Scenario[] }>("/v1/scenarios", {}, abort),
      getJson<TileJson>("/tiles/assets.json", {}, abort),
    ]);
    return { meta, ...made, ...types, ...scenarios, assetTiles };
  },
);

export const meta = computed(() => registry.data.value?.meta ?? null);
export const materials = computed(() => byCode((registry.data.value?.materials ?? []).map(onGround)));
/** From the best use to the worst. */
export const routes = computed(() => byCode((registry.data.value?.routes ?? []).map(onGround)));
export const assetTypes = computed(() => byCode((registry.data.value?.assetTypes ?? []).map(onGround)));

/** In the colour of the theme. */
function onGround<T extends { colour: string; colourDark: string }>(thing: T): T {
  return dark.value ? { ...thing, colour: thing.colourDark } : thing;
}

/** The asset type of a number in tiles. */
export function typeOf(number: number): AssetType | undefined {
  return [...assetTypes.value.values()].find((each) => each.number === number);
}

const layers = computed(() => byCode(registry.data.value?.layers ?? []));
const lifetimes = computed(() => byCode(registry.data.value?.lifetimes ?? []));

export const routeName = (code: string) => nameIn(routes.value, code);
/** What a layer is called; one that the catalogue does not have is shown readably. */
export const layerName = (code: string) => nameIn(layers.value, code);
export const lifeName = (code: string) => nameIn(lifetimes.value, code);

export function nameIn(things: ReadonlyMap<string, Naming>, code: string): string {
  const known = things.get(code);
  return known ? named(known) : code.replaceAll("_", " ");
}

export const assetGroups = computed(() => byCode(registry.data.value?.groups ?? []));

/** Below this zoom there are no tiles of assets. */
export const assetZoom = computed(() => registry.data.value?.assetTiles.minzoom ?? 0);

/** The first is the catalogue as it stands. */
export const scenarios = computed(() => registry.data.value?.scenarios ?? []);

/** The kinds of area that the registry holds, the smallest first. */
export const kinds = computed(() => smallestFirst(meta.value?.kinds ?? []));

/** Follows the zoom alone: the latitude is that of the registry, so that panning changes nothing. */
const perPixel = computed(() => {
  const zoom = mapZoom.value ?? choice.camera.value?.zoom ?? null;
  const bounds = meta.value?.bounds;
  return zoom === null || !bounds ? null : metresPerPixel(zoom, (bounds[1] + bounds[3]) / 2);
});

/** Where the assets lie of a registry that holds no areas: in the supply, squares stand in for them. */
const bare = computed(() => (kinds.value.length === 0 ? (meta.value?.bounds ?? null) : null));
export const withoutAreas = computed(() => bare.value !== null);

/** The kinds that the zoom chooses among, the smallest first. */
export const kindsByZoom = computed(() => (bare.value ? squaresIn(bare.value) : nested(kinds.value)));

/** The kind that the zoom chooses; at the limit between two it depends on which was there before. */
export const kindByZoom = computed<string | null>(() => {
  const [smallest = null] = kinds.value;
  const metres = perPixel.value ?? (bare.value && metresPerPixelOf(bare.value));
  const known = kindsByZoom.value;
  if (metres === null || known.length === 0) kindBefore = smallest;
  else kindBefore = kindAt(known, { ...SQUARE_HA, ...meta.value?.kindHa }, metres, kindBefore);
  return kindBefore;
});
let kindBefore: string | null = null;

/** Whether the kind on the map is for the zoom to choose. Elsewhere than in the supply it is one for all zooms. */
export const followsZoom = computed(
  () => choice.view.value === "supply" && !isKnown(choice.kind.value) && kindsByZoom.value.length > 1,
);

const isKnown = (wanted: string | null): wanted is string =>
  wanted !== null && (kinds.value.includes(wanted) || (choice.view.value === "supply" && isSquares(wanted)));

/** The kind of area on the map. */
export const kind = computed(() => {
  const wanted = choice.kind.value;
  if (isKnown(wanted)) return wanted;
  return choice.view.value === "supply" ? kindByZoom.value : (kinds.value[0] ?? null);
});

export const areas = resource<Areas>(
  () => kind.value,
  (wanted, abort) => getJson<Areas>("/v1/areas", { kind: wanted }, abort),
);

/** The areas, once they are of the kind that is wanted now. */
export const areasNow = computed(() => (areas.key.value === kind.value ? areas.data.value : null));

/** The area of a code; one that is not of the kind on the map is asked for. */
export const areaOf = (code: () => string | null) =>
  resource<Area | null>(
    code,
    async (code, abort) =>
      areas.data.peek()?.features.find((area) => area.properties.code === code) ??
      (await getJson<Area>(`/v1/areas/${encodeURIComponent(code)}`, {}, abort)),
  );

export const chosenArea = areaOf(() => choice.area.value);

function byCode<T extends { code: string }>(things: readonly T[]): Map<string, T> {
  return new Map(things.map((thing) => [thing.code, thing]));
}
