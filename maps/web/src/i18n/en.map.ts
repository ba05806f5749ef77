import type { nlMap } from "./nl.map";

export const enMap: Record<keyof typeof nlMap, string> = {
  "draw.label": "Draw an area",
  "draw.kind.polygon": "Polygon",
  "draw.kind.circle": "Circle",
  "draw.again": "Change corners",
  "draw.step.polygon-first": "Click on the map where the first corner comes.",
  "draw.step.circle-first": "Click on the map where the middle comes.",
  "draw.step.circle-edge": "Click where the edge comes.",
  "draw.step.polygon-more": "Click where the next corner comes.",
  "draw.step.polygon-enough": "Click the next corner, or the first one to close.",
  "draw.add": "Point at the cross",
  "draw.back": "Point back",
  "draw.done": "Done",
  "draw.stop": "Stop",
  "draw.place.polygon": "Drawn area",
  "draw.place.circle": "Circle, radius {radius}",
  "draw.size": "{ha} ha",
  "draw.radius": "Radius (m)",
  "draw.note.polygon-repaired": "The line crossed itself; what it encloses counts.",
};
