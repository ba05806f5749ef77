/** Editing an asset: what is typed is kept until it is saved or thrown away, whatever happens in between. */
import { computed, effect, signal } from "@preact/signals";
import { ApiError, awaiting } from "../api/client";
import { askEdits, sendEdit, type Told, undoImport } from "../api/edits";
import { asset } from "./asset";
import { meta } from "./data";
import { bodyOf, type Draft, draftOf, ownIn, type Wrong, wrongIn } from "./draft";
import { noteChange } from "./imports";
import { renew, resource } from "./resource";
import { choice, type Notice, notice } from "./store";

/** What was said of the chosen asset. */
export const told = resource<Told>(
  () => (choice.sel.value === null ? null : String(choice.sel.value)),
  askEdits,
);

/** One form per asset: the version that it was opened on, how it opened, how it is now. */
interface Form {
  version: string;
  start: Draft;
  /** The fields that can be taken back. */
  own: readonly (keyof Draft)[];
  draft: Draft;
  /** Names the attempt to save this draft. */
  key: string;
}

const KEPT = "edits";
const forms = signal<Readonly<Record<number, Form>>>(kept());

export const editing = signal<number | null>(null);
export const saving = signal(false);
export const failure = signal<ApiError | null>(null);
/** The asset itself has gone meanwhile: there is nothing to go on with. */
export const gone = computed(() => failure.value?.refusal?.code === "asset-gone");
/** Fields that were left once, or all after an attempt to save: now it may be said what is wrong with them. */
export const touched = signal<ReadonlySet<string> | "all">(new Set());
/** What was typed before and kept. */
export const restored = signal(false);

export const form = computed(() => (editing.value === null ? null : (forms.value[editing.value] ?? null)));
export const today = computed(() => meta.value?.asOf ?? "");
export const wrong = computed<Wrong>(() =>
  form.value ? wrongIn(form.value.draft, form.value.start, form.value.own, today.value) : {},
);
export const body = computed(() =>
  form.value ? bodyOf(form.value.draft, form.value.start, form.value.version) : null,
);

effect(() => {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(forms.value));
  } catch {
    // Without a place to keep it, what is typed lives as long as the page.
  }
});

/** Whoever leaves the asset finds the form again as it was left. */
effect(() => {
  if (editing.value !== null && choice.sel.value !== editing.value) editing.value = null;
});

function kept(): Record<number, Form> {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "{}") as Record<number, Form>;
  } catch {
    return {};
  }
}

export function edit(known: Told): void {
  failure.value = null;
  touched.value = new Set();
  restored.value = forms.peek()[known.id] !== undefined;
  if (!restored.peek()) put(known.id, opened(known));
  editing.value = known.id;
}

function opened(known: Told): Form {
  const start = draftOf(known.now);
  return { version: known.version, start, own: ownIn(known.now), draft: start, key: newKey() };
}

/** `randomUUID` is there on secure pages only; the key need not be secret. */
const newKey = () => `${Date.now()}-${Math.random().toString(36).slice(2)}`;

function put(id: number, next: Form | null): void {
  const { [id]: _, ...others } = forms.peek();
  forms.value = next ? { ...others, [id]: next } : others;
}

export function type(changes: Partial<Draft>): void {
  const now = form.peek();
  const id = editing.peek();
  if (!now || id === null) return;
  put(id, { ...now, draft: { ...now.draft, ...changes }, key: newKey() });
}

export function touch(field: string): void {
  const now = touched.peek();
  if (now !== "all") touched.value = new Set(now).add(field);
}

/** Close the form; what was typed and not saved is thrown away. */
export function discard(): void {
  if (gone.peek()) noteChange();
  if (editing.peek() !== null) put(editing.peek() as number, null);
  editing.value = null;
}

/** Save; true when it was. Otherwise all that was typed stays, and `failure` says why. */
export async function save(): Promise<boolean> {
  const [id, now, changes] = [editing.peek(), form.peek(), body.peek()];
  touched.value = "all";
  if (id === null || !now || !changes || saving.peek() || Object.keys(wrong.peek()).length > 0) return false;
  saving.value = true;
  failure.value = null;
  try {
    await sendEdit(id, changes, now.key);
    put(id, null);
    if (editing.peek() === id) editing.value = null;
    noteChange();
    return true;
  } catch (error) {
    failure.value = error instanceof ApiError ? error : new ApiError(0, String(error));
    return false;
  } finally {
    saving.value = false;
  }
}

/** After somebody else's change: go on from what holds now, with what was typed. */
export async function lookAgain(): Promise<void> {
  const [id, now] = [editing.peek(), form.peek()];
  if (id === null || !now) return;
  try {
    const known = await askEdits(String(id), new AbortController().signal);
    const next = opened(known);
    const typed = Object.entries(now.draft).filter(
      ([field, value]) => JSON.stringify(value) !== JSON.stringify(now.start[field as keyof Draft]),
    );
    put(id, { ...next, draft: { ...next.draft, ...Object.fromEntries(typed) } });
    failure.value = null;
    renew();
  } catch (error) {
    failure.value = error instanceof ApiError ? error : new ApiError(0, String(error));
  }
}

/** Take one edit back. */
export async function takeBack(importId: number): Promise<void> {
  await undoImport(importId, { allowConflicts: true });
  noteChange();
}

/** What was done is said at once; that map and numbers have followed, only when they have. */
export function announce(follows: string, done: string): void {
  const first: Notice = { text: follows, passing: false };
  notice.value = first;
  const stop = effect(() => {
    if (awaiting.value > 0) return;
    if (notice.peek() === first) notice.value = asset.error.value ? null : { text: done, passing: true };
    queueMicrotask(() => stop());
  });
}
