import { lang } from "../state/store";
import { en } from "./en";
import { integer, type Lang } from "./format";
import { type Key, nl } from "./nl";

export type { Key } from "./nl";

const DICTIONARY: Record<Lang, Record<Key, string>> = { nl, en };

/** The text of a key in the chosen language; reading it subscribes the caller to the language. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  return fill(DICTIONARY[lang.value][key], values);
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
  return key in nl ? t(key as Key) : code.replaceAll("_", " ").replaceAll("-", " ");
}

/** What the server says with a code: in the reader's words (that may hold its `{sentence}`), else as the server says it. */
export function told(prefix: string, code: string, sentence: string): string {
  const key = `${prefix}.${code}`;
  return key in nl ? t(key as Key, { sentence }) : sentence;
}

/** The name of a thing that the server names in both languages. */
export function named(thing: { nameNl: string; nameEn: string }): string {
  return lang.value === "nl" ? thing.nameNl : thing.nameEn;
}
