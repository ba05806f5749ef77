/** What is offered where, and what is planned. */
import { computed } from "@preact/signals";
import { address, getJson } from "../api/client";
import type { Offers, Works, WorkTold } from "../api/types";
import { classBreaks, classOf, shadeOf } from "../chart/breaks";
import { chosenArea } from "./data";
import { isSquares } from "./kinds";
import { only } from "./only";
import type { Period } from "./period";
import { resource } from "./resource";
import { choice } from "./store";

const asked = () => (choice.view.value === "offers" ? "all" : null);

export const offers = resource<Offers>(asked, (_, abort) => getJson<Offers>("/v1/offers", {}, abort));
export const works = resource<Works>(asked, (_, abort) => getJson<Works>("/v1/works", {}, abort));

/** The chosen work. */
export const work = resource<WorkTold>(
  () => (choice.view.value === "offers" && choice.work.value !== null ? String(choice.work.value) : null),
  (id, abort) => getJson<WorkTold>(`/v1/works/${id}`, {}, abort),
);

/** The years in which lots come free, the soonest first. */
export const windows = computed(() => {
  const found = new Map<number, Period>();
  for (const { windowFrom: from, windowTo: to } of offers.data.value?.offers ?? [])
    found.set(from, { from, to });
  return [...found.values()].sort((a, b) => a.from - b.from);
});

/** The years that are looked at, where any were chosen. */
export const chosenYears = computed<Period | null>(() => {
  const [first, last] = [windows.value[0], windows.value.at(-1)];
  if (!first || !last || (choice.from.value === null && choice.to.value === null)) return null;
  return { from: choice.from.value ?? first.from, to: choice.to.value ?? last.to };
});

const wanted = computed(() => {
  const [material, route, owners] = [choice.material.value, choice.route.value, choice.owners.value];
  const years = chosenYears.value;
  return (offers.data.value?.offers ?? []).filter(
    (lot) =>
      (years === null || (lot.windowFrom <= years.to && lot.windowTo >= years.from)) &&
      (material === null || lot.material === material) &&
      (route === null || lot.route === route) &&
      (owners.length === 0 || owners.includes(lot.owner)),
  );
});

/** The chosen area; of squares nothing is offered. */
export const offeredArea = computed(() =>
  isSquares(chosenArea.data.value?.properties.kind ?? null) ? null : choice.area.value,
);

/** The lots that are wanted in the chosen area. */
export const lots = computed(() => {
  const area = offeredArea.value;
  return area === null ? wanted.value : wanted.value.filter((lot) => lot.areaCode === area);
});

/** The address of the lots that are listed, as a file. */
export function fileOf(format: string): string {
  const { owner, material, route } = only.value;
  const years = { fromYear: chosenYears.value?.from ?? null, toYear: chosenYears.value?.to ?? null };
  return address("/v1/offers/file", {
    format,
    areaCode: offeredArea.value,
    owner,
    material,
    route,
    ...years,
  });
}

/** Expected kg on offer by area: means add up, to those of a window and of all lots; medians do not. */
export const offeredKg = computed(() => {
  const sums = new Map<string, number>();
  for (const lot of wanted.value) sums.set(lot.areaCode, (sums.get(lot.areaCode) ?? 0) + lot.expectedKg);
  return sums;
});

/** Class limits in tonnes. */
export const offerBreaks = computed(() => classBreaks([...offeredKg.value.values()].map((kg) => kg / 1000)));

export const offerShades = computed(() => {
  const limits = offerBreaks.value;
  const shade = (kg: number) => shadeOf(classOf(kg / 1000, limits), limits.length + 1);
  return new Map([...offeredKg.value].map(([code, kg]) => [code, shade(kg)]));
});
