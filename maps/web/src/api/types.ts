/** What the server answers, as far as this explorer reads it. */
import type { Feature, Geometry } from "geojson";

export interface Meta {
  version: string;
  dataVersion: string;
  asOf: string;
  basemapUrl: string | null;
  attribution: string | null;
  bounds: [number, number, number, number] | null;
  assets: number;
  stockKg: number;
  kinds: string[];
  /** The median size of the areas of each kind. */
  kindHa: Record<string, number>;
  owners: { id: number; code: string; name: string }[];
  firstYear: number;
  lastYear: number;
}

/** What the server says of a source of tiles: SQL and style follow the same file, `store/tiles.toml`. */
export interface TileJson {
  tiles: string[];
  minzoom: number;
  maxzoom: number;
}

/** Squares with the number of their assets; `squareSizeM`: their side in metres, from each zoom on. */
export interface CellTileJson extends TileJson {
  squareSizeM: Record<string, number>;
}

interface Named {
  code: string;
  number: number;
  nameNl: string;
  nameEn: string;
  group: string;
  colour: string;
  /** The same on a dark ground. */
  colourDark: string;
}

/** Where mass goes that comes out. */
export interface RouteLook extends Naming {
  colour: string;
  colourDark: string;
}

export interface Material extends Named {
  eural: string | null;
  densityKgM3: number | null;
}

export interface AssetType extends Named {
  geometry: "polygon" | "line" | "point" | "any";
}

/** What a thing is called. */
export interface Naming {
  code: string;
  nameNl: string;
  nameEn: string;
}

/** Asset types that belong together in a legend. */
export interface AssetGroup extends Naming {
  colour: string;
}

export interface AreaProperties {
  code: string;
  name: string;
  kind: string;
  areaHa: number;
  assets: number;
  stockKg: number;
}

export interface Area extends Feature<Geometry, AreaProperties> {
  id: number;
}

export interface Areas {
  type: "FeatureCollection";
  features: Area[];
}

export interface AssetRow {
  assetType: string;
  sourceId: string;
  name: string | null;
  owner: string;
  sourceMaterial: string | null;
  builtFrom: number | null;
  builtTo: number | null;
  /** 1 (excellent) to 6 (very poor); null: not inspected. */
  condition: number | null;
  endYear: number | null;
  /** Between which it ends, eight times out of ten. */
  endFrom: number | null;
  endTo: number | null;
  kg: number | null;
}

export interface AssetRows {
  type: "FeatureCollection";
  features: (Feature<Geometry, AssetRow> & { id: number })[];
}

/** What a search finds: an area, a name that assets share, or one asset. */
export type Hit = { bbox: [number, number, number, number] } & (
  | { kind: "area"; code: string; name: string; areaKind: string }
  | { kind: "name"; name: string; assets: number }
  | { kind: "asset"; id: number; sourceId: string; name: string | null; assetType: string }
);

export interface Spread {
  low: number;
  typical: number;
  high: number;
}

/** Instants as decimal years: 2034.5 is the middle of 2034. */
export interface End {
  p10: number;
  p50: number;
  p90: number;
}

export type Route = "reuse" | "recycle" | "recover" | "landfill";

export interface AssetLayer {
  name: string;
  assetType: string;
  weight: number;
  material: string;
  kg: Spread;
  lifetime: { code: string; distribution: "weibull" | "lognormal" | "fixed"; meanYears: number; cv: number };
  end: End | null;
  routes: Record<Route, number>;
  suspect: string | null;
  source: string;
  confidence: string;
}

export interface Organisation {
  code: string;
  name: string;
}

export interface Asset {
  id: number;
  namespace: string;
  sourceId: string;
  name: string | null;
  assetType: { code: string; nameNl: string; nameEn: string; number: number; colour: string };
  owner: Organisation;
  manager: Organisation | null;
  dataset: string;
  sourceMaterial: string | null;
  measures: {
    lengthM: number | null;
    areaM2: number | null;
    widthMm: number | null;
    heightMm: number | null;
    wallMm: number | null;
    shape: string | null;
  };
  built: { from: number | null; to: number | null; basis: string | null };
  condition: { condition: number; on: string; basis: string; byDesk: boolean } | null;
  mix: { textNl: string; textEn: string } | null;
  kg: Spread | null;
  layers: AssetLayer[];
  end: (End & { layer: string }) | null;
  hazards: { code: string; nameNl: string; nameEn: string; reason: string }[];
  areas: { code: string; name: string; kind: string }[];
  attributes: Record<string, unknown>;
  history: { validTo: string; importId: number; change: string; builtFrom: number | null }[];
  geometry: Geometry;
  point: [number, number];
}

export interface SupplyRow {
  area?: string;
  year?: number;
  material?: string;
  route?: string;
  expectedKg: number;
  p10Kg: number;
  p50Kg: number;
  p90Kg: number;
}

export interface Supply {
  area: { code: string; name: string } | null;
  polygon?: { areaHa: number; notes: { code: string; message: string }[] };
  fromYear: number;
  toYear: number;
  asOf: string;
  scenario: string;
  dataVersion: string;
  rows: SupplyRow[];
  withheld: { area?: string; material: string; reason: string; expectedKg: number }[];
}

export interface Work {
  name: string | null;
  reason: string | null;
  sourceId: string;
  yearFrom: number;
  yearTo: number;
}

/** One planned work, with who said it and what it would set free. */
export interface WorkTold extends Feature<Geometry> {
  id: number;
  properties: Work & {
    source: { importId: number; dataset: string; source: string; layer: string; deliveredOn: string };
    touches: {
      assets: number;
      kg: number;
      withheldKg: number;
      materials: { material: string; kg: number }[];
      first: { id: number; assetType: string; name: string | null; kg: number }[];
    };
  };
}

export interface Works {
  type: "FeatureCollection";
  features: (Feature<Geometry, Work> & { id: number })[];
}

export interface Scenario {
  code: string;
  nameNl: string;
  nameEn: string;
  description: string;
}

export interface Explanation {
  fromYear: number;
  toYear: number;
  total: SupplyRow | null;
  assets: {
    id: number;
    assetType: string;
    name: string | null;
    builtFrom: number | null;
    builtTo: number | null;
    expectedKg: number;
  }[];
  others: { assets: number; expectedKg: number };
  assumptions: {
    lifetime: string;
    expectedKg: number;
    meanYears: number;
    lowYears: number;
    highYears: number;
    confidence: string;
    source: string;
  }[];
  unknownYearKg: number;
  /** Shares of the variance; they add up to 1. */
  width: { cause: string; of: string | null; share: number }[];
}

export interface Offer {
  id: string;
  version: number;
  areaCode: string;
  areaName: string;
  owner: string;
  product: string | null;
  material: string;
  route: string;
  windowFrom: number;
  windowTo: number;
  p10Kg: number;
  p50Kg: number;
  expectedKg: number;
  p90Kg: number;
  certainty: string;
  withheldKg: number;
}

export interface Offers {
  feed: string;
  asOfSeq: number;
  offers: Offer[];
}
