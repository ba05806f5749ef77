/** What the supply is of: an area of the registry, a shape that was drawn, or everything. */
import { batch, computed } from "@preact/signals";
import type { Shape } from "./shape";
import { wktOf } from "./shape";
import { choice } from "./store";

export function chooseArea(code: string | null): void {
  batch(() => {
    choice.area.value = code;
    choice.drawn.value = null;
  });
}

/** As a filter: the map goes where the area is, and back when it is let go, unless the reader moves it. */
export function narrowToArea(code: string | null): void {
  batch(() => {
    chooseArea(code);
    choice.camera.value = null;
  });
}

export function chooseShape(shape: Shape | null): void {
  batch(() => {
    choice.drawn.value = shape;
    choice.area.value = null;
  });
}

/** The place, as a question to the server names it. */
export const place = computed<{ areaCode: string | null; polygon?: string }>(() => {
  const shape = choice.drawn.value;
  return shape ? { areaCode: null, polygon: wktOf(shape) } : { areaCode: choice.area.value };
});
