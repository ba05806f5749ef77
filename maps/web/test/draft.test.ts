import { describe, expect, it } from "vitest";
import type { Now } from "../src/api/edits";
import { bodyOf, type Draft, draftOf, EMPTY_LINE, number, ownIn, wrongIn } from "../src/state/draft";

const TODAY = "2026-11-24";
const source = { basis: "source", importId: null, byDesk: false };
const desk = { basis: "desk", importId: 7, byDesk: true };
const line = { layer: "surface", material: "asphalt", kgLow: 900, kg: 1000, kgHigh: 1000 };
const now: Now = {
  built: { ...source, from: 1990, to: 1990 },
  assetType: { ...source, code: "road" },
  condition: { ...desk, condition: 3, on: "2026-05-01" },
  planned: null,
  note: null,
  lines: [
    { ...desk, ...line },
    { ...source, ...line, basis: "supplier" },
  ],
};
const start = draftOf(now);
const wrong = (changes: Partial<Draft>) => wrongIn({ ...start, ...changes }, start, ownIn(now), TODAY);
const body = (changes: Partial<Draft>) => bodyOf({ ...start, ...changes }, start, "v1");

describe("a form", () => {
  it("opens with what holds, one year for both when they are one, and the lines that are said here", () => {
    expect([start.yearFrom, start.yearTo, start.condition, start.inspectedOn]).toEqual([
      "1990",
      "",
      "3",
      "2026-05-01",
    ]);
    expect(start.lines).toEqual([
      { layer: "surface", material: "asphalt", kgLow: "900", kg: "1000", kgHigh: "" },
    ]);
    expect(wrong({})).toEqual({});
  });

  it("sends nothing when nothing was changed, and a reason alone is nothing", () => {
    expect(body({})).toBeNull();
    expect(body({ reason: "because" })).toBeNull();
  });

  it("sends what was changed and no more", () => {
    expect(body({ yearFrom: "1998", reason: " seen " })).toEqual({
      version: "v1",
      yearFrom: 1998,
      yearTo: 1998,
      reason: "seen",
    });
    expect(body({ yearTo: "1995" })).toEqual({ version: "v1", yearFrom: 1990, yearTo: 1995 });
    expect(body({ condition: "5", inspectedOn: TODAY })).toEqual({
      version: "v1",
      condition: 5,
      inspectedOn: TODAY,
    });
    expect(body({ lines: [] })).toEqual({ version: "v1", lines: [] });
  });

  it("takes back what is said here when it is emptied, and only that", () => {
    expect(body({ condition: "", inspectedOn: "" })).toEqual({ version: "v1", condition: null });
    expect(wrong({ condition: "", inspectedOn: "" })).toEqual({});
    expect(wrong({ yearFrom: "" })).toEqual({ yearFrom: "not-ours" });
  });
});

describe("what is wrong", () => {
  it.each([
    [{ yearFrom: "1799" }, { yearFrom: "year-outside" }],
    [{ yearFrom: "199" }, { yearFrom: "year-outside" }],
    [{ yearTo: "2028" }, { yearTo: "year-outside" }],
    [{ yearTo: "1989" }, { yearTo: "years-reversed" }],
    [{ plannedEnd: "2025" }, { plannedEnd: "plan-outside" }],
    [{ inspectedOn: "2026-11-25" }, { inspectedOn: "day-outside" }],
    [{ note: "n".repeat(2001) }, { note: "text-too-long" }],
    [
      { lines: [EMPTY_LINE] },
      { "lines.0.layer": "layer-missing", "lines.0.material": "material-missing", "lines.0.kg": "no-mass" },
    ],
  ])("is found in %j", (changes, found) => {
    expect(wrong(changes)).toEqual(found);
  });

  it("is found in lines that contradict themselves or one another", () => {
    const one = { layer: "surface", material: "asphalt", kgLow: "", kg: "10", kgHigh: "" };
    expect(wrong({ lines: [{ ...one, kgLow: "11", kgHigh: "9,5" }, one] })).toEqual({
      "lines.0.kgLow": "masses-reversed",
      "lines.0.kgHigh": "masses-reversed",
      "lines.1.material": "line-twice",
    });
    expect(wrong({ lines: [{ ...one, kgLow: "9,5", kgHigh: "10.5" }] })).toEqual({});
  });

  it("knows numbers in both languages, and nothing else", () => {
    expect([number("12,5"), number(" 12.5 "), number("12")]).toEqual([12.5, 12.5, 12]);
    expect([number("1.234,5"), number("twelve"), number("")]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });
});
