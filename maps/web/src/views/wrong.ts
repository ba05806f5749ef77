/** What is wrong with a field, in words: what the form sees itself, and what the server said of it. */
import "../i18n/edit";
import { told } from "../i18n";
import { FIRST_YEAR, LONGEST_PLAN_YEARS } from "../state/draft";
import { failure, today, touched, wrong } from "../state/edit";

export function wrongText(field: string): string | undefined {
  const seen = touched.value === "all" || touched.value.has(field);
  const code = seen ? wrong.value[field] : undefined;
  if (code !== undefined) return worded(field, code, code);
  const refused = failure.value?.errors.find((each) => each.field === field);
  return refused && worded(field, refused.code ?? "", refused.message);
}

function worded(field: string, code: string, otherwise: string): string {
  const now = Number(today.value.slice(0, 4));
  const planned = field === "plannedEnd";
  return told("wrong", code, otherwise, {
    first: planned ? now : FIRST_YEAR,
    last: planned ? now + LONGEST_PLAN_YEARS : now + 1,
  });
}
