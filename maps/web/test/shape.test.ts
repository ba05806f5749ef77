import { describe, expect, it } from "vitest";
import {
  addCorner,
  bent,
  chosenCorner,
  letGo,
  moveCorner,
  removeCorner,
  stepCorner,
} from "../src/state/corners";
import {
  addPoint,
  drawing,
  finishDrawing,
  removePoint,
  startDrawing,
  unfinished,
} from "../src/state/drawing";
import { chooseShape } from "../src/state/place";
import { type Corner, metresBetween, ringOf, wktOf } from "../src/state/shape";
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
    moveCorner(1, [6.92, 52.29]);
    expect(corners()).toEqual(CORNERS);
    expect(bent.value?.corners[1]).toEqual([6.92, 52.29]);
    letGo();
    expect(corners()).toEqual(CORNERS.with(1, [6.92, 52.29]));
  });

  it("are added in the middle of an edge, chosen one after another, and removed down to three", () => {
    chooseShape({ kind: "polygon", corners: CORNERS });
    addCorner(2);
    letGo();
    expect(corners().length).toBe(4);
    expect(corners()[3]).toEqual([6.905, 52.305]);
    expect(chosenCorner.value).toBe(3);
    stepCorner(1);
    expect(chosenCorner.value).toBe(0);
    stepCorner(-1);
    removeCorner(3);
    expect(corners()).toEqual(CORNERS);
    expect(chosenCorner.value).toBeNull();
    removeCorner(0);
    expect(corners()).toEqual(CORNERS);
  });
});
