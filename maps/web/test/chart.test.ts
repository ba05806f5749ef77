import { describe, expect, it } from "vitest";
import { classBreaks, classOf, round, SHADES, shadeOf } from "../src/chart/breaks";
import { strata } from "../src/chart/core";
import { type Column, layers, plot, upperLimit, yearTicks } from "../src/chart/scale";

const column = (year: number, parts: number[]): Column => {
  const total = parts.reduce((a, b) => a + b, 0);
  return { year, parts, total, p10: total * 0.8, p90: total * 1.2 };
};
const frame = { width: 1000, height: 200, top: 20, right: 10, bottom: 20, left: 40 };

describe("class limits", () => {
  it("are round, ascending and at most five", () => {
    const limits = classBreaks(Array.from({ length: 200 }, (_, i) => 1.07 ** i));
    expect(limits.length).toBeLessThanOrEqual(5);
    expect([...limits].sort((a, b) => a - b)).toEqual(limits);
    for (const limit of limits) expect(round(limit)).toBe(limit);
  });

  it("put every value into exactly one class", () => {
    const limits = [10, 20, 50];
    expect([0, -1, 5, 10, 19.9, 20, 50, 1e9].map((value) => classOf(value, limits))).toEqual([
      -1, -1, 0, 1, 1, 2, 3, 3,
    ]);
  });

  it("use the shades from the lightest to the deepest, however many classes there are", () => {
    for (let classes = 2; classes <= 6; classes++) {
      const shades = Array.from({ length: classes }, (_, i) => shadeOf(i, classes));
      expect([shades[0], shades.at(-1)]).toEqual([0, SHADES - 1]);
      expect(new Set(shades).size).toBe(classes);
    }
    expect(shadeOf(-1, 4)).toBe(-1);
  });

  it("do not exist without values", () => {
    expect(classBreaks([0, 0, Number.NaN])).toEqual([]);
  });
});

describe("the year chart", () => {
  const columns = Array.from({ length: 50 }, (_, i) => column(2026 + i, [i + 1, 5]));

  it("finds the year under every column's middle", () => {
    const geometry = plot(columns, frame);
    for (const { year } of columns) expect(geometry.yearAt(geometry.middle(year))).toBe(year);
    expect(geometry.yearAt(-50)).toBe(2026);
    expect(geometry.yearAt(5000)).toBe(2075);
  });

  it("stacks to the total", () => {
    const stacked = layers(columns, 2);
    columns.forEach((each, i) => {
      expect(stacked.at(-1)?.[i]?.[1]).toBeCloseTo(each.total);
    });
  });

  it("holds every range, but does not let one outlier squeeze the rest", () => {
    expect(upperLimit([column(2026, [100]), column(2027, [90])])).toBe(120);
    expect(upperLimit([column(2026, [1000]), column(2027, [90])])).toBeCloseTo(90 * 1.2 * 1.15);
    expect(upperLimit([])).toBe(0);
    const nothing = plot([column(2026, [0])], {
      width: 100,
      height: 100,
      top: 0,
      right: 0,
      bottom: 0,
      left: 0,
    });
    expect(nothing.ticks).toEqual([0]);
  });

  it("writes only round years under narrow columns", () => {
    expect(yearTicks(2026, 2075, 19)).toEqual([2030, 2035, 2040, 2045, 2050, 2055, 2060, 2065, 2070, 2075]);
    expect(yearTicks(2026, 2075, 6)).toEqual([2030, 2040, 2050, 2060, 2070]);
  });
});

describe("the core sample", () => {
  it("fills its height and shows even the lightest layer", () => {
    const heights = strata([460, 186, 0.4], 120, 9);
    expect(heights.reduce((a, b) => a + b, 0)).toBeCloseTo(120);
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(9);
  });
});
