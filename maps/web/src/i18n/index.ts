import { lang } from "../state/store";
import { en } from "./en";
import { integer, type Lang } from "./format";
import { nl } from "./nl";
import type { nlEdit } from "./nl.edit";
import type { nlImports } from "./nl.imports";
import type { nlReceived } from "./nl.received.told";

export type Key = keyof typeof nl | keyof typeof nlEdit | keyof typeof nlImports | keyof typeof nlReceived;
type Words = Partial<Record<Key, string>>;

/** What the first look may say. Words of parts that open later come with them: `edit.ts` and `imports.ts`, see `addWords`. */
export const dictionary: Record<Lang, Words> = { nl: { ...nl }, en: { ...en } };

export function addWords(words: Record<Lang, Words>): void {
  Object.assign(dictionary.nl, words.nl);
  Object.assign(dictionary.en, words.en);
}

/** Whether there are words for a key. */
const isKey = (key: string): key is Key => key in dictionary.nl;

/** The text of a key in the chosen language; reading it subscribes the caller to the language. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  return fill(dictionary[lang.value][key] ?? key, values);
}

/** Keys with words of their own for one of the things that they count. */
type Counted = { [K in Key]: `${K}.one` extends Key ? K : never }[Key];

/** How many there are of something: `key.one` of one, else `key`. */
export function many(key: Counted, count: number): string {
  return t(count === 1 ? `${key}.one` : key, { count: integer(lang.value, count) });
}

export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The text of a code that comes from data: known codes are translated, others shown readably. */
export function word(prefix: string, code: string): string {
  const key = `${prefix}.${code}`;
  return isKey(key) ? t(key) : code.replaceAll("_", " ").replaceAll("-", " ");
}

/** What the server says with a code: in the reader's words (that may hold its `{sentence}`), else as the server says it. */
export function told(
  prefix: string,
  code: string,
  sentence: string,
  values: Record<string, string | number> = {},
): string {
  const key = `${prefix}.${code}`;
  return isKey(key) ? t(key, { sentence, ...values }) : sentence;
}

/** The name of a thing that the server names in both languages. */
export function named(thing: { nameNl: string; nameEn: string }): string {
  return lang.value === "nl" ? thing.nameNl : thing.nameEn;
}
