/** Pointer and keys while a shape is drawn. Fetched when somebody draws. */
import { effect } from "@preact/signals";
import type { Map as MapLibre, MapMouseEvent } from "maplibre-gl";
import { addPoint, drawing, finishDrawing, middle, pointer, removePoint, shapeOf } from "../state/drawing";
import type { Corner } from "../state/shape";
import { freePadding } from "./camera";
import { showDrawn, sketched } from "./layers/drawn";

/** A click so near to the first corner closes the polygon. */
const CLOSE_PX = 12;

/** Follows the drawing until it has ended; the answer lets go of the map. */
export function startDraw(map: MapLibre): () => void {
  const canvas = map.getCanvas();
  const cross = document.createElement("div");
  cross.className = "crosshair";
  map.getContainer().append(cross);
  const place = () => {
    const { clientWidth, clientHeight } = map.getContainer();
    const free = freePadding();
    const x = (free.left + clientWidth - free.right) / 2;
    const y = (free.top + clientHeight - free.bottom) / 2;
    cross.style.transform = `translate(${x}px, ${y}px)`;
    const { lng, lat } = map.unproject([x, y]);
    middle.value = [lng, lat];
  };
  const moved = (event: MapMouseEvent) => {
    pointer.value = [event.lngLat.lng, event.lngLat.lat];
  };
  const left = () => {
    pointer.value = null;
  };
  const clicked = (event: MapMouseEvent) => {
    if (closes(map, event)) finishDrawing();
    else addPoint([event.lngLat.lng, event.lngLat.lat]);
  };
  const done = (event: MapMouseEvent) => {
    event.preventDefault();
    finishDrawing();
  };
  const pressed = (event: KeyboardEvent) => {
    const act = KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  map.on("move", place);
  map.on("resize", place);
  map.on("mousemove", moved);
  map.on("mouseout", left);
  map.on("click", clicked);
  map.on("dblclick", done);
  canvas.addEventListener("keydown", pressed);
  canvas.style.cursor = "crosshair";
  place();
  const stop = effect(() => {
    const now = drawing.value;
    if (!now) return;
    const ahead = pointer.value;
    const points: readonly Corner[] = ahead ? [...now.points, ahead] : now.points;
    showDrawn(map, sketched(now.points.length > 0 ? points : [], shapeOf({ ...now, points })));
  });
  return () => {
    stop();
    map.off("move", place);
    map.off("resize", place);
    map.off("mousemove", moved);
    map.off("mouseout", left);
    map.off("click", clicked);
    map.off("dblclick", done);
    canvas.removeEventListener("keydown", pressed);
    canvas.style.cursor = "";
    cross.remove();
    pointer.value = null;
  };
}

const KEYS: Record<string, () => void> = {
  " ": () => {
    if (middle.value) addPoint(middle.value);
  },
  Enter: finishDrawing,
  Backspace: removePoint,
};

function closes(map: MapLibre, event: MapMouseEvent): boolean {
  const now = drawing.peek();
  const first = now?.points[0];
  if (now?.kind !== "polygon" || now.points.length < 3 || !first) return false;
  const { x, y } = map.project([first[0], first[1]]);
  return Math.hypot(x - event.point.x, y - event.point.y) <= CLOSE_PX;
}
