/** The supply forecast: questions, kept answers, and columns that the slider can sum without asking again. */
import { getJson } from "./client";
import type { Supply, SupplyRow } from "./types";

export interface SupplyQuestion {
  areaCode?: string | null;
  /** Instead of an area: well-known text in WGS 84. */
  polygon?: string | null;
  eachKind?: string | null;
  fromYear: number;
  toYear: number;
  by: string;
  scenario: string | null;
  owner?: string | null;
  assetType?: string | null;
  material?: string | null;
  route?: string | null;
  hazard?: string | null;
}

const KEPT = 32;
const kept = new Map<string, Supply>();

/** Answers hold for one data version; the page asks /v1/meta once, so they are kept for its lifetime. */
export async function askSupply(question: SupplyQuestion, abort: AbortSignal): Promise<Supply> {
  const key = JSON.stringify(question);
  const known = kept.get(key);
  if (known) return known;
  const answer = await getJson<Supply>("/v1/supply", { ...question }, abort);
  kept.set(key, answer);
  const oldest = kept.keys().next().value;
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
  return answer;
}

/**
 * Expected kg per area as running sums over the years: `sums[i]` is what comes free before `first + i`.
 * Expected values add up, so any period costs one subtraction; quantiles do not and are asked anew.
 */
export interface YearSums {
  first: number;
  last: number;
  areas: Map<string, Float64Array>;
}

export function yearSums(rows: SupplyRow[], first: number, last: number): YearSums {
  const areas = new Map<string, Float64Array>();
  for (const row of rows) {
    if (row.area === undefined || row.year === undefined) continue;
    if (row.year < first || row.year > last) continue;
    let sums = areas.get(row.area);
    if (!sums) {
      sums = new Float64Array(last - first + 2);
      areas.set(row.area, sums);
    }
    const at = row.year - first + 1;
    sums[at] = (sums[at] ?? 0) + row.expectedKg;
  }
  for (const sums of areas.values()) {
    for (let i = 1; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + (sums[i - 1] ?? 0);
  }
  return { first, last, areas };
}

/** Expected kg of one area from the start of `from` to the end of `to`. */
export function between(sums: YearSums, area: string, from: number, to: number): number {
  const running = sums.areas.get(area);
  if (!running) return 0;
  return (running[to - sums.first + 1] ?? 0) - (running[from - sums.first] ?? 0);
}
