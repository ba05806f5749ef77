/** Going to a place on the map. */
import { type Bounds, mapWish } from "./screen";
import { choice } from "./store";
import type { Camera } from "./url";

export function goTo(box: Bounds): void {
  choice.camera.value = around(box);
  // The panels of another view are there a frame later; then the map keeps clear of them.
  requestAnimationFrame(() => {
    mapWish.value = { fit: box };
  });
}

/** About where a box is: the map comes nearer by itself, and a link is right without one. */
export function around([west, south, east, north]: Bounds): Camera {
  const lat = (south + north) / 2;
  const degrees = Math.max(east - west, (north - south) / Math.cos((lat * Math.PI) / 180), 0.001);
  return { zoom: Math.min(17, Math.max(0, Math.log2(720 / degrees))), lat, lon: (west + east) / 2 };
}
