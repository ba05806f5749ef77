/** What is offered where, and what is planned. */
import { computed } from "@preact/signals";
import { getJson } from "../api/client";
import type { Offers, Works, WorkTold } from "../api/types";
import { classBreaks, classOf, shadeOf } from "../chart/breaks";
import { chosenArea } from "./data";
import { isSquares } from "./kinds";
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

const wanted = computed(() => {
  const [material, route, owners] = [choice.material.value, choice.route.value, choice.owners.value];
  return (offers.data.value?.offers ?? []).filter(
    (lot) =>
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

/** Median kg on offer by area; medians of lots are not the median of their sum, but they rank the areas. */
export const offeredKg = computed(() => {
  const sums = new Map<string, number>();
  for (const lot of wanted.value) sums.set(lot.areaCode, (sums.get(lot.areaCode) ?? 0) + lot.p50Kg);
  return sums;
});

/** Class limits in tonnes. */
export const offerBreaks = computed(() => classBreaks([...offeredKg.value.values()].map((kg) => kg / 1000)));

export const offerShades = computed(() => {
  const limits = offerBreaks.value;
  const shade = (kg: number) => shadeOf(classOf(kg / 1000, limits), limits.length + 1);
  return new Map([...offeredKg.value].map(([code, kg]) => [code, shade(kg)]));
});
