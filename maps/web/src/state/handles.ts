/**
 * What a shape that was drawn is changed by: a polygon's corners, a circle's middle and a point on its edge. Which one is
 * chosen, and what becomes of it, by mouse, touch or keyboard alike.
 */
import { batch, computed, effect, signal } from "@preact/signals";
import { drawing } from "./drawing";
import { chooseShape } from "./place";
import {
  angleTo,
  type Corner,
  FEWEST_CORNERS,
  MOST_CORNERS,
  metresBetween,
  middleOf,
  type Polygon,
  placeAt,
  RADIUS_M,
  rounded,
  type Shape,
} from "./shape";
import { choice } from "./store";

/** The shape that stands and may be changed; null while another one is drawn. */
export const changeable = computed<Shape | null>(() =>
  choice.view.value === "supply" && !drawing.value ? choice.drawn.value : null,
);

/** The shape while a handle is moved: shown, not asked for until it is let go. */
export const bent = signal<Shape | null>(null);
export const chosenHandle = signal<number | null>(null);

/** Whether a press of the pointer is a handle's, so that it chooses nothing else. */
export const handleHeld = signal(false);

/** The handles of a circle, as they stand in `handles`. */
export const CIRCLE_HANDLES = ["middle", "edge"] as const;

/** Where on its edge a circle's handle lies: where it was moved to. */
const angle = signal(0);

export const handles = computed<readonly Corner[]>(() => {
  const shape = bent.value ?? changeable.value;
  if (!shape) return [];
  return shape.kind === "polygon"
    ? shape.corners
    : [shape.middle, placeAt(shape.middle, angle.value, shape.radiusM)];
});

/** The polygon of which corners can be added and removed. */
function polygon(): Polygon | null {
  const shape = changeable.peek();
  return shape?.kind === "polygon" ? shape : null;
}

/** The next one round, from whichever is chosen. */
export function stepHandle(by: 1 | -1): void {
  const count = handles.peek().length;
  const now = chosenHandle.peek() ?? (by > 0 ? -1 : 0);
  if (count > 0) chosenHandle.value = (now + by + count) % count;
}

export function moveHandle(index: number, to: Corner): void {
  const shape = bent.peek() ?? changeable.peek();
  if (!shape) return;
  if (shape.kind === "polygon") bent.value = { ...shape, corners: shape.corners.with(index, rounded(to)) };
  else if (CIRCLE_HANDLES[index] === "middle") bent.value = { ...shape, middle: rounded(to) };
  else
    batch(() => {
      const metres = Math.round(metresBetween(shape.middle, to));
      angle.value = angleTo(shape.middle, to);
      bent.value = { ...shape, radiusM: Math.min(RADIUS_M.most, Math.max(RADIUS_M.least, metres)) };
    });
}

/** A new corner in the middle of the edge after one; it is the chosen one. */
export function addCorner(after: number): void {
  const shape = polygon();
  if (!shape || shape.corners.length >= MOST_CORNERS) return;
  const corners = shape.corners.toSpliced(after + 1, 0, rounded(middleOf(shape, after)));
  bent.value = { ...shape, corners };
  chosenHandle.value = after + 1;
}

export function removeCorner(index: number): void {
  const shape = polygon();
  if (!shape || shape.corners.length <= FEWEST_CORNERS) return;
  chosenHandle.value = null;
  chooseShape({ ...shape, corners: shape.corners.toSpliced(index, 1) });
}

/** What was moved counts from now on: in the link, and in what the server is asked. */
export function letGo(): void {
  const shape = bent.peek();
  bent.value = null;
  if (shape) chooseShape(shape);
}

/** A choice is of the shape that it was made on. */
effect(() => {
  const shape = changeable.value;
  if (!shape) {
    bent.value = null;
    angle.value = 0;
  }
  if ((chosenHandle.peek() ?? 0) >= handles.peek().length) chosenHandle.value = null;
});
