/** Where the name of an area stands. */
import type { Geometry } from "geojson";

/** A point well inside the largest ring: the middle of its widest horizontal stretch. */
export function labelPoint(geometry: Geometry): [number, number] | null {
  const polygons =
    geometry.type === "Polygon"
      ? [geometry.coordinates]
      : geometry.type === "MultiPolygon"
        ? geometry.coordinates
        : [];
  let best: { width: number; point: [number, number] } | null = null;
  for (const rings of polygons) {
    const ys = (rings[0] ?? []).map((position) => position[1] ?? 0);
    const low = Math.min(...ys);
    const high = Math.max(...ys);
    for (const share of [0.5, 0.4, 0.6, 0.3, 0.7]) {
      const y = low + (high - low) * share;
      const [from, to] = widest(rings, y);
      // A stretch near the middle is preferred: it has to be clearly narrower to lose.
      const width = (to - from) * (1 - Math.abs(share - 0.5));
      if (width > (best?.width ?? 0)) best = { width, point: [(from + to) / 2, y] };
    }
  }
  return best?.point ?? null;
}

function widest(rings: readonly (readonly number[][])[], y: number): [number, number] {
  const crossings: number[] = [];
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [ax = 0, ay = 0] = ring[i - 1] ?? [];
      const [bx = 0, by = 0] = ring[i] ?? [];
      if (ay > y !== by > y) crossings.push(ax + ((y - ay) / (by - ay)) * (bx - ax));
    }
  }
  crossings.sort((a, b) => a - b);
  let best: [number, number] = [0, 0];
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    const from = crossings[i] ?? 0;
    const to = crossings[i + 1] ?? 0;
    if (to - from > best[1] - best[0]) best = [from, to];
  }
  return best;
}
