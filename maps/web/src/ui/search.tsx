/** The search field in the head of the page: a combobox, whose list says what was found and where it leads. */
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Hit } from "../api/types";
import { many, named, t, word } from "../i18n";
import { assetTypes } from "../state/data";
import { choose, found, hitsNow, typed } from "../state/search";
import { Icon, IconButton } from "./icons";
import { Failure, Loading } from "./states";

/** The list lies open. */
const open = signal(false);
/** The one that the arrows are at. */
const active = signal(-1);
/** Enter was pressed before the answer came: the first is meant. */
const hasty = signal(false);
/** On a phone the field takes the place of the title. */
const unfolded = signal(false);

export function Search() {
  const field = useRef<HTMLInputElement>(null);
  const hits = hitsNow();

  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const control = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
      const slash = event.key === "/" && !isWriting(event.target) && !document.querySelector("dialog[open]");
      if (!control && !slash) return;
      event.preventDefault();
      unfold(field.current);
    };
    document.addEventListener("keydown", focus);
    return () => document.removeEventListener("keydown", focus);
  }, []);

  useEffect(() => {
    if (!hasty.value || hits === null) return;
    hasty.value = false;
    if (hits[0]) go(hits[0], field.current);
  }, [hits]);

  const shown = open.value && typed.value.trim() !== "";
  return (
    <search class="search" data-unfolded={unfolded.value}>
      <IconButton
        icon="search"
        label={t("search.open")}
        class="unfold"
        onClick={() => unfold(field.current)}
      />
      <div class="search-field">
        <Icon name="search" />
        <input
          ref={field}
          type="text"
          role="combobox"
          autocomplete="off"
          spellcheck={false}
          maxLength={200}
          aria-label={t("search.label")}
          aria-keyshortcuts="/ Control+K"
          aria-autocomplete="list"
          aria-expanded={shown}
          aria-controls="search-list"
          aria-activedescendant={shown && active.value >= 0 ? `hit-${active.value}` : undefined}
          placeholder={t("search.placeholder")}
          value={typed.value}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
            open.value = true;
            active.value = -1;
            hasty.value = false;
          }}
          onFocus={() => {
            open.value = true;
          }}
          onBlur={(event) => {
            const to = event.relatedTarget;
            if (to instanceof Element && to.closest(".search-list")) return;
            open.value = false;
            unfolded.value = false;
          }}
          onKeyDown={(event) => onKey(event, hits ?? [])}
        />
      </div>
      <div class="search-list" hidden={!shown}>
        <Answer hits={hits} field={field.current} />
      </div>
      <p class="visually-hidden" role="status">
        {shown && hits && counted(hits.length)}
      </p>
    </search>
  );
}

function Answer({ hits, field }: { hits: readonly Hit[] | null; field: HTMLInputElement | null }) {
  const failed = found.error.value;
  return (
    <>
      <div
        id="search-list"
        role="listbox"
        aria-label={t("search.results")}
        onMouseDown={(event) => event.preventDefault()}
      >
        {!failed &&
          hits?.map((hit, i) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
            <div
              key={`${hit.kind} ${hit.kind === "asset" ? hit.id : hit.kind === "area" ? hit.code : hit.name}`}
              id={`hit-${i}`}
              role="option"
              tabIndex={-1}
              data-hit={hit.kind}
              aria-selected={i === active.value}
              onClick={() => go(hit, field)}
            >
              <span>{title(hit)}</span>
              <span class="soft">{about(hit)}</span>
            </div>
          ))}
      </div>
      {failed ? <Failure error={failed} retry={found.retry} /> : hits === null && <Loading lines={2} />}
      {!failed && hits?.length === 0 && <p class="soft">{counted(0)}</p>}
    </>
  );
}

function onKey(event: KeyboardEvent, hits: readonly Hit[]): void {
  const field = event.currentTarget as HTMLInputElement;
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step !== 0) {
    event.preventDefault();
    open.value = true;
    const places = hits.length + 1;
    active.value = ((active.value + 1 + step + places) % places) - 1;
    requestAnimationFrame(() =>
      document.getElementById(`hit-${active.value}`)?.scrollIntoView({ block: "nearest" }),
    );
  } else if (event.key === "Enter") {
    const hit = hits[Math.max(active.value, 0)];
    if (hit) go(hit, field);
    else hasty.value = hitsNow() === null;
  } else if (event.key === "Escape") {
    event.stopPropagation();
    if (typed.value === "") field.blur();
    typed.value = "";
    active.value = -1;
    hasty.value = false;
  }
}

function go(hit: Hit, field: HTMLInputElement | null): void {
  open.value = false;
  active.value = -1;
  typed.value = "";
  field?.blur();
  choose(hit);
}

function unfold(field: HTMLInputElement | null): void {
  const focus = () => {
    field?.focus();
    field?.select();
  };
  focus();
  if (unfolded.value || document.activeElement === field) return;
  unfolded.value = true; // folded away on a phone, it takes the focus a frame later
  requestAnimationFrame(focus);
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
}

function counted(count: number): string {
  if (count === 0) return t("search.none", { text: typed.value.trim() });
  return many("search.count", count);
}

function title(hit: Hit): string {
  return hit.kind === "asset" ? hit.sourceId : hit.name;
}

function about(hit: Hit): string {
  if (hit.kind === "area") return `${t("search.area")} · ${word("supply.kind", hit.areaKind)} · ${hit.code}`;
  if (hit.kind === "name") return many("search.assets", hit.assets);
  const type = assetTypes.value.get(hit.assetType);
  return [type ? named(type) : hit.assetType, hit.name, `#${hit.id}`].filter(Boolean).join(" · ");
}
