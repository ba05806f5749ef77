/** The corners of a polygon that was drawn: which one is chosen, and what becomes of it, by mouse, touch or keyboard alike. */
import { computed, effect, signal } from "@preact/signals";
import { drawing } from "./drawing";
import { chooseShape } from "./place";
import { type Corner, FEWEST_CORNERS, MOST_CORNERS, middleOf, type Polygon, rounded } from "./shape";
import { choice } from "./store";

/** The polygon that stands and may be changed; null while another one is drawn. */
export const polygon = computed<Polygon | null>(() => {
  const shape = choice.view.value === "supply" && !drawing.value ? choice.drawn.value : null;
  return shape?.kind === "polygon" ? shape : null;
});

/** The polygon while a corner is moved: shown, not asked for until it is let go. */
export const bent = signal<Polygon | null>(null);
export const chosenCorner = signal<number | null>(null);

/** Whether a press of the pointer is a corner's, so that it chooses nothing else. */
export const cornerHeld = signal(false);

/** The next one round, from whichever is chosen. */
export function stepCorner(by: 1 | -1): void {
  const count = polygon.peek()?.corners.length ?? 0;
  const now = chosenCorner.peek() ?? (by > 0 ? -1 : 0);
  if (count > 0) chosenCorner.value = (now + by + count) % count;
}

export function moveCorner(index: number, to: Corner): void {
  const shape = bent.peek() ?? polygon.peek();
  if (shape) bent.value = { ...shape, corners: shape.corners.with(index, rounded(to)) };
}

/** A new corner in the middle of the edge after one; it is the chosen one. */
export function addCorner(after: number): void {
  const shape = polygon.peek();
  if (!shape || shape.corners.length >= MOST_CORNERS) return;
  const corners = shape.corners.toSpliced(after + 1, 0, rounded(middleOf(shape, after)));
  bent.value = { ...shape, corners };
  chosenCorner.value = after + 1;
}

export function removeCorner(index: number): void {
  const shape = polygon.peek();
  if (!shape || shape.corners.length <= FEWEST_CORNERS) return;
  chosenCorner.value = null;
  chooseShape({ ...shape, corners: shape.corners.toSpliced(index, 1) });
}

/** What was moved counts from now on: in the link, and in what the server is asked. */
export function letGo(): void {
  const shape = bent.peek();
  bent.value = null;
  if (shape) chooseShape(shape);
}

/** A choice is of the polygon that it was made on. */
effect(() => {
  const count = polygon.value?.corners.length ?? 0;
  if (count === 0) bent.value = null;
  if ((chosenCorner.peek() ?? 0) >= count) chosenCorner.value = null;
});
