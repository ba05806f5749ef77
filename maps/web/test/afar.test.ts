import { describe, expect, it } from "vitest";
import { shadesByZoom } from "../src/map/layers/cells";
import { squareLimits, squareSize } from "../src/state/afar";

const told = {
  tiles: ["x"],
  minzoom: 5,
  maxzoom: 13,
  squareSizeM: { "5": 16_000, "8": 4_000, "10": 1_000, "12": 250 },
};

describe("squares", () => {
  it("have the side that the server says, from each zoom on", () => {
    const sizes = [4, 5, 7.9, 8, 9.99, 10, 11, 12, 15].map((zoom) => squareSize(told, zoom));
    expect(sizes).toEqual([16_000, 16_000, 16_000, 4_000, 4_000, 1_000, 1_000, 250, 250]);
  });

  it("are shaded by the limits that the legend tells, for each size of its own", () => {
    const [step, zoom, ...rest] = shadesByZoom(told, (token) => token) as unknown[];
    expect([step, zoom]).toEqual(["step", ["zoom"]]);
    const stops = [5, ...rest.filter((each) => typeof each === "number")] as number[];
    const shades = rest.filter(Array.isArray) as unknown[][];
    expect(stops).toEqual([5, 8, 10, 12]);
    for (const [i, stop] of stops.entries()) {
      const limits = shades[i]?.slice(3).filter((each) => typeof each === "number");
      expect(limits).toEqual(squareLimits(squareSize(told, stop)));
    }
  });

  it("have limits that rise, and rise with the side", () => {
    for (const size of [250, 1_000, 4_000, 16_000]) {
      const limits = squareLimits(size);
      expect(limits).toEqual([...new Set(limits)].sort((a, b) => a - b));
      expect(limits[0]).toBeLessThan(squareLimits(4 * size)[0] ?? 0);
    }
  });
});
