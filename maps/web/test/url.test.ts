import { describe, expect, it } from "vitest";
import { DEFAULTS, formatUrl, parseUrl, type UrlState, VIEWS } from "../src/state/url";

/** A small deterministic generator, so a failure can be repeated. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

function anyState(next: () => number): UrlState {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)] as T;
  const maybe = <T>(value: T): T | null => (next() < 0.5 ? value : null);
  const from = maybe(2020 + Math.floor(next() * 50));
  return {
    view: pick(VIEWS),
    camera: maybe({
      zoom: 13.25,
      lat: Number((52 + next()).toFixed(4)),
      lon: Number((6 + next()).toFixed(4)),
    }),
    from,
    to: maybe((from ?? 2030) + Math.floor(next() * 20)),
    ...pick<Pick<UrlState, "area" | "drawn">>([
      { area: null, drawn: null },
      { area: pick(["GM0153", "BU99010001", "custom:7", "Buurt_é"]), drawn: null },
      { area: null, drawn: { kind: "circle", middle: [6.89123, 52.22], radiusM: 350 } },
      {
        area: null,
        drawn: {
          kind: "polygon",
          corners: [
            [6.8, 52.2],
            [6.9, 52.2],
            [6.85, -52.25],
          ],
        },
      },
    ]),
    found: maybe("BU99010001"),
    name: maybe("'s-Gravenweg & Plein/Noord, 2e"),
    kind: maybe("municipality"),
    unit: pick(["density", "mass"]),
    stack: pick(["material", "route"]),
    owners: pick([[], ["G0153"], ["G0153", "W0663"]]),
    types: pick([[], ["road_asphalt_local", "sewer_gravity_pvc"]]),
    material: maybe("clay_paver"),
    route: maybe(pick(["reuse", "landfill"])),
    hazard: maybe("suspect"),
    scenario: maybe("longer-lives"),
    compare: maybe(pick(["area:BU99010001", "scenario:no-landfill"])),
    show: maybe(pick(["why", "list"])),
    sort: maybe(pick(["name", "-kg", "-condition"])),
    colour: pick(["type", "material", "built", "end", "condition"]),
    hide: pick([[], ["gully_concrete"], ["end-0", "sewer_gravity_pvc"]]),
    sel: maybe(1 + Math.floor(next() * 1e9)),
    work: maybe(7),
    lang: maybe(pick(["nl", "en"])),
    theme: maybe(pick(["light", "dark"])),
  };
}

const read = (url: string) => {
  const { pathname, search } = new URL(url, "http://localhost");
  return parseUrl(pathname, search);
};

describe("the address", () => {
  it("restores what it was made from", () => {
    const next = random(20261124);
    for (let i = 0; i < 500; i++) {
      const state = anyState(next);
      const parsed = read(formatUrl(state));
      expect(parsed).toEqual({ state, bad: [], turned: false, unknown: [] });
    }
  });

  it("leaves defaults out", () => {
    expect(formatUrl(DEFAULTS)).toBe("/stock");
    expect(read("/").state).toEqual(DEFAULTS);
  });

  it("is sorted and readable", () => {
    const state: UrlState = { ...DEFAULTS, view: "supply", to: 2036, from: 2027, area: "BU990101" };
    expect(formatUrl({ ...state, camera: { zoom: 13.456, lat: 52.35678, lon: 6.723456 } })).toBe(
      "/supply?area=BU990101&from=2027&to=2036&view=13.46/52.3568/6.7235",
    );
  });

  it.each([
    ["/stock?sel=abc", "sel=abc"],
    ["/stock?view=999/0/0", "view=999/0/0"],
    ["/supply?unit=pounds", "unit=pounds"],
    ["/supply?from=20x7", "from=20x7"],
    ["/supply?area=%3Cscript%3E", "area=<script>"],
    ["/nowhere/at/all", "/nowhere/at/all"],
    ["/supply?drawn=6.8,52.2,6.9", "drawn=6.8,52.2,6.9"],
    ["/supply?drawn=6.8,52.2,6.9,52.2", "drawn=6.8,52.2,6.9,52.2"],
    ["/supply?drawn=circle,6.8,52.2,0", "drawn=circle,6.8,52.2,0"],
    ["/supply?drawn=circle,1e9,52.2,100", "drawn=circle,1e9,52.2,100"],
    ["/supply?drawn=6.8,952.2,6.9,52.2,7,52", "drawn=6.8,952.2,6.9,52.2,7,52"],
  ])("names what it does not understand in %s and keeps the default", (url, bad) => {
    const parsed = read(url);
    expect(parsed.bad).toEqual([bad]);
    expect({ ...parsed.state, view: DEFAULTS.view }).toEqual(DEFAULTS);
  });

  it("turns an upside-down range over and says so", () => {
    const { state, bad, turned } = read("/supply?from=2040&to=2030");
    expect([state.from, state.to]).toEqual([2030, 2040]);
    expect([bad, turned]).toEqual([[], true]);
  });

  it("takes one place at a time: what was drawn", () => {
    const { state, bad } = read("/supply?area=GM0153&drawn=circle,6.8,52.2,100");
    expect([state.area, state.drawn?.kind]).toEqual([null, "circle"]);
    expect(bad).toEqual(["area=GM0153"]);
  });

  it("keeps keys that are not ours", () => {
    const { state, unknown } = read("/supply?campaign=1&unit=mass");
    expect(formatUrl(state, unknown)).toBe("/supply?campaign=1&unit=mass");
  });

  it.each([
    ["/stock?color=end", { colour: "end" }],
    ["/stock?language=en", { lang: "en" }],
  ])("still reads the former name in %s", (url, expected) => {
    expect(read(url).state).toEqual({ ...DEFAULTS, ...expected });
  });
});
