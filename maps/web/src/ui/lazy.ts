/** Parts of the page that are fetched when they are first wanted. */
import { signal } from "@preact/signals";

/** A function that gives the part, or null until it has come; who calls it is drawn again then. */
export function lazy<T>(fetchPart: () => Promise<T>): () => T | null {
  const part = signal<T | null>(null);
  let coming = false;
  return () => {
    if (part.value === null && !coming) {
      coming = true;
      fetchPart()
        .then((loaded) => {
          part.value = loaded;
        })
        .catch((reason: unknown) => {
          coming = false;
          console.error(reason);
        });
    }
    return part.value;
  };
}
