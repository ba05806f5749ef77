/** What a number rests on. */
import { getJson } from "../api/client";
import type { Explanation } from "../api/types";
import { place } from "./place";
import { resource } from "./resource";
import { choice } from "./store";
import { overPeriod } from "./supply";

export const explanation = resource<Explanation>(
  () => {
    const open = choice.show.value === "why" && choice.view.value === "supply";
    const question = open ? overPeriod(place.value) : null;
    if (!question) return null;
    const { by: _, ...asked } = question;
    return JSON.stringify(asked);
  },
  (key, abort) => getJson<Explanation>("/v1/supply/explanation", JSON.parse(key), abort),
);
