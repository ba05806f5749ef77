/** Keeps the address bar and the choices equal. */
import { effect } from "@preact/signals";
import { choice, restore, snapshot } from "./store";
import {
  formatParam,
  formatUrl,
  PARAM_NAMES,
  type ParamName,
  type Parsed,
  parseUrl,
  type UrlState,
} from "./url";

/** Changes that come in streams: they replace the current entry instead of adding one each. */
const STREAMS: ReadonlySet<ParamName> = new Set(["camera", "from", "to"]);
const STREAM_DELAY_MS = 250;

/** Reads the address, then writes every later choice to it. Returns what was not understood. */
export function startHistory(): Parsed {
  const first = parseUrl(location.pathname, location.search);
  let unknown = first.unknown;
  let written = first.state;
  let timer = 0;
  restore(first.state);

  window.addEventListener("popstate", () => {
    clearTimeout(timer);
    const parsed = parseUrl(location.pathname, location.search);
    unknown = parsed.unknown;
    written = parsed.state;
    restore(parsed.state);
  });

  effect(() => {
    const state = snapshot();
    const changed = changes(written, state);
    if (changed.length === 0) return;
    clearTimeout(timer);
    const write = (push: boolean) => {
      written = state;
      history[push ? "pushState" : "replaceState"](null, "", formatUrl(state, unknown));
    };
    if (changed.every((name) => name !== "view" && STREAMS.has(name))) {
      timer = window.setTimeout(write, STREAM_DELAY_MS, false);
    } else write(true);
  });
  return first;
}

function changes(before: UrlState, after: UrlState): (ParamName | "view")[] {
  const names: (ParamName | "view")[] = before.view === after.view ? [] : ["view"];
  return names.concat(PARAM_NAMES.filter((name) => formatParam(before, name) !== formatParam(after, name)));
}

/** The full link to what is on the screen. */
export function link(): string {
  return new URL(formatUrl(snapshot()), location.origin).href;
}

export function toggle(code: string, hidden: readonly string[]): string[] {
  return (hidden.includes(code) ? hidden.filter((each) => each !== code) : [...hidden, code]).sort();
}

export function hideAll(codes: readonly string[], hide: boolean): void {
  const others = choice.hide.value.filter((code) => !codes.includes(code));
  choice.hide.value = (hide ? [...others, ...codes] : others).sort();
}
