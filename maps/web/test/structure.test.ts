import { describe, expect, it } from "vitest";
import { dictionary } from "../src/i18n";
import "../src/i18n/edit";
import "../src/i18n/imports";
import { nlEdit } from "../src/i18n/nl.edit";
import { nlImports } from "../src/i18n/nl.imports";
import { nlReceived } from "../src/i18n/nl.received.told";

const sources = import.meta.glob<string>(["../src/**/*.ts", "../src/**/*.tsx", "../src/**/*.css"], {
  query: "?raw",
  import: "default",
  eager: true,
});
const files = Object.entries(sources).map(([path, text]) => ({ name: path.replace("../src/", ""), text }));
const code = files.filter(({ name }) => !name.endsWith(".css"));
const imports = (text: string) =>
  [...text.matchAll(/(?:from|import)\s*\(?"([^"]+)"/g)].map(([, path]) => path ?? "");

/** Whether a file names one of these keys, or the beginning of one that it completes. */
function says(text: string, keys: readonly string[]): boolean {
  const begun = [...text.matchAll(/(?:t|many)\(`([a-z.]+\.)\$|(?:word|told)\("([a-z.]+)"/gi)].map(
    ([, whole, family]) => whole ?? `${family}.`,
  );
  return keys.some((key) => text.includes(`"${key}"`) || begun.some((each) => key.startsWith(each)));
}

describe("the rooms of the house", () => {
  it("are all looked at", () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files.every(({ text }) => text.length > 0)).toBe(true);
  });

  it.each(files)("$name is short", ({ text }) => {
    expect(text.split("\n").length).toBeLessThanOrEqual(301);
  });

  it("only map/ knows MapLibre", () => {
    const others = code.filter(({ name }) => !name.startsWith("map/"));
    expect(others.filter(({ text }) => imports(text).some((path) => path.startsWith("maplibre-gl")))).toEqual(
      [],
    );
  });

  it("chart/ is pure: it knows neither state nor server nor words", () => {
    const strays = code
      .filter(({ name }) => name.startsWith("chart/"))
      .flatMap(({ name, text }) =>
        [...text.matchAll(/^import (?!type).*"(\.\.\/[^"]+)"/gm)].map(([, path]) => `${name}: ${path}`),
      );
    expect(strays).toEqual([]);
  });

  it("views/ and ui/ reach the map only through its place in the page", () => {
    const reached = code
      .filter(({ name }) => /^(views|ui|state)\//.test(name))
      .flatMap(({ text }) => imports(text).filter((path) => path.includes("/map/")));
    expect(new Set(reached)).toEqual(new Set(["../map/canvas"]));
  });

  it("no text for people stands outside the dictionaries", () => {
    const literals = code
      .filter(({ name }) => name.endsWith(".tsx"))
      .flatMap(({ name, text }) =>
        [...text.matchAll(/(?:>|\})\s*([A-Za-z][a-z]+(?: [a-z]+)*)\s*(?:<\/|\{)/g)]
          .filter(([whole]) => !/[;=]/.test(whole))
          .map(([, words]) => `${name}: ${words}`),
      );
    expect(literals).toEqual([]);
  });

  it("colours stand in the tokens alone", () => {
    const styles = files.filter(({ name }) => name.endsWith(".css") && name !== "css/tokens.css");
    const strays = styles.flatMap(({ name, text }) =>
      [...text.matchAll(/#[0-9a-f]{3,8}\b/gi)].map(([colour]) => `${name}: ${colour}`),
    );
    expect(strays).toEqual([]);
  });

  it.each([
    ["edit", Object.keys(nlEdit)],
    ["imports", Object.keys({ ...nlImports, ...nlReceived })],
  ])("who says words of i18n/%s brings them along", (room, keys) => {
    const without = code
      .filter(({ name, text }) => !name.startsWith("i18n/") && says(text, keys))
      .filter(({ text }) => !imports(text).includes(`../i18n/${room}`));
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  it("no text is translated in vain", () => {
    const all = code
      .filter(({ name }) => !/^i18n\/(nl|en)/.test(name))
      .map(({ text }) => text)
      .join("\n");
    const families = [...all.matchAll(/(?:(?:t|many)\(`|word\("|told\("|many\(")([a-z.]+?)(?:\.\$|")/gi)].map(
      ([, family]) => `${family}.`,
    );
    const unused = Object.keys(dictionary.nl).filter(
      (key) => !all.includes(`"${key}"`) && !families.some((family) => key.startsWith(family)),
    );
    expect(unused).toEqual([]);
  });
});
