/** The card of a planned work: what, when, why, who says so, and what would come out. */
import { batch } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { WorkTold } from "../api/types";
import { many, named, t } from "../i18n";
import { date, integer, years } from "../i18n/format";
import { assetTypes, materials } from "../state/data";
import { work } from "../state/offers";
import { choice, lang } from "../state/store";
import { Icon, IconButton } from "../ui/icons";
import { Mass } from "../ui/mass";
import { Failure, Loading } from "../ui/states";

const MOST_MATERIALS = 6;

function dismiss(): void {
  choice.work.value = null;
}

export function WorkCard() {
  const shown = work.data.value;
  const failed = work.error.value;
  const body = useRef<HTMLDivElement>(null);

  useEffect(() => {
    // Whoever came by keyboard reads on in the card; a mouse user's focus stays where it is.
    if (document.activeElement?.matches("[data-work]")) body.current?.focus();
  }, [shown?.id]);

  return (
    <section
      class="panel card"
      data-covers="right"
      aria-label={t("work.label")}
      onKeyDown={(event) => {
        if (event.key === "Escape") dismiss();
      }}
    >
      <div class="card-close">
        <IconButton icon="close" label={t("common.close")} onClick={dismiss} />
      </div>
      <div class="panel-body" ref={body} tabIndex={-1}>
        {failed?.status === 404 && <p class="message">{t("work.gone")}</p>}
        {failed && failed.status !== 404 && <Failure error={failed} retry={work.retry} />}
        {!failed && (shown?.id === choice.work.value ? <Card shown={shown} /> : <Loading lines={6} />)}
      </div>
    </section>
  );
}

function Card({ shown }: { shown: WorkTold | null }) {
  if (!shown) return null;
  const { name, sourceId, reason, yearFrom, yearTo, source, touches } = shown.properties;
  return (
    <article data-work-card={shown.id}>
      <header class="card-head">
        <h1>
          <span class="work-key">{name ?? sourceId}</span>
        </h1>
        <p class="soft">
          {years(yearFrom, yearTo)}
          {reason && ` · ${reason}`}
        </p>
      </header>
      <div class="headline">
        <strong data-work-mass>
          <Mass kg={touches.kg} />
        </strong>
        <span>{t("work.mass")}</span>
      </div>
      <p class="soft" data-work-assets={touches.assets}>
        {many("work.touches", touches.assets)}
      </p>
      {touches.withheldKg > 0 && (
        <p class="hazards">
          <Icon name="warning" />
          <span>
            <Mass kg={touches.withheldKg} /> {t("work.withheld")}
          </span>
        </p>
      )}
      <Materials shown={shown} />
      <dl class="facts">
        <div>
          <dt>{t("work.source")}</dt>
          <dd>
            {source.source}{" "}
            <small>
              {t("work.import", { id: source.importId, date: date(lang.value, source.deliveredOn) })}
            </small>
          </dd>
        </div>
        <div>
          <dt>{t("card.id")}</dt>
          <dd>
            {sourceId} <small>{source.dataset}</small>
          </dd>
        </div>
      </dl>
      <Touched shown={shown} />
    </article>
  );
}

function Materials({ shown }: { shown: WorkTold }) {
  const found = shown.properties.touches.materials;
  return (
    <ul class="rows work-materials">
      {found.slice(0, MOST_MATERIALS).map(({ material, kg }) => {
        const known = materials.value.get(material);
        return (
          <li key={material}>
            <span class="key" style={{ "--colour": known?.colour ?? "var(--map-unknown)" }}>
              {known ? named(known) : material}
            </span>
            <Mass kg={kg} />
          </li>
        );
      })}
    </ul>
  );
}

/** The heaviest first; each opens its own card. */
function Touched({ shown }: { shown: WorkTold }) {
  const { first, assets } = shown.properties.touches;
  // One step for the reader, so one entry in the browser's history.
  const open = (id: number) =>
    batch(() => {
      choice.camera.value = null;
      choice.sel.value = id;
      choice.view.value = "stock";
    });
  if (first.length === 0) return null;
  return (
    <details>
      <summary>{t("work.assets")}</summary>
      <ul class="rows">
        {first.map((each) => {
          const type = assetTypes.value.get(each.assetType);
          return (
            <li key={each.id}>
              <button type="button" data-work-asset={each.id} onClick={() => open(each.id)}>
                <span class="key" style={{ "--colour": type?.colour ?? "var(--map-unknown)" }}>
                  {type ? named(type) : each.assetType}
                </span>
                <span class="soft">{each.name ?? ""}</span>
                <Mass kg={each.kg} />
              </button>
            </li>
          );
        })}
      </ul>
      {assets > first.length && (
        <p class="soft">{t("work.more", { count: integer(lang.value, assets - first.length) })}</p>
      )}
    </details>
  );
}
