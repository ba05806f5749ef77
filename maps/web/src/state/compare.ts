/** A second answer beside the first: the same question of another area, or under another scenario. */
import { computed } from "@preact/signals";
import type { SupplyQuestion } from "../api/supply";
import { areaOf } from "./data";
import { only } from "./only";
import { period } from "./period";
import { place } from "./place";
import { choice } from "./store";
import { horizon, overPeriod, rowOf, sumOver, supply } from "./supply";

export interface Other {
  kind: "area" | "scenario";
  code: string;
}

export function otherOf(compare: string | null): Other | null {
  const [, kind, code] = /^(area|scenario):(.+)$/.exec(compare ?? "") ?? [];
  return kind && code ? { kind: kind as Other["kind"], code } : null;
}

/** What is compared with; nothing when it is what is looked at already. */
export const other = computed<Other | null>(() => {
  const wanted = otherOf(choice.compare.value);
  const here = { area: choice.area.value, scenario: choice.scenario.value ?? "baseline" };
  return wanted && here[wanted.kind] !== wanted.code ? wanted : null;
});

function instead<T extends Partial<SupplyQuestion>>(question: T): T {
  const { kind, code } = other.value as Other;
  return kind === "area" ? { ...question, areaCode: code, polygon: null } : { ...question, scenario: code };
}

/** The area that is compared with. */
export const otherArea = areaOf(() =>
  choice.view.value === "supply" && other.value?.kind === "area" ? other.value.code : null,
);

export const otherByYear = supply(() => {
  if (!other.value) return null;
  const scenario = choice.scenario.value;
  return instead({ ...place.value, ...horizon(), ...only.value, by: "year", scenario });
});

export const otherTotal = supply(() => {
  const question = other.value && overPeriod(place.value);
  return question ? instead(question) : null;
});

/** Expected kg and range of the other, in the period on the screen. */
export const otherExpectedKg = computed(() => {
  const years = period.value;
  const answer = otherByYear.data.value;
  return years && answer ? sumOver(answer.rows, years) : null;
});

export const otherRow = computed(() => rowOf(otherTotal.data.value));
