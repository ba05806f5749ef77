/** What the map tells the page and what the page asks of the map; neither knows the other. */
import { computed, signal } from "@preact/signals";

export type MapStatus = "loading" | "ready" | "no-webgl" | "failed";
export const mapStatus = signal<MapStatus>("loading");

export type Bounds = [number, number, number, number];

/** Asked of the map, which takes it away, so that the same wish can be uttered twice. */
export type MapWish = { fit: Bounds; maxZoom?: number } | { zoomBy: number } | "assets" | "home";
export const mapWish = signal<MapWish | null>(null);

/** The part of the world on the map: west, south, east, north. */
export const seenBounds = signal<Bounds | null>(null);
/** What it was before a closer look at one thing: lists stay of that, until the reader moves the map or asks. */
export const listedBounds = signal<Bounds | null>(null);
export const isFormer = computed(() => listedBounds.value !== seenBounds.value);

export function listWhatIsSeen(): void {
  listedBounds.value = seenBounds.value;
}
export const mapZoom = signal<number | null>(null);

/** What the pointer is on, in pixels of the map. */
export type Hover = { x: number; y: number } & (
  | { area: string }
  | { type: number }
  | { work: number }
  | { squareAssets: number }
);
export const hover = signal<Hover | null>(null);

/** The box around boxes; null around none. */
export function union(boxes: readonly Bounds[]): Bounds | null {
  if (boxes.length === 0) return null;
  return boxes.reduce((a, b) => [
    Math.min(a[0], b[0]),
    Math.min(a[1], b[1]),
    Math.max(a[2], b[2]),
    Math.max(a[3], b[3]),
  ]);
}

/** Whether the server was last heard not to answer, or there is no connection; see `reach.ts`. */
export const away = signal(false);

/** Whether there is room for little more than one column. */
export const narrow = signal(false);

/** The bounding box of a GeoJSON geometry. */
export function boundsOf(geometry: { coordinates?: unknown; geometries?: unknown }): Bounds {
  const box: Bounds = [180, 90, -180, -90];
  const visit = (node: unknown): void => {
    if (!Array.isArray(node)) return;
    const [x, y] = node as unknown[];
    if (typeof x === "number" && typeof y === "number") {
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    } else node.forEach(visit);
  };
  visit(geometry.coordinates);
  return box;
}
