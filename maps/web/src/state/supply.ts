/** The supply view's questions and what follows from their answers. */
import { computed } from "@preact/signals";
import { askSupply, between, type SupplyQuestion, type YearSums, yearSums } from "../api/supply";
import type { Area, Supply, SupplyRow } from "../api/types";
import { classBreaks, classOf, shadeOf } from "../chart/breaks";
import { areasNow, kind, meta } from "./data";
import { only } from "./only";
import { type Period, period, settled } from "./period";
import { place } from "./place";
import { type Resource, resource } from "./resource";
import { choice } from "./store";
import type { UrlState } from "./url";

const active = computed(() => choice.view.value === "supply" && meta.value !== null && meta.value.assets > 0);

export function supply(question: () => SupplyQuestion | null): Resource<Supply> {
  return resource(
    () => {
      const wanted = active.value ? question() : null;
      return wanted ? JSON.stringify(wanted) : null;
    },
    (key, abort) => askSupply(JSON.parse(key) as SupplyQuestion, abort),
  );
}

export const horizon = () => ({ fromYear: meta.value?.firstYear ?? 0, toYear: meta.value?.lastYear ?? 0 });

/** All years of all areas of the kind on the map, asked once. */
export const eachYear = supply(() =>
  kind.value === null
    ? null
    : {
        eachKind: kind.value,
        ...horizon(),
        ...only.value,
        scenario: choice.scenario.value,
        by: "year",
      },
);

/** The chosen place (or the whole registry), of all that is stacked, also while one of it is looked at alone. */
const ofPlace = () => ({
  ...place.value,
  ...horizon(),
  ...only.value,
  [choice.stack.value]: null,
  scenario: choice.scenario.value,
});
const stackedBy = (stack: UrlState["stack"]) =>
  supply(() => (choice.stack.value === stack ? { ...ofPlace(), by: `year,${stack}` } : null));
const byPart = { material: stackedBy("material"), route: stackedBy("route") };

/** Its years: by what is stacked, and the totals with their range. */
export const parts = computed(() => byPart[choice.stack.value]);
export const byYear = supply(() => ({ ...ofPlace(), by: "year" }));

/** The material or route that is looked at alone, of those that are stacked. */
export const alone = computed<string | null>(() => choice[choice.stack.value].value);

/** The years' totals of what is looked at: of all that is stacked, or of the one alone. */
export const yearRows = computed<readonly SupplyRow[] | null>(() => {
  if (alone.value === null) return byYear.data.value?.rows ?? null;
  const rows = parts.value.data.value?.rows;
  return rows?.filter((row) => row[choice.stack.value] === alone.value) ?? null;
});

export function overPeriod(
  where: Pick<SupplyQuestion, "areaCode" | "polygon" | "eachKind">,
): SupplyQuestion | null {
  const years = settled.value;
  if (!years) return null;
  const { from: fromYear, to: toYear } = years;
  return { ...where, ...only.value, fromYear, toYear, by: "", scenario: choice.scenario.value };
}

/** The whole period as one quantity: its own p10-p90, which years cannot be summed to. */
export const total = supply(() => overPeriod(place.value));
export const eachTotal = supply(() => (kind.value === null ? null : overPeriod({ eachKind: kind.value })));

/** True while the answers above belong to other years than those on the screen. */
export const rangesWait = computed(() => {
  const now = period.value;
  const then = total.data.value;
  return !now || !then || total.loading.value || then.fromYear !== now.from || then.toYear !== now.to;
});

export const sums = computed<YearSums | null>(() => {
  const answer = eachYear.data.value;
  if (!answer || eachYear.loading.value) return null;
  return yearSums(answer.rows, answer.fromYear, answer.toYear);
});

/** The row of the whole, or of one area. */
export function rowOf(answer: Supply | null, area: string | null = null): SupplyRow | null {
  return answer?.rows.find((row) => area === null || row.area === area) ?? null;
}

/** Expected kg in the period on the screen: from the years at hand, so it follows the slider at once. */
export const expectedKg = computed<number | null>(() => {
  const years = period.value;
  const rows = yearRows.value;
  return years && rows ? sumOver(rows, years) : null;
});

/** Expected kg of rows by year; expected values add up. */
export function sumOver(rows: readonly SupplyRow[], { from, to }: Period): number {
  return rows
    .filter((row) => row.year !== undefined && row.year >= from && row.year <= to)
    .reduce((sum, row) => sum + row.expectedKg, 0);
}

export interface AreaSupply {
  area: Area;
  expectedKg: number;
  /** Tonnes per year (mass) and tonnes per km² per year (density), means over the period. */
  rate: { mass: number; density: number };
}

export const areaSupply = computed<AreaSupply[]>(() => {
  const known = sums.value;
  const years = period.value;
  if (!known || !years) return [];
  const count = years.to - years.from + 1;
  return (areasNow.value?.features ?? []).map((area) => {
    const kg = between(known, area.properties.code, years.from, years.to);
    return { area, expectedKg: kg, rate: rates(kg / count, area) };
  });
});

function rates(kgPerYear: number, area: Area): AreaSupply["rate"] {
  const tonnes = kgPerYear / 1000;
  const km2 = area.properties.areaHa / 100;
  return { mass: tonnes, density: km2 > 0 ? tonnes / km2 : 0 };
}

/** A number is uncertain when the range of its 80 % is wider than the number itself. */
export function isUncertain({ expectedKg, p10Kg, p90Kg }: SupplyRow): boolean {
  return expectedKg > 0 && p90Kg - p10Kg > expectedKg;
}

/** Codes of the areas of which the number is uncertain; none while ranges are awaited. */
export const uncertainAreas = computed<string[]>(() =>
  (eachTotal.data.value?.rows ?? []).filter(isUncertain).flatMap((row) => row.area ?? []),
);

/** Years after the running one that decide the classes: those that plans are made for. */
const CLASS_YEARS = 20;

/**
 * Class limits for the shading, fixed for the scenario, the material and the kind of area, so that a colour
 * means the same in every year and every length of period. The running year is left out: what is overdue
 * falls in it at once.
 */
export const breaks = computed<number[]>(() => {
  const known = sums.value;
  if (!known) return [];
  const unit = choice.unit.value;
  const values: number[] = [];
  for (const area of areasNow.value?.features ?? []) {
    for (let year = known.first + 1; year <= Math.min(known.last, known.first + CLASS_YEARS); year++) {
      values.push(rates(between(known, area.properties.code, year, year), area)[unit]);
    }
  }
  return classBreaks(values);
});

/** Shade per area code; -1: nothing comes free. */
export const areaShades = computed(() => {
  const unit = choice.unit.value;
  const limits = breaks.value;
  const shade = (rate: number) => shadeOf(classOf(rate, limits), limits.length + 1);
  return new Map(areaSupply.value.map((each) => [each.area.properties.code, shade(each.rate[unit])]));
});
