import { describe, expect, it } from "vitest";
import { around } from "../src/state/going";

describe("where a found place is", () => {
  it("is its middle, the nearer the smaller it is", () => {
    const street = around([5.0, 52.0, 5.01, 52.002]);
    const town = around([4.9, 51.9, 5.1, 52.1]);
    expect(street.lon).toBeCloseTo(5.005);
    expect(street.lat).toBeCloseTo(52.001);
    expect(street.zoom).toBeGreaterThan(town.zoom);
  });

  it("is never nearer than one can see by", () => {
    expect(around([5, 52, 5, 52]).zoom).toBe(17);
    expect(around([-180, -85, 180, 85]).zoom).toBeGreaterThanOrEqual(0);
  });
});
