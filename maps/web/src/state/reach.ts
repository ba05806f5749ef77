/** While the server does not answer it is asked now and then, ever more seldom; when it does, all that is shown is asked again. */
import { effect, signal } from "@preact/signals";
import { renew } from "./resource";
import { away } from "./screen";

const FIRST_MS = 2_000;
const MOST_MS = 60_000;

/** Nothing is asked while nobody looks at the page, or while there is no connection at all. */
export function keepAsking(): void {
  const canAsk = () => !document.hidden && navigator.onLine;
  const asking = signal(canAsk());
  const tries = signal(0);
  let calm = 0;

  const ask = async () => {
    tries.value += 1;
    if (!(await isThere())) return;
    away.value = false;
    renew();
    // What answers and soon fails again is asked no sooner for that.
    clearTimeout(calm);
    calm = window.setTimeout(() => {
      tries.value = 0;
    }, MOST_MS);
  };
  const look = () => {
    if (!navigator.onLine) away.value = true;
    asking.value = canAsk();
    if (asking.value && away.value) void ask();
  };
  for (const change of ["online", "offline"]) addEventListener(change, look);
  document.addEventListener("visibilitychange", look);

  effect(() => {
    const waitMs = Math.min(FIRST_MS * 2 ** tries.value, MOST_MS);
    if (!away.value || !asking.value) return;
    const timer = setTimeout(ask, waitMs);
    return () => clearTimeout(timer);
  });
}

const isThere = () =>
  fetch("/health").then(
    ({ ok }) => ok,
    () => false,
  );
