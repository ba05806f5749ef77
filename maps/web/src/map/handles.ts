/** Pointer and keys on the handles of a shape that was drawn. Fetched when there is one. */
import type { Map as MapLibre, MapMouseEvent, MapTouchEvent } from "maplibre-gl";
import {
  addCorner,
  bent,
  changeable,
  chosenHandle,
  handleHeld,
  handles,
  letGo,
  moveHandle,
  removeCorner,
} from "../state/handles";
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
/** Where keys speak of the chosen handle. */
const KEYED = "[data-handles], .map-canvas canvas";

interface Handle {
  /** In `handles`; of the middle of a polygon's edge: the corner before it. */
  index: number;
  between: boolean;
}

/** Follows pointer and keys; the answer lets go of the map. */
export function startHandles(map: MapLibre): () => void {
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
    else chosenHandle.value = found.index;
    held = { index: found.between ? found.index + 1 : found.index, from: event.point, moved: false };
    handleHeld.value = true;
  };
  const move = (event: MapMouseEvent | MapTouchEvent) => {
    if (!held) return;
    held.moved ||= event.point.dist(held.from) > STILL_PX;
    if (held.moved) moveHandle(held.index, [event.lngLat.lng, event.lngLat.lat]);
  };
  const release = () => {
    if (!held) return;
    held = null;
    letGo();
    // The click of this press comes yet.
    setTimeout(() => {
      handleHeld.value = false;
    });
  };
  const point = (event: MapMouseEvent) => {
    frame.classList.toggle("on-handle", handleAt(map, event.point, REACH_PX.mouse) !== null);
    move(event);
  };
  const pressed = (event: KeyboardEvent) => {
    const index = chosenHandle.peek();
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
    frame.classList.remove("on-handle");
    handleHeld.value = false;
  };
}

/** Whether the key meant something. */
function act(map: MapLibre, index: number, event: KeyboardEvent): boolean {
  const arrow = ARROWS[event.key];
  if (arrow) nudge(map, index, arrow, event.shiftKey ? FINE_PX : STEP_PX);
  else if (event.key === "Delete" || event.key === "Backspace") removeCorner(index);
  else if (event.key === "Escape") chosenHandle.value = null;
  else return false;
  return true;
}

function nudge(map: MapLibre, index: number, [right, down]: readonly [number, number], step: number): void {
  const place = handles.peek()[index];
  if (!place) return;
  const { x, y } = map.project([place[0], place[1]]);
  const { lng, lat } = map.unproject([x + right * step, y + down * step]);
  moveHandle(index, [lng, lat]);
}

/** The nearest within reach; a handle goes before the middle of a polygon's edge, where there is none yet. */
function handleAt(map: MapLibre, at: MapMouseEvent["point"], reach: number): Handle | null {
  const near = (places: readonly Corner[]) => {
    const away = places.map(([lon, lat]) => map.project([lon, lat]).dist(at));
    const least = Math.min(...away);
    return least <= reach ? away.indexOf(least) : null;
  };
  const found = near(handles.peek());
  if (found !== null) return { index: found, between: false };
  const shape = changeable.peek();
  if (shape?.kind !== "polygon" || shape.corners.length >= MOST_CORNERS) return null;
  const edge = near(shape.corners.map((_, index) => middleOf(shape, index)));
  return edge === null ? null : { index: edge, between: true };
}
