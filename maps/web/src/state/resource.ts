/** Data that follows a key: asked when the key changes, the former question dropped, the former answer kept. */
import { effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import { ApiError, mayPass } from "../api/client";
import { away } from "./screen";

const renewal = signal(0);

/** What the server holds has changed: everything that is shown is asked again. */
export function renew(): void {
  renewal.value += 1;
}

export interface Resource<T> {
  data: ReadonlySignal<T | null>;
  /** The key that `data` answers; views compare it with what they need now. */
  key: ReadonlySignal<string | null>;
  loading: ReadonlySignal<boolean>;
  error: ReadonlySignal<ApiError | null>;
  retry(): void;
}

/**
 * `key` is the question as text, or null when there is nothing to ask (the data is then dropped).
 * Nothing is asked before the first key; no request survives a newer key.
 */
export function resource<T>(
  key: () => string | null,
  load: (key: string, abort: AbortSignal) => Promise<T>,
): Resource<T> {
  const data = signal<T | null>(null);
  const answered = signal<string | null>(null);
  const loading = signal(false);
  const error = signal<ApiError | null>(null);
  const attempt = signal(0);

  effect(() => {
    const wanted = key();
    attempt.value;
    renewal.value;
    error.value = null;
    if (wanted === null) {
      data.value = null;
      answered.value = null;
      loading.value = false;
      return;
    }
    const controller = new AbortController();
    loading.value = true;
    // What the loader reads is no reason to ask again; only the key is.
    untracked(() => load(wanted, controller.signal))
      .then((answer) => {
        if (controller.signal.aborted) return;
        data.value = answer;
        answered.value = wanted;
        loading.value = false;
      })
      .catch((reason: unknown) => {
        if (controller.signal.aborted) return;
        const failed = reason instanceof ApiError ? reason : new ApiError(0, String(reason));
        if (mayPass(failed.status)) away.value = true;
        error.value = failed;
        loading.value = false;
      });
    return () => controller.abort();
  });

  return { data, key: answered, loading, error, retry: () => attempt.value++ };
}
