/** Pointer and keys on the corners of a polygon that was drawn. Fetched when there is one. */
import type { Map as MapLibre, MapMouseEvent, MapTouchEvent } from "maplibre-gl";
import {
  addCorner,
  bent,
  chosenCorner,
  cornerHeld,
  letGo,
  moveCorner,
  polygon,
  removeCorner,
} from "../state/corners";
import { type Corner, MOST_CORNERS, middleOf } from "../state/shape";

const REACH_PX = { mouse: 9, touch: 22 };
/** A hand trembles: who moves less has pressed, not moved. */
const STILL_PX = 3;
const STEP_PX = 10;
const FINE_PX = 1;
const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** Where keys speak of the chosen corner. */
const KEYED = "[data-corners], .map-canvas canvas";

interface Handle {
  /** A corner, or the one before the middle of an edge. */
  index: number;
  between: boolean;
}

/** Follows pointer and keys; the answer lets go of the map. */
export function startCorners(map: MapLibre): () => void {
  const frame = map.getContainer();
  let held: { index: number; from: MapMouseEvent["point"]; moved: boolean } | null = null;

  const press = (event: MapMouseEvent | MapTouchEvent, reach: number) => {
    if (event.originalEvent instanceof MouseEvent && event.originalEvent.button > 0) return;
    if ("points" in event && event.points.length > 1) return;
    const found = handleAt(map, event.point, reach);
    if (!found) return;
    event.preventDefault();
    // A tap would come again as a click of the mouse.
    if ("points" in event) event.originalEvent.preventDefault();
    if (found.between) addCorner(found.index);
    else chosenCorner.value = found.index;
    held = { index: found.between ? found.index + 1 : found.index, from: event.point, moved: false };
    cornerHeld.value = true;
  };
  const move = (event: MapMouseEvent | MapTouchEvent) => {
    if (!held) return;
    held.moved ||= event.point.dist(held.from) > STILL_PX;
    if (held.moved) moveCorner(held.index, [event.lngLat.lng, event.lngLat.lat]);
  };
  const release = () => {
    if (!held) return;
    held = null;
    letGo();
    // The click of this press comes yet.
    setTimeout(() => {
      cornerHeld.value = false;
    });
  };
  const point = (event: MapMouseEvent) => {
    frame.classList.toggle("on-corner", handleAt(map, event.point, REACH_PX.mouse) !== null);
    move(event);
  };
  const pressed = (event: KeyboardEvent) => {
    const index = chosenCorner.peek();
    if (index === null || !(event.target instanceof Element && event.target.closest(KEYED))) return;
    if (!act(map, index, event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const keyUp = (event: KeyboardEvent) => {
    if (ARROWS[event.key] && bent.peek()) letGo();
  };
  const down = (event: MapMouseEvent) => press(event, REACH_PX.mouse);
  const touched = (event: MapTouchEvent) => press(event, REACH_PX.touch);
  map.on("mousedown", down);
  map.on("touchstart", touched);
  map.on("mousemove", point);
  map.on("touchmove", move);
  const ends = ["mouseup", "touchend", "touchcancel", "blur"] as const;
  for (const end of ends) window.addEventListener(end, release);
  document.addEventListener("keydown", pressed, { capture: true });
  document.addEventListener("keyup", keyUp);
  return () => {
    map.off("mousedown", down);
    map.off("touchstart", touched);
    map.off("mousemove", point);
    map.off("touchmove", move);
    for (const end of ends) window.removeEventListener(end, release);
    document.removeEventListener("keydown", pressed, { capture: true });
    document.removeEventListener("keyup", keyUp);
    frame.classList.remove("on-corner");
    cornerHeld.value = false;
  };
}

/** Whether the key meant something. */
function act(map: MapLibre, index: number, event: KeyboardEvent): boolean {
  const arrow = ARROWS[event.key];
  if (arrow) nudge(map, index, arrow, event.shiftKey ? FINE_PX : STEP_PX);
  else if (event.key === "Delete" || event.key === "Backspace") removeCorner(index);
  else if (event.key === "Escape") chosenCorner.value = null;
  else return false;
  return true;
}

function nudge(map: MapLibre, index: number, [right, down]: readonly [number, number], step: number): void {
  const corner = (bent.peek() ?? polygon.peek())?.corners[index];
  if (!corner) return;
  const { x, y } = map.project([corner[0], corner[1]]);
  const { lng, lat } = map.unproject([x + right * step, y + down * step]);
  moveCorner(index, [lng, lat]);
}

/** The nearest within reach; a corner goes before the middle of an edge. */
function handleAt(map: MapLibre, at: MapMouseEvent["point"], reach: number): Handle | null {
  const shape = polygon.peek();
  if (!shape) return null;
  const near = (places: readonly Corner[]) => {
    const away = places.map(([lon, lat]) => map.project([lon, lat]).dist(at));
    const least = Math.min(...away);
    return least <= reach ? away.indexOf(least) : null;
  };
  const corner = near(shape.corners);
  if (corner !== null) return { index: corner, between: false };
  if (shape.corners.length >= MOST_CORNERS) return null;
  const edge = near(shape.corners.map((_, index) => middleOf(shape, index)));
  return edge === null ? null : { index: edge, between: true };
}
