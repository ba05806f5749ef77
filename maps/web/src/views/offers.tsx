/** Offers: what a marketplace is told, as people read it. */
import { getJson } from "../api/client";
import type { Offer, Offers } from "../api/types";
import { named, t, word } from "../i18n";
import { integer, years } from "../i18n/format";
import { materials } from "../state/data";
import { resource } from "../state/resource";
import { choice, hoveredArea, lang } from "../state/store";
import { Icon, IconButton } from "../ui/icons";
import { Mass, MassRange } from "../ui/mass";
import { Failure, Loading, Message } from "../ui/states";
import { placeName } from "./supply";

const offers = resource<Offers>(
  () => (choice.view.value === "offers" ? JSON.stringify({ areaCode: choice.area.value }) : null),
  (key, abort) => getJson<Offers>("/v1/offers", JSON.parse(key) as Record<string, string>, abort),
);

export function OffersPanel() {
  const failed = offers.error.value;
  const lots = offers.data.value?.offers;
  return (
    <aside class="panel wide" id="panel" data-covers="left" aria-label={t("view.offers")}>
      <div class="panel-head">
        <div class="place">
          <h1>{t("offers.title")}</h1>
          {lots && (
            <span class="soft">
              {lots.length === 1
                ? t("offers.count.one")
                : t("offers.count", { count: integer(lang.value, lots.length) })}
            </span>
          )}
        </div>
        {choice.area.value !== null && (
          <div class="place">
            <span class="chip">{t("offers.inArea", { area: placeName() })}</span>
            <IconButton
              icon="close"
              label={t("supply.clear")}
              onClick={() => {
                choice.area.value = null;
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
        {!failed &&
          lots &&
          byWindow(lots).map(([label, group]) => <Window key={label} label={label} lots={group} />)}
      </div>
    </aside>
  );
}

/** Lots by the years in which they come free, the soonest first, the largest first within. */
function byWindow(lots: readonly Offer[]): [string, Offer[]][] {
  const groups = new Map<string, Offer[]>();
  const sorted = [...lots].sort(
    (a, b) => a.windowFrom - b.windowFrom || a.windowTo - b.windowTo || b.p50Kg - a.p50Kg,
  );
  for (const lot of sorted) {
    const label = years(lot.windowFrom, lot.windowTo);
    groups.set(label, [...(groups.get(label) ?? []), lot]);
  }
  return [...groups];
}

function Window({ label, lots }: { label: string; lots: readonly Offer[] }) {
  const most = Math.max(...lots.map((lot) => lot.p90Kg), 1);
  return (
    <section class="lots">
      <h2>{label}</h2>
      <ul>
        {lots.map((lot) => (
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
        <Mass kg={lot.p50Kg} />
      </strong>
      <small>
        {lot.areaName} · {word("route", lot.route)} · {word("certainty", lot.certainty)}
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
