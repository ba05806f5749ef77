/** Numbers as people of the chosen language write them. Pure: the language is an argument. */
export type Lang = "nl" | "en";

const LOCALE: Record<Lang, string> = { nl: "nl-NL", en: "en-GB" };
const cache = new Map<string, Intl.NumberFormat>();

export function number(lang: Lang, value: number, options: Intl.NumberFormatOptions = {}): string {
  const key = lang + JSON.stringify(options);
  let format = cache.get(key);
  if (!format) {
    format = new Intl.NumberFormat(LOCALE[lang], options);
    cache.set(key, format);
  }
  return format.format(value);
}

export function integer(lang: Lang, value: number): string {
  return number(lang, value, { maximumFractionDigits: 0 });
}

/** Three figures say what the forecast can know; more would feign precision. */
const FIGURES = { maximumSignificantDigits: 3 };

export function figures(lang: Lang, value: number): string {
  return number(lang, value, FIGURES);
}

/** Less is a share of a chance, not a thing to be weighed. */
const LEAST_KG = 0.1;

/** Tonnes from 1,000 kg on, kilograms below; beside a range in the unit of that, which its upper end decides. */
export function mass(lang: Lang, kg: number, besideKg = kg): string {
  const [unit, size] = massUnit(besideKg);
  const least = LEAST_KG * size;
  if (kg > 0 && kg < least) return `< ${number(lang, LEAST_KG)}\u00a0${unit}`;
  return `${figures(lang, kg / size)}\u00a0${unit}`;
}

/** Both ends in the unit of the larger one, the lower one no finer than that: "9,8–15,4 t". */
export function massRange(lang: Lang, lowKg: number, highKg: number): string {
  if (highKg > 0 && highKg < LEAST_KG) return mass(lang, highKg);
  const [unit, size] = massUnit(highKg);
  const high = highKg / size;
  const finest = Math.max(0, 2 - Math.floor(Math.log10(Math.max(high, LEAST_KG))));
  const low = Number((lowKg / size).toFixed(finest));
  return `${figures(lang, low)}–${figures(lang, high)}\u00a0${unit}`;
}

function massUnit(kg: number): ["t" | "kg", number] {
  return Math.abs(kg) >= 999.5 ? ["t", 1000] : ["kg", 1];
}

export function percent(lang: Lang, share: number): string {
  return number(lang, share, { style: "percent", maximumFractionDigits: 0 });
}

/** Metres, or square metres: whole above ten, one decimal below. */
export function metres(lang: Lang, value: number, square = false): string {
  const digits = value >= 10 ? 0 : 1;
  return `${number(lang, value, { maximumFractionDigits: digits })}\u00a0m${square ? "²" : ""}`;
}

/** Kilometres from 1,000 m on, metres below. */
export function distance(lang: Lang, meters: number): string {
  return meters >= 1000 ? `${figures(lang, meters / 1000)}\u00a0km` : `${figures(lang, meters)}\u00a0m`;
}

export function years(from: number, to: number): string {
  return from === to ? String(from) : `${from}–${to}`;
}

export function date(lang: Lang, iso: string): string {
  return instant(lang, iso, { dateStyle: "long" });
}

/** Date and time of day, where the reader is. */
export function moment(lang: Lang, iso: string): string {
  return instant(lang, iso, { dateStyle: "long", timeStyle: "short" });
}

function instant(lang: Lang, iso: string, style: Intl.DateTimeFormatOptions): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? iso : new Intl.DateTimeFormat(LOCALE[lang], style).format(at);
}

export function compare(lang: Lang): (a: string, b: string) => number {
  return new Intl.Collator(LOCALE[lang], { numeric: true }).compare;
}
