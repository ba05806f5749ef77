/** Assets as a list: the way to a card without a mouse, and without a map. */
import { t } from "../i18n";
import { lastEnd, lastEnds, showEndsUntil } from "../state/legend";
import {
  fetchMore,
  fileOf,
  listed,
  listOpen,
  listTitle,
  mayFetch,
  next,
  rows,
  SORTS,
  type SortKey,
  sortBy,
  sorting,
} from "../state/listing";
import { listWhatIsSeen, narrow } from "../state/screen";
import { choice } from "../state/store";
import { IconButton } from "../ui/icons";
import { Failure, Loading } from "../ui/states";
import { AssetRowList } from "./assetrow";
import { Files } from "./downloads";

const FORMATS = ["csv", "xlsx", "gpkg", "geojson"] as const;

export function AssetList() {
  const open = listOpen.value || choice.sort.value !== null || choice.show.value === "list";
  return (
    <details
      class="asset-list"
      id="list"
      open={open}
      onToggle={(event) => {
        listOpen.value = event.currentTarget.open;
        if (listOpen.value) return;
        choice.sort.value = null;
        choice.show.value = null;
      }}
    >
      <summary>{t(listTitle.value)}</summary>
      {open && (
        <>
          <ListAgain />
          <Tools />
          <Rows />
        </>
      )}
    </details>
  );
}

function Tools() {
  const { key, down } = sorting.value;
  return (
    <div class="list-tools">
      <EndChoice />
      <label>
        <span>{t("list.sort")}</span>
        <select
          value={key ?? ""}
          onChange={(event) => sortBy((event.currentTarget.value || null) as SortKey | null, down)}
        >
          <option value="">{t("list.sort.none")}</option>
          {SORTS.map((each) => (
            <option key={each} value={each}>
              {t(`list.by.${each}`)}
            </option>
          ))}
        </select>
      </label>
      {key && (
        <IconButton
          icon={down ? "down" : "up"}
          label={t(down ? "list.down" : "list.up")}
          onClick={() => sortBy(key, !down)}
        />
      )}
      {!narrow.value && (
        <IconButton
          icon="table"
          label={t("list.table")}
          onClick={() => {
            choice.show.value = "list";
          }}
        />
      )}
      <ListFiles />
    </div>
  );
}

/** Up to which year what is listed, and on the map, is expected to end. */
export function EndChoice() {
  return (
    <label>
      <span>{t("list.by.endYear")}</span>
      <select
        data-last-end
        value={lastEnd.value ?? ""}
        onChange={(event) => showEndsUntil(Number(event.currentTarget.value) || null)}
      >
        <option value="">{t("only.all")}</option>
        {lastEnds.value.map((year, i) => (
          <option key={year} value={year}>
            {i === 0 ? t("end.past") : t("list.until", { year })}
          </option>
        ))}
      </select>
    </label>
  );
}

/** After a closer look at one asset: from what was in view before it to what is now. */
export function ListAgain() {
  if (listTitle.value !== "list.former") return null;
  return (
    <button type="button" class="link" data-list-again onClick={listWhatIsSeen}>
      {t("list.again")}
    </button>
  );
}

export function ListFiles() {
  return (
    <Files
      hint={t("list.most")}
      items={FORMATS.map((format) => [format, t(`list.file.${format}`), fileOf(format)])}
    />
  );
}

function Rows() {
  const failed = listed.error.value;
  const shown = rows.value;
  if (failed) return <Failure error={failed} retry={listed.retry} />;
  if (!shown) return <Loading />;
  if (shown.length === 0) return <p class="soft">{t("stock.nothingInView")}</p>;
  return (
    <>
      <p class="soft">{t("stock.listHint")}</p>
      <AssetRowList rows={shown} />
      <More />
    </>
  );
}

export function More() {
  if (next.value === null) return null;
  return (
    <button
      type="button"
      class="button quiet"
      aria-disabled={!mayFetch.value}
      onClick={() => void fetchMore()}
    >
      {t("stock.listMore")}
    </button>
  );
}
