import { describe, expect, it } from "vitest";
import { address } from "../src/api/client";
import { between, yearSums } from "../src/api/supply";
import type { SupplyRow } from "../src/api/types";
import { OTHER, stackedColumns } from "../src/chart/columns";
import { nextWindow } from "../src/state/period";
import { isUncertain } from "../src/state/supply";

const row = (part: Partial<SupplyRow>): SupplyRow => ({
  expectedKg: 1,
  p10Kg: 0.5,
  p50Kg: 1,
  p90Kg: 1.5,
  ...part,
});
const names = {
  by: "material" as const,
  label: (code: string) => code,
  colour: () => "#123456",
  other: "other",
};

describe("sums over years", () => {
  const rows = [2026, 2027, 2028, 2029].flatMap((year, i) => [
    row({ area: "A", year, material: "sand", expectedKg: 10 ** i }),
    row({ area: "A", year, material: "clay_paver", expectedKg: 2 }),
    row({ area: "B", year, material: "sand", expectedKg: 7 }),
  ]);

  it("equal the plain sum for every period", () => {
    const sums = yearSums(rows, 2026, 2029);
    for (const area of ["A", "B"]) {
      for (let from = 2026; from <= 2029; from++) {
        for (let to = from; to <= 2029; to++) {
          const plain = rows
            .filter((each) => each.area === area && (each.year ?? 0) >= from && (each.year ?? 0) <= to)
            .reduce((sum, each) => sum + each.expectedKg, 0);
          expect(between(sums, area, from, to)).toBeCloseTo(plain, 9);
        }
      }
    }
  });

  it("are nothing for an area that yields nothing", () => {
    expect(between(yearSums(rows, 2026, 2029), "C", 2026, 2029)).toBe(0);
  });
});

describe("columns of the chart", () => {
  const materials = Array.from({ length: 12 }, (_, i) => `m${i}`);
  const parts = materials.map((material, i) => row({ year: 2030, material, expectedKg: i + 1 }));
  const totals = [row({ year: 2030, expectedKg: 78, p10Kg: 60, p90Kg: 99 })];

  it("lose nothing when small materials are put together", () => {
    const { series, columns } = stackedColumns(parts, totals, 2029, 2031, names, null);
    expect(series.map((each) => each.code)).toEqual([
      "m11",
      "m10",
      "m9",
      "m8",
      "m7",
      "m6",
      "m5",
      "m4",
      OTHER,
    ]);
    expect(columns.map((column) => column.parts.reduce((a, b) => a + b, 0))).toEqual([0, 78, 0]);
    expect(columns[1]).toMatchObject({ total: 78, p10: 60, p90: 99 });
  });

  it("show one material with its own range", () => {
    const own = parts.filter((each) => each.material === "m2");
    const { series, columns } = stackedColumns(parts, own, 2030, 2030, names, "m2");
    expect(series).toHaveLength(1);
    expect(columns[0]).toMatchObject({ parts: [3], total: 3, p10: 0.5, p90: 1.5 });
  });
});

describe("columns of routes", () => {
  it("keep their order, whatever their size", () => {
    const rows = ["landfill", "recycle"].map((route, i) => row({ year: 2030, route, expectedKg: 9 - i }));
    const stacking = { ...names, by: "route" as const, order: ["reuse", "recycle", "landfill"] };
    const { series, columns } = stackedColumns(rows, [], 2030, 2030, stacking, null);
    expect(series.map((each) => each.code)).toEqual(["recycle", "landfill"]);
    expect(columns[0]?.parts).toEqual([8, 9]);
  });
});

describe("playing", () => {
  const all = { from: 2026, to: 2075 };

  it("moves the window by a year and keeps its width", () => {
    expect(nextWindow({ from: 2027, to: 2036 }, all)).toEqual({ from: 2028, to: 2037 });
  });

  it("starts again after the last year", () => {
    expect(nextWindow({ from: 2066, to: 2075 }, all)).toEqual({ from: 2026, to: 2035 });
  });
});

describe("questions", () => {
  it("keep empty groupings and leave out what is null", () => {
    expect(address("/v1/supply", { areaCode: null, by: "", fromYear: 2027 })).toBe(
      "/v1/supply?by=&fromYear=2027",
    );
    expect(address("/v1/supply", { by: "year,material" })).toBe("/v1/supply?by=year,material");
  });
});

describe("an uncertain number", () => {
  it("has a range that is wider than itself", () => {
    expect(isUncertain(row({ expectedKg: 10, p10Kg: 4, p90Kg: 15 }))).toBe(true);
    expect(isUncertain(row({ expectedKg: 10, p10Kg: 6, p90Kg: 15 }))).toBe(false);
    expect(isUncertain(row({ expectedKg: 0, p10Kg: 0, p90Kg: 0 }))).toBe(false);
  });
});
