/** A shape while it is drawn: its points so far, by mouse, touch or keyboard alike. */
import { computed, effect, signal } from "@preact/signals";
import { chooseShape } from "./place";
import {
  type Corner,
  FEWEST_CORNERS,
  MOST_CORNERS,
  metresBetween,
  RADIUS_M,
  rounded,
  type Shape,
} from "./shape";
import { choice } from "./store";

interface Drawing {
  kind: Shape["kind"];
  points: readonly Corner[];
}

export const drawing = signal<Drawing | null>(null);

/** Where a point would come now: under the pointer, and in the middle of the free part of the map. */
export const pointer = signal<Corner | null>(null);
export const middle = signal<Corner | null>(null);

/** What there would be if drawing ended now; null while it is no shape yet. */
export const unfinished = computed<Shape | null>(() => shapeOf(drawing.value));

export function shapeOf(now: Drawing | null): Shape | null {
  if (now?.kind === "polygon")
    return now.points.length >= FEWEST_CORNERS ? { kind: "polygon", corners: now.points } : null;
  const [centre, edge] = now?.points ?? [];
  if (!centre || !edge) return null;
  const radiusM = Math.round(metresBetween(centre, edge));
  return radiusM < RADIUS_M.least
    ? null
    : { kind: "circle", middle: centre, radiusM: Math.min(radiusM, RADIUS_M.most) };
}

export function startDrawing(kind: Shape["kind"]): void {
  pointer.value = null;
  drawing.value = { kind, points: [] };
}

/** Back to the drawing of a polygon, with the corners that it has. */
export function redraw(): void {
  const shape = choice.drawn.peek();
  if (shape?.kind === "polygon") drawing.value = { kind: "polygon", points: shape.corners };
}

export function addPoint(point: Corner): void {
  const now = drawing.peek();
  if (!now) return;
  const place = rounded(point);
  const last = now.points.at(-1);
  if (last && last[0] === place[0] && last[1] === place[1]) return;
  const next = { ...now, points: [...now.points, place] };
  if (next.kind === "circle" && next.points.length === 2 && !shapeOf(next)) return;
  drawing.value = next;
  const full = next.kind === "circle" ? next.points.length === 2 : next.points.length === MOST_CORNERS;
  if (full) finishDrawing();
}

export function removePoint(): void {
  const now = drawing.peek();
  if (now) drawing.value = { ...now, points: now.points.slice(0, -1) };
}

export function finishDrawing(): void {
  const shape = unfinished.peek();
  if (!shape) return;
  drawing.value = null;
  chooseShape(shape);
}

export function cancelDrawing(): void {
  drawing.value = null;
}

/** Who goes to another view has stopped drawing. */
effect(() => {
  if (choice.view.value !== "supply") drawing.value = null;
});
