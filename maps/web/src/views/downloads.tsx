/** What is on the screen as files: the server writes them, the reader's browser fetches them. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { address } from "../api/client";
import { t } from "../i18n";
import { other } from "../state/compare";
import { kind } from "../state/data";
import { only } from "../state/only";
import { settled } from "../state/period";
import { place } from "../state/place";
import { choice, lang } from "../state/store";
import { Icon } from "../ui/icons";
import { closedFromOutside } from "../ui/menu";

const TABLES = ["csv", "xlsx"] as const;
const PICTURES = ["png", "svg"] as const;
/** What the report tells beside, as the server names it. */
const BESIDE = { area: "compareAreaCode", scenario: "compareScenario" } as const;

export function Downloads() {
  const years = settled.value;
  if (!years) return null;
  const whole = choice.area.value === null && choice.drawn.value === null;
  const question = {
    fromYear: years.from,
    toYear: years.to,
    ...place.value,
    ...only.value,
    scenario: choice.scenario.value,
  };
  const by = choice.stack.value;
  const file = (format: string, more: Record<string, string | null>) =>
    address("/v1/supply/file", { ...question, format, ...more });
  const items: [string, string, string][] = [
    ...TABLES.map((format): [string, string, string] => [format, t(`download.${format}`), file(format, {})]),
    ["gpkg", t("download.gpkg"), file("gpkg", { eachKind: whole ? kind.value : null, by: "" })],
    ...PICTURES.map((format): [string, string, string] => [
      format,
      t(`download.${format}`),
      file(format, { by, language: lang.value }),
    ]),
  ];
  const beside = other.value && { [BESIDE[other.value.kind]]: other.value.code };
  const report = { ...question, ...beside, by, eachKind: whole ? kind.value : null, language: lang.value };
  return (
    <Files items={items.filter(([format]) => format !== "gpkg" || !whole || kind.value !== null)}>
      <li>
        <a
          href={address("/v1/supply/report", report)}
          target="_blank"
          rel="noreferrer"
          data-download="report"
        >
          {t("download.report")}
        </a>
      </li>
    </Files>
  );
}

/** A menu of files: each its format, what it is called, and where it is fetched. */
export function Files(props: {
  items: [string, string, string][];
  hint?: string;
  children?: ComponentChildren;
}) {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => closedFromOutside(menu.current), []);
  return (
    <details
      class="downloads"
      ref={menu}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !event.currentTarget.open) return;
        event.stopPropagation();
        event.currentTarget.open = false;
        event.currentTarget.querySelector("summary")?.focus();
      }}
    >
      <summary class="button quiet">
        <Icon name="download" /> {t("download.label")}
      </summary>
      <ul>
        {props.children}
        {props.items.map(([format, label, href]) => (
          <li key={format}>
            <a href={href} download data-download={format}>
              {label}
            </a>
          </li>
        ))}
        {props.hint && <li class="soft">{props.hint}</li>}
      </ul>
    </details>
  );
}
