import { describe, expect, it } from "vitest";
import {
  isSquares,
  kindAt,
  metresPerPixel,
  metresPerPixelOf,
  nested,
  READABLE_PX,
  SQUARE_HA,
  smallestFirst,
  squaresIn,
} from "../src/state/kinds";
import type { Bounds } from "../src/state/screen";

const KINDS = ["neighbourhood", "district", "municipality"];
/** 1 km, 4 km and 16 km wide. */
const HA = { neighbourhood: 100, district: 1_600, municipality: 25_600 };
/** The scale at which a typical neighbourhood is as wide as this. */
const scale = (px: number) => 1_000 / px;

describe("the kind of areas by zoom", () => {
  it("is the smallest that can be read", () => {
    expect(kindAt(KINDS, HA, scale(READABLE_PX + 1), null)).toBe("neighbourhood");
    expect(kindAt(KINDS, HA, scale(READABLE_PX - 1), null)).toBe("district");
    expect(kindAt(KINDS, HA, scale(READABLE_PX / 4 + 1), null)).toBe("district");
    expect(kindAt(KINDS, HA, scale(READABLE_PX / 4 - 1), null)).toBe("municipality");
  });

  it("is the largest from very far, and what there is when there is only one", () => {
    expect(kindAt(KINDS, HA, 1e9, null)).toBe("municipality");
    expect(kindAt(["district"], HA, 1e9, null)).toBe("district");
    expect(kindAt([], HA, 1, null)).toBeNull();
  });

  it("never grows smaller areas when zooming out, nor larger ones when zooming in", () => {
    for (const way of [1, -1]) {
      let now: string | null = null;
      let before = way === 1 ? 0 : KINDS.length;
      for (let step = 0; step <= 400; step++) {
        const px = 400 * 2 ** (-(way === 1 ? step : 400 - step) / 40);
        now = kindAt(KINDS, HA, scale(px), now);
        const at = KINDS.indexOf(now ?? "");
        expect(way === 1 ? at >= before : at <= before).toBe(true);
        before = at;
      }
      expect(now).toBe(way === 1 ? "municipality" : "neighbourhood");
    }
  });

  it("stays what it is close to a limit", () => {
    for (const px of [READABLE_PX * 0.9, READABLE_PX, READABLE_PX * 1.1]) {
      expect(kindAt(KINDS, HA, scale(px), "neighbourhood")).toBe("neighbourhood");
      expect(kindAt(KINDS, HA, scale(px), "district")).toBe("district");
    }
  });

  it("comes back to where it was", () => {
    const near = kindAt(KINDS, HA, scale(200), null);
    const far = kindAt(KINDS, HA, scale(20), near);
    expect([near, far, kindAt(KINDS, HA, scale(200), far)]).toEqual([
      "neighbourhood",
      "district",
      "neighbourhood",
    ]);
  });
});

describe("kinds", () => {
  it("go from small to large, others after them", () => {
    expect(smallestFirst(["custom", "municipality", "neighbourhood"])).toEqual([
      "neighbourhood",
      "municipality",
      "custom",
    ]);
    expect(nested(["neighbourhood", "custom"])).toEqual(["neighbourhood"]);
  });

  it("of squares are told from those of the registry", () => {
    expect([isSquares("square-1000"), isSquares("custom"), isSquares(null)]).toEqual([true, false, false]);
  });
});

describe("squares in the place of areas", () => {
  const village: Bounds = [5.74, 52.08, 5.8, 52.12];
  const province: Bounds = [6.2, 52.1, 7.1, 52.9];
  const country: Bounds = [3.3, 50.7, 7.3, 53.6];

  it("are no smaller than the server gives of the whole registry", () => {
    expect(squaresIn(village)).toEqual(["square-250", "square-1000", "square-4000"]);
    expect(squaresIn(province)).toEqual(["square-4000"]);
    expect(squaresIn(country)).toEqual(["square-4000"]);
  });

  it("are chosen for a map of all before there is a map", () => {
    const first = (bounds: Bounds) => kindAt(squaresIn(bounds), SQUARE_HA, metresPerPixelOf(bounds), null);
    expect(first(village)).toBe("square-1000");
    expect(first(country)).toBe("square-4000");
  });
});

describe("metres per pixel", () => {
  it("halve with every zoom and shrink towards the pole", () => {
    expect(metresPerPixel(0, 0)).toBeCloseTo(40_075_016.7 / 512, 1);
    expect(metresPerPixel(13, 52)).toBeCloseTo(metresPerPixel(12, 52) / 2, 9);
    expect(metresPerPixel(12, 60)).toBeCloseTo(metresPerPixel(12, 0) / 2, 9);
  });
});
