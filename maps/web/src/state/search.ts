/** Search: what is typed, what the server finds, and where choosing it leads. */
import { batch, effect, signal } from "@preact/signals";
import { getJson } from "../api/client";
import type { Hit } from "../api/types";
import { stack } from "./asset";
import { goTo } from "./going";
import { chooseArea } from "./place";
import { resource } from "./resource";
import { choice } from "./store";

const DEBOUNCE_MS = 180;
const MOST = 8;

export const typed = signal("");
const asked = signal<string | null>(null);

effect(() => {
  const text = typed.value.trim();
  if (text === "") {
    asked.value = null;
    return;
  }
  const timer = setTimeout(() => {
    asked.value = text;
  }, DEBOUNCE_MS);
  return () => clearTimeout(timer);
});

export const found = resource<{ hits: Hit[] }>(
  () => asked.value,
  (q, abort) => getJson("/v1/search", { q, limit: MOST }, abort),
);

/** The hits of what is typed now; null while they are awaited. */
export function hitsNow(): readonly Hit[] | null {
  return found.key.value === typed.value.trim() ? (found.data.value?.hits ?? null) : null;
}

export function choose(hit: Hit): void {
  batch(() => {
    const ofAreas = choice.view.value === "supply" || choice.view.value === "offers";
    choice.found.value = null;
    if (hit.kind === "area" && ofAreas) {
      choice.kind.value = hit.areaKind;
      chooseArea(hit.code);
    } else choice.view.value = "stock";
    if (hit.kind === "area" && !ofAreas) {
      // Who looks at one area alone goes on to the next; for others the rest stays in sight.
      if (choice.area.value === null) choice.found.value = hit.code;
      else chooseArea(hit.code);
    }
    choice.name.value = hit.kind === "name" ? hit.name : null;
    if (hit.kind === "asset") {
      stack.value = [];
      choice.sel.value = hit.id;
    } else choice.sel.value = null;
    goTo(hit.bbox);
  });
}
