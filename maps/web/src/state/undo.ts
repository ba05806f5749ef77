/** Undoing an import: first what it would do, then, confirmed, done. */
import { signal } from "@preact/signals";
import { ApiError } from "../api/client";
import { type UndoReceipt, undoImport } from "../api/edits";
import { noteChange } from "./imports";

export type Undoing =
  | { at: "asking" | "working" }
  | { at: "told"; receipt: UndoReceipt }
  | { at: "done"; receipt: UndoReceipt }
  | { at: "failed"; error: ApiError };

/** By the number of the import. */
export const undoing = signal<ReadonlyMap<number, Undoing>>(new Map());

function put(id: number, now: Undoing | null): void {
  const next = new Map(undoing.peek());
  if (now) next.set(id, now);
  else next.delete(id);
  undoing.value = next;
}

async function attempt(id: number, work: () => Promise<Undoing>): Promise<void> {
  try {
    put(id, await work());
  } catch (error) {
    put(id, { at: "failed", error: error instanceof ApiError ? error : new ApiError(0, String(error)) });
  }
}

export function ask(id: number): Promise<void> {
  put(id, { at: "asking" });
  return attempt(id, async () => ({ at: "told", receipt: await undoImport(id, { dryRun: true }) }));
}

/** What the reader has seen in `told` is allowed; anything that is new since then is not. */
export function confirm(id: number, seen: UndoReceipt): Promise<void> {
  put(id, { at: "working" });
  return attempt(id, async () => {
    const receipt = await undoImport(id, { allowConflicts: seen.conflictCount > 0 });
    noteChange();
    return { at: "done", receipt };
  });
}

export function letBe(id: number): void {
  put(id, null);
}
