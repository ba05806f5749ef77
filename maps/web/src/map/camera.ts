/** Camera moves that mind what covers the map. */
import type { Geometry } from "geojson";
import type { Map as MapLibre } from "maplibre-gl";
import { assetZoom } from "../state/data";
import { type Bounds, boundsOf, type MapWish } from "../state/screen";

const MARGIN_PX = 36;
/** A phone has no room to waste. */
const SMALL_MAP_PX = 600;
const SMALL_MARGIN_PX = 12;
const NEAR_ZOOM = 17;

interface Padding {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

/** How much of the map's edges the floating panels cover; they say so by `data-covers`. With room to spare, unless told how much. */
export function freePadding(spare?: number): Padding {
  const canvas = document.querySelector("[data-map]")?.getBoundingClientRect();
  const margin = spare ?? ((canvas?.width ?? 0) < SMALL_MAP_PX ? SMALL_MARGIN_PX : MARGIN_PX);
  const padding = { top: margin, right: margin, bottom: margin, left: margin };
  if (!canvas) return padding;
  for (const panel of document.querySelectorAll<HTMLElement>("[data-covers]")) {
    const box = panel.getBoundingClientRect();
    const apart = box.right <= canvas.left || box.left >= canvas.right || box.top >= canvas.bottom;
    if (apart || box.bottom <= canvas.top) continue;
    if (panel.dataset.covers === "left")
      padding.left = Math.max(padding.left, box.right - canvas.left + margin);
    if (panel.dataset.covers === "right")
      padding.right = Math.max(padding.right, canvas.right - box.left + margin);
    if (panel.dataset.covers === "bottom")
      padding.bottom = Math.max(padding.bottom, canvas.bottom - box.top + margin);
  }
  return fitting(padding, canvas);
}

/** What covers more than it leaves free cannot be kept clear of: a third of the map is left to the map. */
function fitting(padding: Padding, { width, height }: { width: number; height: number }): Padding {
  const across = Math.min(1, (2 * width) / 3 / (padding.left + padding.right));
  const down = Math.min(1, (2 * height) / 3 / (padding.top + padding.bottom));
  return {
    top: padding.top * down,
    bottom: padding.bottom * down,
    left: padding.left * across,
    right: padding.right * across,
  };
}

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export function obey(map: MapLibre, wish: MapWish | null): void {
  if (!wish || typeof wish === "string") return;
  // The move belongs to the reader, so it goes into the link.
  const asked = { originalEvent: true };
  const animate = !still();
  if ("fit" in wish)
    map.fitBounds(wish.fit, { padding: freePadding(), maxZoom: wish.maxZoom ?? 18, animate }, asked);
  else map.easeTo({ zoom: map.getZoom() + wish.zoomBy, animate, duration: 200 }, asked);
}

/** To where assets are shown, in the middle of a box or of what is in sight. */
export function approachAssets(map: MapLibre, box: Bounds | null): void {
  const { lng, lat } = map.getCenter();
  const fit: Bounds = box ? middleOf(box) : [lng, lat, lng, lat];
  obey(map, { fit, maxZoom: assetZoom.peek() + 1 });
}

const middleOf = ([west, south, east, north]: Bounds): Bounds => {
  const [x, y] = [(west + east) / 2, (south + north) / 2];
  return [x, y, x, y];
};

/** Whether a place is on the map and nothing covers it. */
export function inSight(map: MapLibre, place: [number, number]): boolean {
  const { width, height } = map.getContainer().getBoundingClientRect();
  const free = freePadding();
  const { x, y } = map.project(place);
  return x > free.left && x < width - free.right && y > free.top && y < height - free.bottom;
}

/** Says of a move that it is a closer look at one thing: what is listed stays, so that the next one is where it was. */
export const LOOK = { look: true };

/** Close to a thing, clear of the panels. */
export function goTo(map: MapLibre, thing: Geometry): void {
  const [west, south, east, north] = boundsOf(thing as { coordinates?: unknown });
  const bounds: [number, number, number, number] = [west, south, east, north];
  const padding = freePadding();
  map.fitBounds(bounds, { padding, maxZoom: Math.max(map.getZoom(), NEAR_ZOOM), animate: !still() }, LOOK);
}
