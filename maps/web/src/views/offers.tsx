/** Offers: what a marketplace is told, as people read it. */
import { signal } from "@preact/signals";
import type { Offer } from "../api/types";
import { many, named, t, word } from "../i18n";
import { integer, years } from "../i18n/format";
import { materials, meta, routeName } from "../state/data";
import { lots as chosenLots, fileOf, offerBreaks, offeredArea, offers, works } from "../state/offers";
import { chooseArea } from "../state/place";
import { boundsOf, mapWish } from "../state/screen";
import { choice, hoveredArea, lang } from "../state/store";
import { Icon, IconButton } from "../ui/icons";
import { Mass, MassRange } from "../ui/mass";
import { Failure, Loading, Message } from "../ui/states";
import { Files } from "./downloads";
import { Only } from "./only";
import { placeName } from "./place";
import { Ramp } from "./shading";

/** So many lots are shown at first; the rest on demand. */
const FIRST = 60;
const every = signal(false);
const FORMATS = ["csv", "xlsx"] as const;
/** The only mass of lots that may be added up. */
const expectedOf = (lots: readonly Offer[]) => lots.reduce((sum, lot) => sum + lot.expectedKg, 0);

export function OffersPanel() {
  const failed = offers.error.value;
  const lots = offers.data.value && chosenLots.value;
  return (
    <aside class="panel wide" id="panel" data-covers="left" aria-label={t("view.offers")}>
      <div class="panel-head">
        <h1>{t("offers.title")}</h1>
        {lots && lots.length > 0 && (
          <div class="place">
            <dl class="headline pair">
              <div>
                <dt>{many("offers.lots", lots.length)}</dt>
                <dd data-lots={lots.length}>{integer(lang.value, lots.length)}</dd>
              </div>
              <div>
                <dt>{t("offers.mass")}</dt>
                <dd data-offered>
                  <Mass kg={expectedOf(lots)} />
                </dd>
              </div>
            </dl>
            <Files items={FORMATS.map((format) => [format, t(`list.file.${format}`), fileOf(format)])} />
          </div>
        )}
        {offeredArea.value !== null && (
          <div class="place">
            <span class="chip">{t("offers.inArea", { area: placeName() })}</span>
            <IconButton
              icon="close"
              label={t("supply.clear")}
              onClick={() => {
                chooseArea(null);
              }}
            />
          </div>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
      <div class="panel-body" tabIndex={0}>
        {failed && <Failure error={failed} retry={offers.retry} />}
        {!failed && !lots && <Loading lines={8} />}
        {!failed && lots?.length === 0 && (
          <Message title={t("offers.empty.title")}>
            <p>{t("offers.empty.body")}</p>
          </Message>
        )}
        {!failed && lots && lots.length > 0 && (
          <Ramp title={t("offers.legend")} limits={offerBreaks.value}>
            <p class="soft">{t("offers.legendHint")}</p>
          </Ramp>
        )}
        <Only />
        <PlannedWorks />
        {!failed && lots && <Lots lots={lots} />}
      </div>
    </aside>
  );
}

function PlannedWorks() {
  const planned = works.data.value?.features ?? [];
  if (planned.length === 0) return null;
  return (
    <details class="works">
      <summary>
        <span class="work-key">{t("works.title", { count: integer(lang.value, planned.length) })}</span>
      </summary>
      <ul class="rows">
        {planned.map((work) => (
          <li key={work.id}>
            <button
              type="button"
              data-work={work.id}
              aria-pressed={choice.work.value === work.id}
              onClick={() => {
                choice.work.value = work.id;
                mapWish.value = { fit: boundsOf(work.geometry) };
              }}
            >
              <span>{work.properties.name ?? work.properties.sourceId}</span>
              <small>{years(work.properties.yearFrom, work.properties.yearTo)}</small>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Lots({ lots }: { lots: readonly Offer[] }) {
  const sorted = soonest(lots);
  const shown = every.value ? sorted : sorted.slice(0, FIRST);
  return (
    <>
      {byWindow(sorted).map(([label, group]) => (
        <Window key={label} label={label} lots={group} shown={group.filter((lot) => shown.includes(lot))} />
      ))}
      {shown.length < sorted.length && (
        <button
          type="button"
          class="button quiet"
          data-more
          onClick={() => {
            every.value = true;
          }}
        >
          {many("offers.more", sorted.length - shown.length)}
        </button>
      )}
    </>
  );
}

function soonest(lots: readonly Offer[]): Offer[] {
  return [...lots].sort(
    (a, b) => a.windowFrom - b.windowFrom || a.windowTo - b.windowTo || b.p50Kg - a.p50Kg,
  );
}

/** Lots by the years in which they come free, the soonest first, the largest first within. */
function byWindow(lots: readonly Offer[]): [string, Offer[]][] {
  const groups = new Map<string, Offer[]>();
  for (const lot of lots) {
    const label = years(lot.windowFrom, lot.windowTo);
    groups.set(label, [...(groups.get(label) ?? []), lot]);
  }
  return [...groups];
}

function Window(props: { label: string; lots: readonly Offer[]; shown: readonly Offer[] }) {
  const { label, lots, shown } = props;
  const most = Math.max(...lots.map((lot) => lot.p90Kg), 1);
  return (
    <section class="lots">
      <h2>
        {label}{" "}
        <small>
          {many("offers.count", lots.length)} · <Mass kg={expectedOf(lots)} />
        </small>
      </h2>
      <ul>
        {shown.map((lot) => (
          <Lot key={lot.id} lot={lot} most={most} />
        ))}
      </ul>
    </section>
  );
}

function title(lot: Offer): string {
  const material = materials.value.get(lot.material);
  return material ? named(material) : (lot.product ?? lot.material);
}

function Lot({ lot, most }: { lot: Offer; most: number }) {
  const share = (kg: number) => `${(100 * kg) / most}%`;
  const colour = materials.value.get(lot.material)?.colour ?? "var(--map-unknown)";
  const owners = meta.value?.owners ?? [];
  // Lots of two owners are else the same to the eye.
  const owner = owners.length > 1 ? owners.find(({ code }) => code === lot.owner) : null;
  return (
    <li
      data-offer={lot.id}
      onMouseEnter={() => {
        hoveredArea.value = lot.areaCode;
      }}
      onMouseLeave={() => {
        hoveredArea.value = null;
      }}
    >
      <span class="key" style={{ "--colour": colour }}>
        {title(lot)}
      </span>
      <strong>
        <Mass kg={lot.p50Kg} beside={lot.p90Kg} />
      </strong>
      <small>
        <button
          type="button"
          class="link"
          onClick={() => {
            chooseArea(lot.areaCode);
          }}
        >
          {lot.areaName}
        </button>{" "}
        · {[owner?.name, routeName(lot.route), word("certainty", lot.certainty)].filter(Boolean).join(" · ")}
      </small>
      <small>
        <MassRange low={lot.p10Kg} high={lot.p90Kg} />
      </small>
      <span class="spread" style={{ "--colour": colour }} aria-hidden="true">
        <i style={{ left: share(lot.p10Kg), width: share(lot.p90Kg - lot.p10Kg) }} />
        <b style={{ left: share(lot.p50Kg) }} />
      </span>
      {lot.withheldKg > 0 && (
        <small class="held">
          <Icon name="warning" /> <Mass kg={lot.withheldKg} /> {t("offers.withheld")}
        </small>
      )}
    </li>
  );
}
