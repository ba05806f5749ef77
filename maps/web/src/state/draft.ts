/** A form's contents as they are typed, what is wrong with them, and what of them is new. */
import type { EditBody, Line, Now } from "../api/edits";

export interface LineDraft {
  layer: string;
  material: string;
  kgLow: string;
  kg: string;
  kgHigh: string;
}

export interface Draft {
  yearFrom: string;
  yearTo: string;
  assetType: string;
  condition: string;
  inspectedOn: string;
  plannedEnd: string;
  lines: readonly LineDraft[];
  note: string;
  reason: string;
}

/** Field (`lines.0.kg` for one of a line) → what is wrong with it, in the server's codes. */
export type Wrong = Record<string, string>;

export const FIRST_YEAR = 1800;
export const LONGEST_PLAN_YEARS = 200;
export const NOTE_LENGTH = 2000;
export const REASON_LENGTH = 500;
export const EMPTY_LINE: LineDraft = { layer: "", material: "", kgLow: "", kg: "", kgHigh: "" };

const text = (value: number | null | undefined) =>
  value === null || value === undefined ? "" : String(value);

/** The form as it opens: what holds now. */
export function draftOf(now: Now): Draft {
  return {
    yearFrom: text(now.built.from),
    yearTo: now.built.to === now.built.from ? "" : text(now.built.to),
    assetType: now.assetType.code,
    condition: now.condition ? String(Math.round(now.condition.condition)) : "",
    inspectedOn: now.condition?.on ?? "",
    plannedEnd: text(now.planned?.to),
    lines: now.lines
      .filter(({ byDesk }) => byDesk)
      .map((line) => ({
        layer: line.layer,
        material: line.material,
        kgLow: line.kgLow === line.kg ? "" : text(line.kgLow),
        kg: text(line.kg),
        kgHigh: line.kgHigh === line.kg ? "" : text(line.kgHigh),
      })),
    note: now.note?.text ?? "",
    reason: "",
  };
}

/** A number as people type it in either language; NaN for anything else. */
export function number(typed: string): number {
  const plain = typed.trim().replace(",", ".");
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
}

const year = (typed: string) => (/^\d{4}$/.test(typed.trim()) ? Number(typed) : Number.NaN);
const outside = (value: number, first: number, last: number) => !(value >= first && value <= last);

/** The fields that are said here, and so can be taken back by emptying them. */
export function ownIn(now: Now): (keyof Draft)[] {
  const own: [keyof Draft, { byDesk: boolean } | null][] = [
    ["yearFrom", now.built],
    ["assetType", now.assetType],
    ["condition", now.condition],
    ["plannedEnd", now.planned],
    ["note", now.note],
  ];
  return own.filter(([, basis]) => basis?.byDesk).map(([field]) => field);
}

/** What the server would refuse, while it is typed. `today` is an ISO day, `own` as `ownIn` tells. */
export function wrongIn(draft: Draft, start: Draft, own: readonly (keyof Draft)[], today: string): Wrong {
  const wrong: Wrong = {};
  for (const field of ["yearFrom", "condition", "plannedEnd", "note"] as const) {
    if (!draft[field] && start[field] && !own.includes(field)) wrong[field] = "not-ours";
  }
  const now = Number(today.slice(0, 4));
  for (const field of ["yearFrom", "yearTo"] as const) {
    if (draft[field] && outside(year(draft[field]), FIRST_YEAR, now + 1)) wrong[field] = "year-outside";
  }
  if (draft.yearTo && !draft.yearFrom) wrong.yearFrom ??= "first-year-missing";
  if (year(draft.yearFrom) > year(draft.yearTo)) wrong.yearTo ??= "years-reversed";
  if (draft.plannedEnd && outside(year(draft.plannedEnd), now, now + LONGEST_PLAN_YEARS))
    wrong.plannedEnd = "plan-outside";
  if (draft.inspectedOn && (draft.inspectedOn < "1900-01-01" || draft.inspectedOn > today))
    wrong.inspectedOn = "day-outside";
  if (draft.note.length > NOTE_LENGTH) wrong.note = "text-too-long";
  if (draft.reason.length > REASON_LENGTH) wrong.reason = "text-too-long";
  draft.lines.forEach((line, at) => {
    Object.assign(wrong, wrongLine(line, `lines.${at}`, draft.lines.slice(0, at)));
  });
  return wrong;
}

function wrongLine(line: LineDraft, at: string, before: readonly LineDraft[]): Wrong {
  const wrong: Wrong = {};
  const kg = number(line.kg);
  if (!line.layer.trim()) wrong[`${at}.layer`] = "layer-missing";
  if (!line.material) wrong[`${at}.material`] = "material-missing";
  else if (before.some(({ layer, material }) => layer === line.layer && material === line.material))
    wrong[`${at}.material`] = "line-twice";
  if (!(kg > 0)) wrong[`${at}.kg`] = "no-mass";
  if (line.kgLow && outside(number(line.kgLow), 0, kg)) wrong[`${at}.kgLow`] = "masses-reversed";
  if (line.kgHigh && !(number(line.kgHigh) >= kg)) wrong[`${at}.kgHigh`] = "masses-reversed";
  return wrong;
}

/** Only what was changed from `start`, in the server's words; null when nothing was. */
export function bodyOf(draft: Draft, start: Draft, version: string): EditBody | null {
  const changed = (...fields: (keyof Draft)[]) =>
    fields.some((field) => JSON.stringify(draft[field]) !== JSON.stringify(start[field]));
  const body: EditBody = { version };
  if (changed("yearFrom", "yearTo")) {
    body.yearFrom = draft.yearFrom ? year(draft.yearFrom) : null;
    body.yearTo = draft.yearTo ? year(draft.yearTo) : body.yearFrom;
  }
  if (changed("assetType")) body.assetType = draft.assetType || null;
  if (changed("condition", "inspectedOn")) {
    body.condition = draft.condition ? Number(draft.condition) : null;
    if (draft.condition && draft.inspectedOn) body.inspectedOn = draft.inspectedOn;
  }
  if (changed("plannedEnd")) body.plannedEnd = draft.plannedEnd ? year(draft.plannedEnd) : null;
  if (changed("lines")) body.lines = draft.lines.map(lineOf);
  if (changed("note")) body.note = draft.note.trim() || null;
  if (Object.keys(body).length === 1) return null;
  if (draft.reason.trim()) body.reason = draft.reason.trim();
  return body;
}

function lineOf(line: LineDraft): Partial<Line> {
  return {
    layer: line.layer.trim(),
    material: line.material,
    kg: number(line.kg),
    ...(line.kgLow ? { kgLow: number(line.kgLow) } : {}),
    ...(line.kgHigh ? { kgHigh: number(line.kgHigh) } : {}),
  };
}
