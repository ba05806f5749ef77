/** What the reader has chosen. Everything that a link restores is a signal here, and nothing else is. */
import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Lang } from "../i18n/format";
import { DEFAULTS, type UrlState } from "./url";

type Choices = { readonly [K in keyof UrlState]: Signal<UrlState[K]> };

export const choice: Choices = {
  view: signal(DEFAULTS.view),
  camera: signal(DEFAULTS.camera),
  from: signal(DEFAULTS.from),
  to: signal(DEFAULTS.to),
  area: signal(DEFAULTS.area),
  found: signal(DEFAULTS.found),
  name: signal(DEFAULTS.name),
  drawn: signal(DEFAULTS.drawn),
  kind: signal(DEFAULTS.kind),
  unit: signal(DEFAULTS.unit),
  stack: signal(DEFAULTS.stack),
  owners: signal(DEFAULTS.owners),
  types: signal(DEFAULTS.types),
  material: signal(DEFAULTS.material),
  route: signal(DEFAULTS.route),
  hazard: signal(DEFAULTS.hazard),
  scenario: signal(DEFAULTS.scenario),
  compare: signal(DEFAULTS.compare),
  show: signal(DEFAULTS.show),
  sort: signal(DEFAULTS.sort),
  colour: signal(DEFAULTS.colour),
  hide: signal(DEFAULTS.hide),
  sel: signal(DEFAULTS.sel),
  work: signal(DEFAULTS.work),
  lang: signal(DEFAULTS.lang),
  theme: signal(DEFAULTS.theme),
};

const NAMES = Object.keys(choice) as (keyof UrlState)[];

export function snapshot(): UrlState {
  return Object.fromEntries(NAMES.map((name) => [name, choice[name].value])) as unknown as UrlState;
}

export function restore(state: UrlState): void {
  batch(() => {
    for (const name of NAMES) (choice[name] as Signal<unknown>).value = state[name];
  });
}

/** The browser's own wishes, set once at the start and when the system changes. */
export const systemDark = signal(false);
export const browserLang = signal<Lang>("nl");

export const lang: ReadonlySignal<Lang> = computed(() => choice.lang.value ?? browserLang.value);
export const dark = computed(() => (choice.theme.value ?? (systemDark.value ? "dark" : "light")) === "dark");

/** One line above the map, clear of the controls below it. */
export const notice = signal<Notice | null>(null);

/** What people are told; `passing` goes by itself, the rest stays until it is closed: some read slowly. */
export interface Notice {
  text: string;
  passing: boolean;
}

/** Under the pointer, on the map or in a list. */
export const hoveredArea = signal<string | null>(null);
export const hoveredAsset = signal<number | null>(null);
