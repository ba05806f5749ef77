import { describe, expect, it } from "vitest";
import hazards from "../../../assetregistry/catalogue/hazards.toml?raw";
import edits from "../../../assetregistry/edits.py?raw";
import quarantine from "../../../assetregistry/store/sql/import/quarantine.sql?raw";
import { dictionary, fill, type Key, many, told } from "../src/i18n";
import "../src/i18n/edit";
import "../src/i18n/imports";
import { enRefused } from "../src/i18n/en.refused";
import { date, figures, mass, massRange, metres, moment, years } from "../src/i18n/format";
import { nlRefused } from "../src/i18n/nl.refused";
import { misread, refused } from "../src/i18n/refused";
import { choice } from "../src/state/store";

const { nl, en } = dictionary;
const slots = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("the dictionaries", () => {
  it.each(Object.keys(nl) as Key[])("say the same of %s with the same slots", (key) => {
    expect(en[key]?.trim()).toBeTruthy();
    expect(slots(en[key] ?? "")).toEqual(slots(nl[key] ?? ""));
  });

  it("leave a slot visible that nobody filled", () => {
    expect(fill("{a} of {b}", { a: 1 })).toBe("1 of {b}");
  });
});

describe("numbers", () => {
  it("turn from kilograms to tonnes at a thousand", () => {
    expect(plain(mass("nl", 640))).toBe("640 kg");
    expect(plain(mass("nl", 999.6))).toBe("1 t");
    expect(plain(mass("nl", 1_240_000))).toBe("1.240 t");
    expect(plain(mass("en", 1_240_000))).toBe("1,240 t");
  });

  it("carry three figures", () => {
    expect(figures("nl", 12_345_678)).toBe("12.300.000");
    expect(figures("nl", 1.2345)).toBe("1,23");
  });

  it("write both ends of a range in one unit", () => {
    expect(plain(massRange("nl", 800, 2_500))).toBe("0,8–2,5 t");
    expect(plain(massRange("en", 12, 34.56))).toBe("12–34.6 kg");
    expect(plain(mass("nl", 900, 1_300))).toBe("0,9 t");
  });

  it("are no finer than what is known", () => {
    expect(plain(massRange("nl", 0.694, 82_200))).toBe("0–82,2 t");
    expect(plain(massRange("nl", 2_370, 34_500))).toBe("2,4–34,5 t");
    expect(plain(massRange("nl", 311_000, 1_010_000))).toBe("311–1.010 t");
    expect([0.000000386, 0.4, 0].map((kg) => plain(mass("nl", kg)))).toEqual(["< 0,1 kg", "0,4 kg", "0 kg"]);
    expect(plain(mass("nl", 3, 1_300))).toBe("< 0,1 t");
    expect([plain(massRange("nl", 0, 0.01)), plain(massRange("nl", 0, 0))]).toEqual(["< 0,1 kg", "0–0 kg"]);
  });

  it("are words of their own where there is one", () => {
    choice.lang.value = "nl";
    expect(many("imports.repaired", 1)).toBe("1 geometrie hersteld");
    expect(many("imports.repaired", 1_234)).toBe("1.234 geometrieën hersteld");
    choice.lang.value = "en";
    expect([many("imports.rows", 1), many("imports.rows", 0)]).toEqual(["1 row", "0 rows"]);
    choice.lang.value = null;
  });

  it("write days, and moments with their time of day", () => {
    expect(date("nl", "2026-11-29")).toBe("29 november 2026");
    expect(moment("nl", "2026-11-29T18:40:12")).toMatch(/^29 november 2026\D+18:40$/);
    expect(moment("en", "2026-11-29T18:40:12")).toMatch(/^29 November 2026\D+18:40$/);
    expect(moment("en", "no day")).toBe("no day");
  });

  it("write measures and years", () => {
    expect(plain(metres("nl", 1234.4, true))).toBe("1.234 m²");
    expect(plain(metres("nl", 2.56))).toBe("2,6 m");
    expect([years(2027, 2036), years(2030, 2030)]).toEqual(["2027–2036", "2030"]);
  });
});

describe("what the server says with a code", () => {
  it("is in the dictionary where SQL and catalogue have it", () => {
    const codes = [...quarantine.matchAll(/WHEN '([a-z-]+)'/g)].map(([, code]) => `quarantine.${code}`);
    const suspects = [...hazards.matchAll(/^\[([a-z-]+)\]/gm)].flatMap(([, code]) => [
      `hazard.${code}`,
      `hazard.reason.${code}`,
    ]);
    expect(codes.length).toBeGreaterThan(10);
    expect([...codes, ...suspects].filter((key) => !(key in nl))).toEqual([]);
  });

  it("is in the dictionary where it is wrong with a field of an edit", () => {
    const codes = [...edits.matchAll(/Refusal\(\s*[^,]+,\s*"([a-z-]+)"/g)].map(([, code]) => `wrong.${code}`);
    expect(codes.length).toBeGreaterThan(15);
    expect(codes.filter((key) => !(key in nl))).toEqual([]);
  });

  it("is told in the server's own words when the code is not known", () => {
    expect(told("quarantine", "no-such-code", "the server's sentence")).toBe("the server's sentence");
    expect(told("imports.why", "empty", "is empty")).toBe(nl["imports.why.empty"]);
  });
});

describe("refusals", () => {
  const sources = import.meta.glob<string>(
    ["../../../assetregistry/**/*.py", "!../../../assetregistry/{cli,catalogue}/**"],
    { query: "?raw", import: "default", eager: true },
  );
  const codes = new Set(
    Object.values(sources).flatMap((text) =>
      [...text.matchAll(/\bcode="([a-z-]+)"/g)].map(([, code]) => code),
    ),
  );

  it("have a text for every code of the server, and for no other", () => {
    expect(codes.size).toBeGreaterThan(20);
    const told = Object.keys(nlRefused).filter((code) => !code.startsWith("field."));
    expect(told.sort()).toEqual([...codes].sort());
  });

  it.each(Object.keys(nlRefused) as (keyof typeof nlRefused)[])("say the same of %s", (code) => {
    expect(enRefused[code].trim()).not.toBe("");
    expect(slots(enRefused[code])).toEqual(slots(nlRefused[code]));
    expect(enRefused[code].endsWith(":")).toBe(nlRefused[code].endsWith(":"));
  });

  it("tell what is wrong with a field, where there are words for it", () => {
    choice.lang.value = "nl";
    const error = { field: "limit", code: "too-large", values: { most: 1_000 }, message: "" };
    expect(misread(error)).toBe("“limit” mag 1.000 of minder zijn");
    expect(misread({ field: "bbox", code: "unfit", message: "" })).toBeNull();
  });

  it("are told with their numbers, in the reader's language", () => {
    choice.lang.value = "nl";
    expect(refused("too-many-to-sort", { most: 20_000 })).toContain("20.000");
    choice.lang.value = "en";
    expect(refused("too-many-to-sort", { most: 20_000 })).toContain("20,000");
    expect(refused("no-such-code", {})).toBeNull();
    choice.lang.value = null;
  });
});
