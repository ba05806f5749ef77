/** The address bar's grammar: one table of parameters. Pure; `history.ts` ties it to the browser. */
import { formatShape, parseShape, type Shape } from "./shape";

export type View = "stock" | "supply" | "offers" | "imports";
export const VIEWS: readonly View[] = ["stock", "supply", "offers", "imports"];

export const ROUTES = ["reuse", "recycle", "recover", "landfill"] as const;
export type Route = (typeof ROUTES)[number];

export interface Camera {
  zoom: number;
  lat: number;
  lon: number;
}

export interface UrlState {
  view: View;
  camera: Camera | null;
  from: number | null;
  to: number | null;
  area: string | null;
  /** An area of the stock that was searched for: looked at, while the rest stays in sight. */
  found: string | null;
  /** The name of a street, or of things that share it. */
  name: string | null;
  /** A shape that takes the place of an area. */
  drawn: Shape | null;
  kind: string | null;
  unit: "density" | "mass";
  /** What the chart of the years stacks. */
  stack: "material" | "route";
  /** Of what alone: owners, asset types, a material, a route, what is suspected of a hazard. */
  owners: readonly string[];
  types: readonly string[];
  material: string | null;
  route: Route | null;
  hazard: "suspect" | null;
  scenario: string | null;
  /** What the supply is compared with: `area:CODE` or `scenario:NAME`. */
  compare: string | null;
  /** What lies open over the view. */
  show: "why" | "list" | null;
  /** What the list of assets is sorted by; `-` before it: from high to low. */
  sort: string | null;
  colour: "type" | "material" | "built" | "end" | "condition";
  hide: readonly string[];
  sel: number | null;
  /** A planned work, in the view of offers. */
  work: number | null;
  lang: "nl" | "en" | null;
  theme: "light" | "dark" | null;
}

export const DEFAULTS: UrlState = {
  view: "stock",
  camera: null,
  from: null,
  to: null,
  area: null,
  found: null,
  name: null,
  drawn: null,
  kind: null,
  unit: "density",
  stack: "material",
  owners: [],
  types: [],
  material: null,
  route: null,
  hazard: null,
  scenario: null,
  compare: null,
  show: null,
  sort: null,
  colour: "type",
  hide: [],
  sel: null,
  work: null,
  lang: null,
  theme: null,
};

interface Param<K extends keyof UrlState> {
  /** The key in the query. */
  key: string;
  /** `undefined`: not a value of this parameter. Never throws. */
  parse(text: string): UrlState[K] | undefined;
  format(value: NonNullable<UrlState[K]>): string;
}

const year = integer(1900, 2300);
const code = text(/^[\p{L}\p{N}_.:-]{1,64}$/u);

export const PARAMS: { [K in Exclude<keyof UrlState, "view">]: Param<K> } = {
  camera: { key: "view", parse: parseCamera, format: formatCamera },
  from: { key: "from", parse: year, format: String },
  to: { key: "to", parse: year, format: String },
  area: { key: "area", parse: code, format: String },
  found: { key: "found", parse: code, format: String },
  name: { key: "name", parse: text(/^.{1,200}$/u), format: String },
  drawn: { key: "drawn", parse: parseShape, format: formatShape },
  kind: { key: "kind", parse: code, format: String },
  unit: { key: "unit", parse: oneOf("density", "mass"), format: String },
  stack: { key: "stack", parse: oneOf("material", "route"), format: String },
  owners: { key: "owner", parse: parseCodes, format: (codes) => codes.join(",") },
  types: { key: "type", parse: parseCodes, format: (codes) => codes.join(",") },
  material: { key: "material", parse: code, format: String },
  route: { key: "route", parse: oneOf(...ROUTES), format: String },
  hazard: { key: "hazard", parse: oneOf("suspect"), format: String },
  scenario: { key: "scenario", parse: code, format: String },
  compare: { key: "compare", parse: text(/^(area|scenario):[\p{L}\p{N}_.:-]{1,64}$/u), format: String },
  show: { key: "show", parse: oneOf("why", "list"), format: String },
  sort: {
    key: "sort",
    parse: text(/^-?(assetType|name|builtFrom|condition|endYear|kg|owner)$/),
    format: String,
  },
  colour: { key: "colour", parse: oneOf("type", "material", "built", "end", "condition"), format: String },
  hide: { key: "hide", parse: parseCodes, format: (codes) => codes.join(",") },
  sel: { key: "sel", parse: integer(1, Number.MAX_SAFE_INTEGER), format: String },
  work: { key: "work", parse: integer(1, Number.MAX_SAFE_INTEGER), format: String },
  lang: { key: "lang", parse: oneOf("nl", "en"), format: String },
  theme: { key: "theme", parse: oneOf("light", "dark"), format: String },
};

export type ParamName = keyof typeof PARAMS;
export const PARAM_NAMES = Object.keys(PARAMS) as ParamName[];

/** Former keys that links in old mails still have, and what they are called now. */
const ALIASES: Record<string, string> = { color: "colour", language: "lang" };

export interface Parsed {
  state: UrlState;
  /** Parameters whose value was not understood; their default holds. */
  bad: string[];
  /** The last year came before the first: they have changed places. */
  turned: boolean;
  /** What is not ours stays in the address. */
  unknown: [string, string][];
}

export function parseUrl(path: string, search: string): Parsed {
  const state: UrlState = { ...DEFAULTS };
  const bad: string[] = [];
  const unknown: [string, string][] = [];
  const first = path.split("/").find((part) => part !== "");
  const view = VIEWS.find((name) => name === first);
  if (view) state.view = view;
  else if (first && first !== "index.html") bad.push(path);
  for (const [given, value] of new URLSearchParams(search)) {
    const key = ALIASES[given] ?? given;
    const name = PARAM_NAMES.find((candidate) => PARAMS[candidate].key === key);
    if (!name) unknown.push([given, value]);
    else if (!assign(state, name, value)) bad.push(`${given}=${value}`);
  }
  const turned = state.from !== null && state.to !== null && state.from > state.to;
  if (turned) [state.from, state.to] = [state.to, state.from];
  if (state.area !== null && state.drawn !== null) {
    bad.push(`area=${state.area}`);
    state.area = null;
  }
  return { state, bad, turned, unknown };
}

function assign<K extends ParamName>(state: UrlState, name: K, value: string): boolean {
  const parsed = (PARAMS[name] as unknown as Param<K>).parse(value);
  if (parsed === undefined) return false;
  state[name] = parsed as UrlState[K];
  return true;
}

/** The text of one parameter, or null for its default. */
export function formatParam(state: UrlState, name: ParamName): string | null {
  const value = state[name];
  if (value === null || value === DEFAULTS[name]) return null;
  if (Array.isArray(value) && value.length === 0) return null;
  return (PARAMS[name].format as (value: unknown) => string)(value);
}

export function formatUrl(state: UrlState, unknown: [string, string][] = []): string {
  const pairs: [string, string][] = [...unknown];
  for (const name of PARAM_NAMES) {
    const text = formatParam(state, name);
    if (text !== null) pairs.push([PARAMS[name].key, text]);
  }
  pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const search = pairs.map(([key, value]) => `${encodeURIComponent(key)}=${readable(value)}`).join("&");
  return `/${state.view}${search ? `?${search}` : ""}`;
}

/** Slashes and commas are harmless in a query and far easier to read. */
function readable(value: string): string {
  return encodeURIComponent(value).replaceAll("%2F", "/").replaceAll("%2C", ",").replaceAll("%3A", ":");
}

function integer(low: number, high: number) {
  return (value: string): number | undefined => {
    const parsed = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    return parsed >= low && parsed <= high ? parsed : undefined;
  };
}

function text(pattern: RegExp) {
  return (value: string): string | undefined => (pattern.test(value) ? value : undefined);
}

function oneOf<T extends string>(...values: T[]) {
  return (value: string): T | undefined => values.find((candidate) => candidate === value);
}

function parseCodes(value: string): readonly string[] | undefined {
  const codes = value.split(",");
  return codes.every((each) => code(each) !== undefined) ? [...new Set(codes)].sort() : undefined;
}

function parseCamera(value: string): Camera | undefined {
  const parts = value.split("/").map(Number);
  const [zoom, lat, lon] = parts;
  if (parts.length !== 3 || zoom === undefined || lat === undefined || lon === undefined) return undefined;
  const inside = zoom >= 0 && zoom <= 24 && Math.abs(lat) <= 85 && Math.abs(lon) <= 180;
  return inside ? { zoom, lat, lon } : undefined;
}

/** As many decimals as a pixel needs at this zoom. */
function formatCamera({ zoom, lat, lon }: Camera): string {
  const digits = zoom < 10 ? 3 : zoom < 15 ? 4 : 5;
  return `${trim(zoom, 2)}/${trim(lat, digits)}/${trim(lon, digits)}`;
}

function trim(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}
