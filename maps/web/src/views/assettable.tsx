/** The list with room to spare: a table beside the map, each column to be sorted by. */
import { useEffect, useRef } from "preact/hooks";
import type { AssetRow } from "../api/types";
import { t } from "../i18n";
import { years } from "../i18n/format";
import { choose } from "../state/asset";
import { meta } from "../state/data";
import { listed, listOpen, listTitle, rows, SORTS, type SortKey, sortBy, sorting } from "../state/listing";
import { choice } from "../state/store";
import { Icon, IconButton } from "../ui/icons";
import { Mass } from "../ui/mass";
import { Failure, Loading } from "../ui/states";
import { Kind } from "./assetrow";
import { EndChoice, ListAgain, ListFiles, More } from "./assets";
import { Only } from "./only";

/** Numbers are looked at from the largest, names from the first. */
const FALLING: readonly SortKey[] = ["kg", "builtFrom", "condition", "endYear"];

/** What an id that is an address begins with; the rest tells one asset from another. */
const URI = /^https?:.*[/#](?=.)/;

export function AssetTable() {
  const failed = listed.error.value;
  const shown = rows.value;
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  return (
    <aside class="panel table" id="panel" data-covers="left" aria-label={t("view.stock")}>
      <div class="panel-head">
        <h1 tabIndex={-1} ref={head}>
          {t(listTitle.value)}
        </h1>
        <ListAgain />
        <div class="list-tools">
          <EndChoice />
        </div>
        <ListFiles />
        <IconButton
          icon="close"
          label={t("list.narrow")}
          onClick={() => {
            listOpen.value = true;
            choice.show.value = null;
          }}
        />
        <Only />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard */}
      <div class="panel-body" tabIndex={0}>
        {failed && <Failure error={failed} retry={listed.retry} />}
        {!failed && !shown && <Loading lines={6} />}
        {shown?.length === 0 && <p class="soft">{t("stock.nothingInView")}</p>}
        {!failed && shown && shown.length > 0 && (
          <table class="assets" aria-busy={listed.loading.value}>
            <caption class="visually-hidden">{t(listTitle.value)}</caption>
            <thead>
              <tr>
                {SORTS.map((key) => (
                  <Head key={key} by={key} />
                ))}
                <th scope="col">{t("list.sourceId")}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map(({ id, properties }) => (
                <Row key={id} id={id} of={properties} />
              ))}
            </tbody>
          </table>
        )}
        {!failed && <More />}
      </div>
    </aside>
  );
}

function Head({ by }: { by: SortKey }) {
  const { key, down } = sorting.value;
  const active = key === by;
  return (
    <th
      scope="col"
      class={FALLING.includes(by) ? "number" : undefined}
      aria-sort={active ? (down ? "descending" : "ascending") : "none"}
    >
      <button type="button" onClick={() => sortBy(by, active ? !down : FALLING.includes(by))}>
        {t(`list.by.${by}`)}
        {by === "endYear" && <small>({t("chart.range")})</small>}
        {active && <Icon name={down ? "down" : "up"} />}
      </button>
    </th>
  );
}

function Row({ id, of }: { id: number; of: AssetRow }) {
  const owner = meta.value?.owners.find((each) => each.code === of.owner);
  return (
    <tr class={choice.sel.value === id ? "chosen" : undefined} onClick={() => choose(id)}>
      <td>
        <button type="button" data-asset={id} aria-pressed={choice.sel.value === id}>
          <Kind code={of.assetType} />
        </button>
      </td>
      <td class="name">{of.name}</td>
      <td class="number">{of.builtFrom !== null && years(of.builtFrom, of.builtTo ?? of.builtFrom)}</td>
      <td class="number">{of.condition}</td>
      <td class="number">
        {of.endYear}{" "}
        {of.endFrom !== null && of.endTo !== null && <small>{years(of.endFrom, of.endTo)}</small>}
      </td>
      <td class="number">{of.kg !== null && <Mass kg={of.kg} />}</td>
      <td>{owner?.name ?? of.owner}</td>
      <td class="id" title={of.sourceId}>
        {of.sourceId.replace(URI, "")}
      </td>
    </tr>
  );
}
