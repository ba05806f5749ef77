import { describe, expect, it } from "vitest";
import {
  addPoint,
  drawing,
  finishDrawing,
  removePoint,
  startDrawing,
  unfinished,
} from "../src/state/drawing";
import {
  addCorner,
  bent,
  chosenHandle,
  handles,
  letGo,
  moveHandle,
  removeCorner,
  stepHandle,
} from "../src/state/handles";
import { chooseShape } from "../src/state/place";
import { type Corner, metresBetween, placeAt, ringOf, wktOf } from "../src/state/shape";
import { choice } from "../src/state/store";

const MIDDLE: Corner = [6.9, 52.3];
const CORNERS: Corner[] = [
  [6.9, 52.3],
  [6.91, 52.3],
  [6.91, 52.31],
];

describe("a drawn shape", () => {
  it("of a circle has the circle's area, and every corner at the same distance", () => {
    const radiusM = 500;
    const ring = ringOf({ kind: "circle", middle: MIDDLE, radiusM });
    const lengths = ring.map((corner) => metresBetween(MIDDLE, corner));
    expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThan(0.1);
    const east = metresBetween(MIDDLE, [MIDDLE[0] + 0.01, MIDDLE[1]]) / 0.01;
    const north = metresBetween(MIDDLE, [MIDDLE[0], MIDDLE[1] + 0.01]) / 0.01;
    const [square] = [
      ring.slice(1).reduce((sum, [x, y], i) => {
        const [px, py] = ring[i] as Corner;
        return sum + (px - MIDDLE[0]) * (y - MIDDLE[1]) - (x - MIDDLE[0]) * (py - MIDDLE[1]);
      }, 0) / 2,
    ];
    expect((square * east * north) / (Math.PI * radiusM ** 2)).toBeCloseTo(1, 3);
  });

  it("is told to the server as a closed ring", () => {
    expect(wktOf({ kind: "polygon", corners: CORNERS })).toBe(
      "POLYGON((6.900000 52.300000,6.910000 52.300000,6.910000 52.310000,6.900000 52.300000))",
    );
  });

  it("grows point by point, back and on, and takes the area's place when done", () => {
    choice.view.value = "supply";
    choice.area.value = "BU1";
    startDrawing("polygon");
    for (const corner of [...CORNERS, CORNERS[2] as Corner]) addPoint(corner);
    expect(drawing.value?.points).toEqual(CORNERS);
    removePoint();
    expect(unfinished.value).toBeNull();
    finishDrawing();
    expect(choice.drawn.value).toBeNull();
    addPoint(CORNERS[2] as Corner);
    finishDrawing();
    expect(choice.drawn.value).toEqual({ kind: "polygon", corners: CORNERS });
    expect([choice.area.value, drawing.value]).toEqual([null, null]);
  });

  it("of a circle is done with its second point, unless that is the same place", () => {
    choice.view.value = "supply";
    startDrawing("circle");
    addPoint(MIDDLE);
    addPoint([MIDDLE[0] + 0.00001, MIDDLE[1]]);
    expect(drawing.value?.points).toHaveLength(1);
    addPoint([MIDDLE[0], MIDDLE[1] + 0.01]);
    expect(choice.drawn.value).toMatchObject({ kind: "circle", middle: MIDDLE });
  });

  it("is let go of with the view", () => {
    choice.view.value = "supply";
    startDrawing("circle");
    choice.view.value = "stock";
    expect(drawing.value).toBeNull();
  });
});

describe("the corners of what was drawn", () => {
  const corners = () => (choice.drawn.value?.kind === "polygon" ? choice.drawn.value.corners : []);

  it("are moved, and count when they are let go", () => {
    choice.view.value = "supply";
    chooseShape({ kind: "polygon", corners: CORNERS });
    moveHandle(1, [6.92, 52.29]);
    expect(corners()).toEqual(CORNERS);
    expect(handles.value[1]).toEqual([6.92, 52.29]);
    letGo();
    expect(corners()).toEqual(CORNERS.with(1, [6.92, 52.29]));
  });

  it("are added in the middle of an edge, chosen one after another, and removed down to three", () => {
    chooseShape({ kind: "polygon", corners: CORNERS });
    addCorner(2);
    letGo();
    expect(corners().length).toBe(4);
    expect(corners()[3]).toEqual([6.905, 52.305]);
    expect(chosenHandle.value).toBe(3);
    stepHandle(1);
    expect(chosenHandle.value).toBe(0);
    stepHandle(-1);
    removeCorner(3);
    expect(corners()).toEqual(CORNERS);
    expect(chosenHandle.value).toBeNull();
    removeCorner(0);
    expect(corners()).toEqual(CORNERS);
  });
});

describe("the handles of a circle", () => {
  const circle = () => choice.drawn.value;

  it("move it, and make it larger in the direction in which they are moved", () => {
    choice.view.value = "supply";
    chooseShape({ kind: "circle", middle: MIDDLE, radiusM: 300 });
    expect(metresBetween(MIDDLE, handles.value[1] as Corner)).toBeCloseTo(300, 1);
    moveHandle(0, [6.91, 52.31]);
    letGo();
    expect(circle()).toEqual({ kind: "circle", middle: [6.91, 52.31], radiusM: 300 });
    const north = placeAt([6.91, 52.31], Math.PI / 2, 450);
    moveHandle(1, north);
    expect(circle()).toMatchObject({ radiusM: 300 });
    letGo();
    expect(circle()).toEqual({ kind: "circle", middle: [6.91, 52.31], radiusM: 450 });
    expect(metresBetween(north, handles.value[1] as Corner)).toBeLessThan(1);
    expect(bent.value).toBeNull();
  });

  it("keep to the radii that there may be", () => {
    chooseShape({ kind: "circle", middle: MIDDLE, radiusM: 300 });
    moveHandle(1, MIDDLE);
    letGo();
    expect(circle()).toMatchObject({ radiusM: 5 });
    moveHandle(1, [9.9, 52.3]);
    letGo();
    expect(circle()).toMatchObject({ radiusM: 100_000 });
  });

  it("are of no corners: none is added or removed", () => {
    chooseShape({ kind: "circle", middle: MIDDLE, radiusM: 300 });
    addCorner(0);
    removeCorner(0);
    expect(circle()).toEqual({ kind: "circle", middle: MIDDLE, radiusM: 300 });
    stepHandle(1);
    stepHandle(1);
    expect(chosenHandle.value).toBe(1);
  });
});
