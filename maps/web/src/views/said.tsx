/** What was said of an asset, the newest first; what was said here can be taken back. */
import "../i18n/edit";
import { useState } from "preact/hooks";
import { ApiError } from "../api/client";
import type { Entry, Word } from "../api/edits";
import { named, t, word } from "../i18n";
import { date, figures, years } from "../i18n/format";
import { assetTypes, layerName, materials } from "../state/data";
import { announce, edit, takeBack, told } from "../state/edit";
import { lang } from "../state/store";
import { Icon } from "../ui/icons";
import { Why } from "../ui/refusal";

/** The way into the form. */
export function EditButton() {
  const known = told.data.value;
  return (
    <button
      type="button"
      class="button quiet"
      data-open-edit
      disabled={!known}
      onClick={() => known && edit(known)}
    >
      {t("edit.open")}
    </button>
  );
}

export function Said() {
  const entries = told.data.value?.edits ?? [];
  if (entries.length === 0) return null;
  return (
    <section class="said" aria-labelledby="card-said">
      <h2 id="card-said">{t("said.title")}</h2>
      <ol class="history">
        {entries.map((entry) => (
          <Telling key={entry.importId} entry={entry} />
        ))}
      </ol>
    </section>
  );
}

function Telling({ entry }: { entry: Entry }) {
  const stands = entry.undone === null && entry.said.some(({ replacedBy }) => replacedBy === null);
  return (
    <li data-said={entry.importId} data-stands={stands}>
      <p>
        <time dateTime={entry.at}>{date(lang.value, entry.at)}</time>{" "}
        <small>{entry.byDesk ? t("said.desk") : t("edit.basis.other", { dataset: entry.dataset })}</small>
      </p>
      <ul>
        {entry.said.map((each, i) => (
          <li key={i} data-field={each.field} data-stands={stands && each.replacedBy === null}>
            <span>
              {t(each.takenBack ? "said.takenBack" : "said.word", {
                field: fieldName(each),
                value: saidOf(each),
              })}
            </span>
            {each.reason && each.field !== "note" && <small>{each.reason}</small>}
            {each.replacedBy !== null && <small>{t("said.replaced", { id: each.replacedBy })}</small>}
          </li>
        ))}
      </ul>
      {entry.undone && (
        <small>
          {t("said.undone", { day: date(lang.value, entry.undone.at), id: entry.undone.importId })}
        </small>
      )}
      {entry.byDesk && entry.undone === null && <TakeBack entry={entry} />}
    </li>
  );
}

function TakeBack({ entry }: { entry: Entry }) {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<ApiError | null>(null);
  const go = async () => {
    setBusy(true);
    setFailed(null);
    try {
      await takeBack(entry.importId);
      announce(t("said.done.follows"), t("said.done"));
      document.querySelector<HTMLElement>("[data-open-edit]")?.focus();
    } catch (error) {
      setFailed(error instanceof ApiError ? error : new ApiError(0, String(error)));
      setBusy(false);
    }
  };
  return (
    <>
      <button type="button" class="link" disabled={busy} onClick={() => void go()}>
        {t(busy ? "said.takingBack" : "said.takeBack")}
      </button>
      {failed && (
        <p class="wrong" role="alert">
          <Icon name="warning" /> <Why of={failed} />
        </p>
      )}
    </>
  );
}

const fieldName = (said: Word) => word("said.field", said.field);

/** What was said, in words. */
function saidOf(said: Word): string {
  switch (said.field) {
    case "built":
    case "planned":
      return said.yearFrom === undefined ? "" : years(said.yearFrom, said.yearTo ?? said.yearFrom);
    case "assetType": {
      const type = assetTypes.value.get(said.assetType ?? "");
      return type ? named(type) : (said.assetType ?? "");
    }
    case "condition":
      return [said.condition ?? t("said.noCondition"), said.happenedOn && date(lang.value, said.happenedOn)]
        .filter(Boolean)
        .join(", ");
    case "lines":
      return said.layer === undefined ? "" : line(said);
    default:
      return said.reason ?? "";
  }
}

function line(said: Word): string {
  const material = materials.value.get(said.material ?? "");
  const kg = figures(lang.value, said.kg ?? 0);
  return `${layerName(said.layer ?? "")}, ${material ? named(material) : said.material}, ${kg} kg`;
}
