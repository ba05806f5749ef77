/** What a number rests on. */
import { getJson } from "../api/client";
import type { Explanation } from "../api/types";
import { place } from "./place";
import { resource } from "./resource";
import { choice } from "./store";
import { overPeriod } from "./supply";

export const explanation = resource<Explanation>(
  () => {
    const asked = choice.show.value === "why" && choice.view.value === "supply";
    const question = asked ? overPeriod(place.value) : null;
    if (!question) return null;
    const { areaCode, polygon, fromYear, toYear, scenario } = question;
    return JSON.stringify({ areaCode, polygon, fromYear, toYear, scenario, material: choice.material.value });
  },
  (key, abort) => getJson<Explanation>("/v1/supply/explanation", JSON.parse(key), abort),
);
