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
export const groups = (...names: (string | false)[]) => names.filter((name) => name !== false).join(",");

/** All years of all areas of the kind on the map, asked once; per material only when one is chosen. */
export const eachYear = supply(() =>
  kind.value === null
    ? null
    : {
        eachKind: kind.value,
        ...horizon(),
        ...only.value,
        scenario: choice.scenario.value,
        by: groups("year", choice.material.value !== null && "material"),
      },
);

const ofPlace = () => ({
  ...place.value,
  ...horizon(),
  ...only.value,
  scenario: choice.scenario.value,
});

/** The chosen place (or the whole registry) by year and material, and the totals with their range. */
export const byMaterial = supply(() => ({ ...ofPlace(), by: "year,material" }));
export const byYear = supply(() => ({ ...ofPlace(), by: "year" }));

export function overPeriod(
  where: Pick<SupplyQuestion, "areaCode" | "polygon" | "eachKind">,
): SupplyQuestion | null {
  const years = settled.value;
  if (!years) return null;
  const by = choice.material.value === null ? "" : "material";
  const { scenario } = choice;
  return { ...where, ...only.value, fromYear: years.from, toYear: years.to, by, scenario: scenario.value };
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
  return yearSums(answer.rows, answer.fromYear, answer.toYear, choice.material.value);
});

/** The row of the whole, or of the chosen material. */
export function rowOf(answer: Supply | null, area: string | null = null): SupplyRow | null {
  const material = choice.material.value;
  const found = answer?.rows.find(
    (row) => (area === null || row.area === area) && (material === null || row.material === material),
  );
  return found ?? null;
}

/** Expected kg in the period on the screen: from the years at hand, so it follows the slider at once. */
export const expectedKg = computed<number | null>(() => {
  const years = period.value;
  const answer = choice.material.value === null ? byYear.data.value : byMaterial.data.value;
  if (!years || !answer) return null;
  return sumOver(answer.rows, years);
});

/** Expected kg of rows by year, of the chosen material or of all; expected values add up. */
export function sumOver(rows: readonly SupplyRow[], { from, to }: Period): number {
  const material = choice.material.value;
  return rows
    .filter((row) => row.year !== undefined && row.year >= from && row.year <= to)
    .filter((row) => material === null || row.material === material)
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
export const uncertainAreas = computed<string[]>(() => {
  const material = choice.material.value;
  return (eachTotal.data.value?.rows ?? [])
    .filter((row) => (material === null || row.material === material) && isUncertain(row))
    .flatMap((row) => row.area ?? []);
});

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
