import { describe, expect, it } from "vitest";
import { labelPoint } from "../src/map/labelpoint";
import { classColour, hiddenFilter, shownFilter, unknownFilter } from "../src/map/layers/assets";
import { ordered } from "../src/map/order";
import {
  belongs,
  builtClasses,
  conditionClasses,
  endClasses,
  type LegendClass,
  typeClasses,
} from "../src/state/legend";
import { boundsOf, union } from "../src/state/screen";

const types = [
  {
    code: "a",
    number: 1,
    nameNl: "A",
    nameEn: "A",
    group: "road",
    colour: "#111111",
    colourDark: "#111111",
    geometry: "polygon" as const,
  },
  {
    code: "b",
    number: 2,
    nameNl: "B",
    nameEn: "B",
    group: "road",
    colour: "#222222",
    colourDark: "#222222",
    geometry: "point" as const,
  },
];

describe("the filter of assets", () => {
  const all = { owners: [], types: [], material: null, suspect: false, within: null };

  it("lets all through that nothing narrows", () => {
    expect(shownFilter(all)).toEqual(["all"]);
  });

  it("asks for all that narrows at once", () => {
    const within = { type: "Point" as const, coordinates: [6, 52] };
    expect(shownFilter({ owners: [3], types: [1, 2], material: 5, suspect: true, within })).toEqual([
      "all",
      ["in", ["get", "o"], ["literal", [3]]],
      ["in", ["get", "t"], ["literal", [1, 2]]],
      ["==", ["get", "m"], 5],
      ["==", ["%", ["coalesce", ["get", "s"], 0], 2], 1],
      ["==", ["distance", within], 0],
    ]);
  });
});

describe("the legend", () => {
  const ends = endClasses(2026);

  it("gives every year of end exactly one class", () => {
    for (let year = 1950; year < 2200; year++) {
      expect(ends.filter((each) => belongs(each, year))).toHaveLength(1);
    }
    expect(ends.filter((each) => belongs(each, undefined)).map((each) => each.code)).toEqual(["end-none"]);
  });

  it("gives every year of building exactly one class", () => {
    const built = builtClasses();
    for (let year = 1800; year < 2200; year++) {
      expect(built.filter((each) => belongs(each, year))).toHaveLength(1);
    }
    expect(built.filter((each) => belongs(each, undefined)).map((each) => each.code)).toEqual(["built-none"]);
    const [, has, steps] = classColour(built, (token) => token) as unknown[];
    expect(has).toEqual(["has", "b"]);
    expect((steps as unknown[]).slice(2, 5)).toEqual(["--map-ramp-5", 1950, "--map-ramp-4"]);
  });

  it("gives every condition one class, whether it is suspected or not", () => {
    const classes = conditionClasses();
    const codes = (value?: number) => classes.filter((each) => belongs(each, value)).map((each) => each.code);
    expect([codes(), codes(1)]).toEqual([["condition-none"], ["condition-none"]]);
    for (let condition = 1; condition <= 6; condition++) {
      expect(codes(2 * condition)).toEqual([`condition-${condition}`]);
      expect(codes(2 * condition + 1)).toEqual([`condition-${condition}`]);
    }
    const inspected = [">=", ["coalesce", ["get", "s"], 0], 2];
    const [, test, steps] = classColour(classes, (token) => token) as unknown[];
    expect(test).toEqual(inspected);
    expect((steps as unknown[]).slice(2, 5)).toEqual(["--map-condition-1", 4, "--map-condition-2"]);
    expect(unknownFilter(classes)).toEqual(["!", inspected]);
    expect(hiddenFilter(classes.slice(-1))).toEqual(["all", inspected]);
  });

  it("is what the map paints", () => {
    const colour = (token: string) => token;
    expect(classColour(typeClasses(types), colour)).toEqual([
      "match",
      ["get", "t"],
      1,
      "#111111",
      2,
      "#222222",
      "--map-unknown",
    ]);
    const [test, has, steps] = classColour(ends, colour) as unknown[];
    expect([test, has]).toEqual(["case", ["has", "e"]]);
    expect((steps as unknown[]).slice(2, 5)).toEqual(["--map-end-0", 2027, "--map-end-1"]);
  });

  it("hides what is hidden and nothing else", () => {
    const hidden: LegendClass[] = [...typeClasses(types).slice(0, 1), ...ends.slice(0, 1), ...ends.slice(-1)];
    expect(hiddenFilter([])).toEqual(["all"]);
    expect(hiddenFilter(hidden)).toEqual([
      "all",
      ["!", ["in", ["get", "t"], ["literal", [1]]]],
      ["!", ["all", ["has", "e"], [">=", ["get", "e"], 0], ["<=", ["get", "e"], 2026]]],
      ["has", "e"],
    ]);
  });
});

describe("picking", () => {
  const feature = (id: number, layer: string) => ({ id, layer: { id: layer }, properties: { t: id * 10 } });

  it("takes points before lines before surfaces, each asset once", () => {
    const found = [
      feature(3, "asset-polygon"),
      feature(1, "asset-point"),
      feature(2, "asset-line"),
      feature(3, "asset-polygon"),
    ];
    expect(ordered(found)).toEqual([
      { id: 1, type: 10 },
      { id: 2, type: 20 },
      { id: 3, type: 30 },
    ]);
  });
});

describe("labels", () => {
  it("lie inside an area whose middle is a hole", () => {
    const square = (size: number) => [
      [-size, -size],
      [size, -size],
      [size, size],
      [-size, size],
      [-size, -size],
    ];
    const ring = { type: "Polygon" as const, coordinates: [square(10), square(6)] };
    const [x = 0, y = 0] = labelPoint(ring) ?? [];
    expect(Math.max(Math.abs(x), Math.abs(y))).toBeGreaterThan(6);
    expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThan(10);
  });
});

describe("bounds", () => {
  it("hold all parts of a geometry", () => {
    const coordinates = [
      [
        [
          [1, 2],
          [3, 4],
          [1, 2],
        ],
      ],
      [
        [
          [-1, 0],
          [0, 9],
          [-1, 0],
        ],
      ],
    ];
    expect(boundsOf({ coordinates })).toEqual([-1, 0, 3, 9]);
  });
});

describe("the pattern of the unknown", () => {
  it("lies on what lacks the property that colours tell of", () => {
    expect(unknownFilter(endClasses(2026))).toEqual(["!", ["has", "e"]]);
    expect(unknownFilter(typeClasses(types))).toEqual(["literal", false]);
  });
});

describe("the box around boxes", () => {
  it("holds each of them and nothing more", () => {
    expect(
      union([
        [1, 2, 3, 4],
        [0, 3, 2, 9],
      ]),
    ).toEqual([0, 2, 3, 9]);
    expect(union([])).toBeNull();
  });
});
