/** What is said of an asset: by whom, what stands now, and how to say something else. */
import { getJson, post } from "./client";

interface Basis {
  /** The dataset that says it; `source` for the asset's own. */
  basis: string;
  importId: number | null;
  byDesk: boolean;
}

export interface Line {
  layer: string;
  material: string;
  kgLow: number;
  kg: number;
  kgHigh: number;
}

export interface Now {
  built: Basis & { from: number | null; to: number | null };
  assetType: Basis & { code: string };
  condition: (Basis & { condition: number; on: string }) | null;
  planned: (Basis & { from: number; to: number }) | null;
  note: (Basis & { text: string }) | null;
  lines: (Basis & Line)[];
}

export interface Word extends Partial<Line> {
  kind: string;
  field: string;
  takenBack: boolean;
  replacedBy: number | null;
  yearFrom?: number;
  yearTo?: number;
  assetType?: string;
  condition?: number;
  happenedOn?: string;
  reason?: string;
}

export interface Entry {
  importId: number;
  at: string;
  dataset: string;
  source: string;
  byDesk: boolean;
  undone: { importId: number; at: string } | null;
  said: Word[];
}

export interface Told {
  id: number;
  version: string;
  now: Now;
  edits: Entry[];
}

/** Only what changes is sent; null takes back what was said here. */
export interface EditBody {
  version: string;
  yearFrom?: number | null;
  yearTo?: number | null;
  assetType?: string | null;
  condition?: number | null;
  inspectedOn?: string;
  plannedEnd?: number | null;
  lines?: Partial<Line>[];
  note?: string | null;
  reason?: string;
}

export interface UndoReceipt {
  importId: number | null;
  undoes: number;
  removed: number;
  restored: number;
  reopened: number;
  kept: number;
  statements: number;
  conflictCount: number;
  conflicts: { code: string; namespace: string; sourceId: string; becauseOf: number | null }[];
}

const editsOf = (id: number | string) => `/v1/assets/${id}/edits`;

export const askEdits = (id: string, abort: AbortSignal) => getJson<Told>(editsOf(id), {}, abort);

/** `key` names the attempt: the same again is made once, also when an answer was lost. */
export function sendEdit(id: number, body: EditBody, key: string): Promise<{ importId: number }> {
  const init = post(body);
  return getJson(editsOf(id), {}, undefined, {
    ...init,
    headers: { ...init.headers, "Idempotency-Key": key },
  });
}

export const undoImport = (id: number, how: { dryRun?: boolean; allowConflicts?: boolean }) =>
  getJson<UndoReceipt>(`/v1/imports/${id}/undo`, {}, undefined, post(how));
