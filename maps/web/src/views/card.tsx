/** The asset card: what it is, what it is made of, when it ends, and where the numbers come from. */
import "../i18n/edit";
import { useEffect, useRef } from "preact/hooks";
import type { Asset } from "../api/types";
import { named, t, told, word } from "../i18n";
import { date, integer, metres, years } from "../i18n/format";
import { asset, stack } from "../state/asset";
import { assetTypes, typeOf } from "../state/data";
import { editing } from "../state/edit";
import { chooseArea } from "../state/place";
import { choice, lang } from "../state/store";
import { Icon, IconButton } from "../ui/icons";
import { lazy } from "../ui/lazy";
import { Awaited, Failure, Loading } from "../ui/states";
import { Ending } from "./ending";
import { Making, Numbers } from "./making";
import { EditButton, Said } from "./said";

export function AssetCard() {
  const shown = asset.data.value;
  const failed = asset.error.value;
  const current = shown !== null && shown.id === choice.sel.value;
  const close = useRef<HTMLDivElement>(null);
  // A form that is being filled in stays with its asset.
  const stepping = editing.value === null ? steps() : null;

  useEffect(() => {
    // Whoever came by keyboard reads on in the card; a mouse user's focus stays on the map.
    if (document.activeElement?.matches("[data-asset]")) close.current?.focus();
  }, [shown?.id]);

  return (
    <section
      class="panel card"
      data-covers="right"
      aria-label={t("card.label")}
      onKeyDown={(event) => {
        if (event.key === "Escape") dismiss();
        else stepping?.stepByKey(event);
      }}
    >
      {stepping && <stepping.Steps />}
      <div class="card-close">
        <IconButton icon="close" label={t("common.close")} onClick={dismiss} />
      </div>
      <div class="panel-body" ref={close} tabIndex={-1} aria-busy={asset.loading.value}>
        {failed ? (
          failed.status === 404 ? (
            <p class="message">{t("notice.assetGone")}</p>
          ) : (
            <Failure error={failed} retry={asset.retry} />
          )
        ) : current ? (
          editing.value === shown.id ? (
            <Edit shown={shown} />
          ) : (
            <Card shown={shown} />
          )
        ) : (
          <Loading lines={8} />
        )}
      </div>
    </section>
  );
}

const steps = lazy(() => import("./steps"));
const edit = lazy(() => import("./edit"));

function Edit({ shown }: { shown: Asset }) {
  const EditForm = edit()?.EditForm;
  return EditForm ? <EditForm shown={shown} /> : <Awaited lines={8} />;
}

function dismiss(): void {
  const id = choice.sel.value;
  const within = document.activeElement?.closest(".card");
  choice.sel.value = null;
  stack.value = [];
  if (!within) return;
  // Whoever came by keyboard goes on where they were: at the asset's row, or on the map.
  const row = document.querySelector<HTMLElement>(`[data-asset="${id}"]`);
  (row ?? document.querySelector<HTMLElement>("[data-map] canvas"))?.focus();
}

function Card({ shown }: { shown: Asset }) {
  return (
    <article>
      <header class="card-head">
        <h1>
          <span
            class="key"
            style={{
              "--colour": assetTypes.value.get(shown.assetType.code)?.colour ?? shown.assetType.colour,
            }}
          >
            {named(shown.assetType)}
          </span>
        </h1>
        {shown.name && <p class="soft">{shown.name}</p>}
        <SamePlace id={shown.id} />
        <EditButton />
      </header>
      <Hazards shown={shown} />
      <Making shown={shown} />
      <Ending shown={shown} />
      <Facts shown={shown} />
      <Where shown={shown} />
      <Said />
      <History shown={shown} />
      <Numbers shown={shown} />
      <Delivered shown={shown} />
    </article>
  );
}

function SamePlace({ id }: { id: number }) {
  const others = stack.value;
  if (others.length < 2 || !others.some((each) => each.id === id)) return null;
  return (
    <ul class="chips" aria-label={t("card.here")}>
      {others.map((each) => {
        const type = typeOf(each.type);
        return (
          <li key={each.id}>
            <button
              type="button"
              class="chip"
              aria-pressed={each.id === id}
              onClick={() => {
                choice.sel.value = each.id;
              }}
            >
              <span class="key" style={{ "--colour": type?.colour ?? "var(--map-unknown)" }}>
                {type ? named(type) : each.id}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function Hazards({ shown }: { shown: Asset }) {
  if (shown.hazards.length === 0) return null;
  return (
    <div class="hazards" role="note" aria-label={t("card.hazards")}>
      <Icon name="warning" />
      <div>
        {shown.hazards.map((hazard) => (
          <p key={hazard.code}>
            <strong>{named(hazard)}.</strong> {told("hazard.reason", hazard.code, hazard.reason)}
          </p>
        ))}
        <p>{t("card.withheld")}</p>
      </div>
    </div>
  );
}

function Facts({ shown }: { shown: Asset }) {
  const language = lang.value;
  const { lengthM, areaM2, widthMm, heightMm, shape } = shown.measures;
  const sizes = [
    areaM2 !== null ? metres(language, areaM2, true) : null,
    lengthM !== null && areaM2 === null ? metres(language, lengthM) : null,
    widthMm !== null
      ? `${[widthMm, heightMm]
          .filter((mm) => mm !== null)
          .map((mm) => integer(language, mm))
          .join(" × ")} mm`
      : null,
    shape !== null ? word("shape", shape) : null,
  ].filter((size) => size !== null);
  const { from, to, basis } = shown.built;
  const built = from === null ? t("common.unknown") : years(from, to ?? from);
  const basisText = from === null ? t("card.built.unknown") : basis === null ? "" : word("card.built", basis);
  return (
    <dl class="facts">
      <Fact label={t("card.built")} value={built} note={basisText === built ? "" : basisText} />
      <Condition found={shown.condition} />
      {sizes.length > 0 && <Fact label={t("card.size")} value={sizes.join(" · ")} />}
      <Organisation label={t("card.owner")} of={shown.owner} />
      {shown.manager && <Organisation label={t("card.manager")} of={shown.manager} />}
      {shown.sourceMaterial && <Fact label={t("card.sourceMaterial")} value={shown.sourceMaterial} />}
      <Fact label={t("card.id")} value={shown.sourceId} note={shown.dataset} />
    </dl>
  );
}

/** What the newest inspection found, when, and who says so. */
function Condition({ found }: { found: Asset["condition"] }) {
  const label = t("card.condition");
  if (!found) return <Fact label={label} value={t("condition.none")} />;
  const day = date(lang.value, found.on);
  const by = found.byDesk ? t("edit.basis.desk") : t("edit.basis.other", { dataset: found.basis });
  return <Fact label={label} value={word("condition", String(found.condition))} note={`${day}, ${by}`} />;
}

/** One whose name is not known goes by its code. */
function Organisation({ label, of: { code, name } }: { label: string; of: Asset["owner"] }) {
  return <Fact label={label} value={name} note={name === code ? "" : code} />;
}

function Fact({ label, value, note }: { label: string; value: string; note?: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {value} {note && <small>{note}</small>}
      </dd>
    </div>
  );
}

function Where({ shown }: { shown: Asset }) {
  if (shown.areas.length === 0) return null;
  const go = (code: string, kind: string) => {
    chooseArea(code);
    choice.kind.value = kind;
    choice.view.value = "supply";
  };
  return (
    <ul class="links">
      {shown.areas.map((area) => (
        <li key={area.code}>
          <button type="button" class="link" onClick={() => go(area.code, area.kind)}>
            {t("card.toSupply", { area: area.name })} <Icon name="right" />
          </button>
        </li>
      ))}
    </ul>
  );
}

function History({ shown }: { shown: Asset }) {
  return (
    <details>
      <summary>{t("card.history")}</summary>
      {shown.history.length === 0 ? (
        <p class="soft">{t("card.historyNone")}</p>
      ) : (
        <ol class="history">
          {shown.history.map((version) => (
            <li key={version.validTo}>
              <time dateTime={version.validTo}>{date(lang.value, version.validTo)}</time>
              {t("card.historyLine", { change: word("card.change", version.change), id: version.importId })}
              {version.builtFrom !== null && version.builtFrom !== shown.built.from && (
                <small>
                  {t("card.built")}: {version.builtFrom}
                </small>
              )}
            </li>
          ))}
        </ol>
      )}
    </details>
  );
}

function Delivered({ shown }: { shown: Asset }) {
  const entries = Object.entries(shown.attributes).filter(([, value]) => value !== null && value !== "");
  if (entries.length === 0) return null;
  return (
    <details>
      <summary>{t("card.attributes")}</summary>
      <dl class="facts mono">
        {entries.map(([name, value]) => (
          <Fact key={name} label={name} value={String(value)} />
        ))}
      </dl>
    </details>
  );
}
