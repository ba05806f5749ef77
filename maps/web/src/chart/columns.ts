/** From rows of the forecast to the columns of the chart: routes, or the largest materials and the rest together. */
import type { SupplyRow } from "../api/types";
import type { Column, Series } from "./scale";

/** More hues than this cannot be told apart. */
const APART = 8;
export const OTHER = "other";

/** What is stacked and how it is told; in which order, if not by size. */
export interface Stacking {
  by: "material" | "route";
  order?: readonly string[];
  label: (code: string) => string;
  colour: (code: string) => string;
  other: string;
}

export interface Stacked {
  series: Series[];
  columns: Column[];
}

/** `totals`: of the years, or of the only one that is shown. */
export function stackedColumns(
  parts: readonly SupplyRow[],
  totals: readonly SupplyRow[],
  first: number,
  last: number,
  { by, order, ...names }: Stacking,
  only: string | null,
): Stacked {
  const found = largestFirst(parts, by);
  const codes = only !== null ? [only] : (order?.filter((code) => found.includes(code)) ?? found);
  const apart = codes.length > APART + 1 ? codes.slice(0, APART) : codes;
  const merged = apart.length < codes.length;
  const series = apart.map((code) => ({ code, label: names.label(code), colour: names.colour(code) }));
  if (merged) series.push({ code: OTHER, label: names.other, colour: "var(--chart-other)" });

  const index = new Map(apart.map((code, i) => [code, i]));
  const columns: Column[] = [];
  for (let year = first; year <= last; year++) {
    columns.push({ year, parts: series.map(() => 0), total: 0, p10: null, p90: null });
  }
  for (const row of parts) {
    const column = columns[(row.year ?? 0) - first];
    const at = index.get(row[by] ?? "") ?? (merged ? apart.length : undefined);
    if (column && at !== undefined) column.parts[at] = (column.parts[at] ?? 0) + row.expectedKg;
  }
  for (const row of totals) {
    const column = columns[(row.year ?? 0) - first];
    if (column) Object.assign(column, { total: row.expectedKg, p10: row.p10Kg, p90: row.p90Kg });
  }
  return { series, columns };
}

/** The columns with the totals of another answer beside their own; a year that it does not name is 0 there. */
export function beside(columns: readonly Column[], rows: readonly SupplyRow[]): Column[] {
  const others = new Map<number, number>();
  for (const { year, expectedKg } of rows) {
    if (year !== undefined) others.set(year, (others.get(year) ?? 0) + expectedKg);
  }
  return columns.map((column) => ({ ...column, other: others.get(column.year) ?? 0 }));
}

function largestFirst(rows: readonly SupplyRow[], by: Stacking["by"]): string[] {
  const sums = new Map<string, number>();
  for (const row of rows) {
    const code = row[by];
    if (code) sums.set(code, (sums.get(code) ?? 0) + row.expectedKg);
  }
  return [...sums].sort(([, a], [, b]) => b - a).map(([code]) => code);
}
