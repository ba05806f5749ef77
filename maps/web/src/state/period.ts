/** The years that are looked at, and the playing of them. */
import { batch, computed, effect, signal } from "@preact/signals";
import { meta } from "./data";
import { choice } from "./store";

export interface Period {
  from: number;
  to: number;
}

const DEFAULT_YEARS = 10;
const STEP_MS = 700;

export const span = computed<Period | null>(() => {
  const known = meta.value;
  return known ? { from: known.firstYear, to: known.lastYear } : null;
});

/** The chosen years within what the server forecasts; by default the ten after the running year. */
export const period = computed<Period | null>(() => {
  const all = span.value;
  if (!all) return null;
  const first = Math.min(all.from + 1, all.to);
  const from = clamp(choice.from.value ?? Math.min(first, choice.to.value ?? first), all);
  const to = clamp(choice.to.value ?? Math.max(from, first + DEFAULT_YEARS - 1), all);
  return { from, to: Math.max(from, to) };
});

export const dragging = signal(false);
export const playing = signal(false);

/** The period for which quantiles are asked: it waits while years are dragged or played. */
const held = signal<Period | null>(null);
effect(() => {
  const now = period.value;
  if (!dragging.value && !playing.value) held.value = now;
});
export const settled = computed(() => held.value);

export function setPeriod(from: number, to: number): void {
  const all = span.peek();
  if (!all) return;
  batch(() => {
    choice.from.value = clamp(Math.min(from, to), all);
    choice.to.value = clamp(Math.max(from, to), all);
  });
}

/** The window one year on, keeping its width; from the end back to the start. */
export function nextWindow(now: Period, all: Period): Period {
  const width = now.to - now.from;
  const from = now.to >= all.to ? all.from : now.from + 1;
  return { from, to: Math.min(from + width, all.to) };
}

effect(() => {
  if (!playing.value) return;
  const timer = setInterval(() => {
    const now = period.peek();
    const all = span.peek();
    if (!now || !all) return;
    const next = nextWindow(now, all);
    setPeriod(next.from, next.to);
  }, STEP_MS);
  return () => clearInterval(timer);
});

function clamp(year: number, all: Period): number {
  return Math.min(all.to, Math.max(all.from, year));
}
