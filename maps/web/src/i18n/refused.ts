/** Refusals in the reader's words. */
import type { FieldError } from "../api/client";
import { lang } from "../state/store";
import { fill } from ".";
import { enRefused } from "./en.refused";
import { integer } from "./format";
import { nlRefused } from "./nl.refused";

const DICTIONARY = { nl: nlRefused, en: enRefused };

/** The text of a code; null where there is none. */
export function refused(code: string, values: Record<string, string | number>): string | null {
  if (!(code in nlRefused)) return null;
  const written = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === "number" ? integer(lang.value, value) : value,
  ]);
  return fill(DICTIONARY[lang.value][code as keyof typeof nlRefused], Object.fromEntries(written));
}

/** What is wrong with one field; null where there are no words for it. */
export function misread({ field, code, values }: FieldError): string | null {
  return refused(`field.${code}`, { ...values, field });
}
