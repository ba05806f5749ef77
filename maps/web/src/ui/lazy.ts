/** Parts of the page that are fetched when they are first wanted. */
import { signal } from "@preact/signals";
import { awaiting } from "../api/client";
import { away } from "../state/screen";

/** The last part that was wanted did not come: the connection is lost, or the server has a newer page. */
export const missing = signal(false);

/** A function that gives the part, or null until it has come; who calls it is drawn again then. */
export function lazy<T>(fetchPart: () => Promise<T>): () => T | null {
  const part = signal<T | null>(null);
  let coming = false;
  return () => {
    away.value; // When the server is back, who waits is drawn again, and so the part asked for again.
    if (part.value === null && !coming) {
      coming = true;
      awaiting.value += 1;
      fetchPart()
        .then((loaded) => {
          part.value = loaded;
          missing.value = false;
        })
        .catch((reason: unknown) => {
          coming = false;
          missing.value = true;
          console.error(reason);
        })
        .finally(() => {
          awaiting.value -= 1;
        });
    }
    return part.value;
  };
}
