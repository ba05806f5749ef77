/** The parts of the card that speak of layers: what they weigh, and where the numbers come from. */
import type { Asset, AssetLayer, Route } from "../api/types";
import { CoreSample } from "../chart/core";
import { named, t, word } from "../i18n";
import { massRange, number, percent } from "../i18n/format";
import { assetTypes, layerName, materials, routeName } from "../state/data";
import { lang } from "../state/store";
import { Icon } from "../ui/icons";
import { Mass, MassRange } from "../ui/mass";

const ROUTES: readonly Route[] = ["reuse", "recycle", "recover", "landfill"];
/** Candidates of a mix that are shown at once; the rest is less likely than these and folded away. */
const LIKELY = 2;

export const nameOf = (layer: AssetLayer) => layerName(layer.name);
export const colourOf = (layer: AssetLayer) =>
  materials.value.get(layer.material)?.colour ?? "var(--map-unknown)";

function materialName(layer: AssetLayer): string {
  const material = materials.value.get(layer.material);
  return material ? named(material) : layer.material;
}

/** Layers by what the asset may be: one group, or one per candidate where the material is not recorded. */
export function candidates(
  layers: readonly AssetLayer[],
): { type: string; weight: number; layers: AssetLayer[] }[] {
  const groups = new Map<string, AssetLayer[]>();
  for (const layer of layers) groups.set(layer.assetType, [...(groups.get(layer.assetType) ?? []), layer]);
  return [...groups]
    .map(([type, members]) => ({ type, weight: members[0]?.weight ?? 1, layers: members }))
    .sort((a, b) => b.weight - a.weight);
}

export function Making({ shown }: { shown: Asset }) {
  if (!shown.kg || shown.layers.length === 0) return <p class="soft">{t("card.noRecipe")}</p>;
  const groups = candidates(shown.layers);
  const mixed = groups.length > 1;
  return (
    <section aria-labelledby="card-made">
      <div class="headline">
        <strong>
          <Mass kg={shown.kg.typical} beside={shown.kg.high} />
        </strong>
        <span class="soft">
          <MassRange low={shown.kg.low} high={shown.kg.high} />
        </span>
      </div>
      <h2 id="card-made">{t("card.made")}</h2>
      {mixed && (
        <p class="soft">
          {t("card.mixed")} {shown.mix && `(${lang.value === "nl" ? shown.mix.textNl : shown.mix.textEn})`}
        </p>
      )}
      <div class="made">
        <CoreSample
          layers={mixed ? byMaterial(shown.layers) : shown.layers.map(stratum)}
          label={t("card.made")}
        />
        <div>
          {groups.slice(0, LIKELY).map((group) => (
            <Candidate key={group.type} {...group} mixed={mixed} />
          ))}
        </div>
      </div>
      {groups.length > LIKELY && (
        <details class="unlikely">
          <summary>{t("card.others", { count: groups.length - LIKELY })}</summary>
          <div>
            {groups.slice(LIKELY).map((group) => (
              <Candidate key={group.type} {...group} mixed />
            ))}
          </div>
        </details>
      )}
    </section>
  );
}

function stratum(layer: AssetLayer) {
  return { name: layer.name, colour: colourOf(layer), kg: layer.kg.typical, suspect: layer.suspect !== null };
}

/** One stratum per material, in the order of the layers: what a core of many such assets would hold on average. */
function byMaterial(layers: readonly AssetLayer[]) {
  const strata = new Map<string, ReturnType<typeof stratum>>();
  for (const layer of layers) {
    const known = strata.get(layer.material);
    if (!known) strata.set(layer.material, stratum(layer));
    else {
      known.kg += layer.kg.typical;
      known.suspect ||= layer.suspect !== null;
    }
  }
  return [...strata.values()];
}

function Candidate(props: { type: string; weight: number; layers: AssetLayer[]; mixed: boolean }) {
  const type = assetTypes.value.get(props.type);
  return (
    <div class="candidate">
      {props.mixed && (
        <h3>
          {percent(lang.value, props.weight)} {type ? named(type) : props.type}
        </h3>
      )}
      <ul class="layers">
        {props.layers.map((layer) => (
          <li key={layer.name}>
            <span class="key" style={{ "--colour": colourOf(layer) }}>
              {nameOf(layer)} {layer.suspect !== null && <Icon name="warning" />}
            </span>
            <Mass kg={layer.kg.typical} beside={layer.kg.high} />
            <small>{materialName(layer)}</small>
            <small>{massRange(lang.value, layer.kg.low, layer.kg.high)}</small>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function Numbers({ shown }: { shown: Asset }) {
  if (shown.layers.length === 0) return null;
  return (
    <details>
      <summary>{t("card.numbers")}</summary>
      <ul class="sources">
        {shown.layers.map((layer) => (
          <li key={`${layer.assetType}${layer.name}`}>
            <strong>
              {nameOf(layer)} · {materialName(layer)}
            </strong>
            <p>
              {t("card.lifetime", {
                years: number(lang.value, layer.lifetime.meanYears, { maximumFractionDigits: 1 }),
                distribution: word("distribution", layer.lifetime.distribution),
              })}
            </p>
            <p>
              {t("card.routes")}:{" "}
              {ROUTES.filter((route) => layer.routes[route] > 0)
                .map((route) => `${routeName(route)} ${percent(lang.value, layer.routes[route])}`)
                .join(", ")}
            </p>
            <p lang="en">{t("card.source", { source: layer.source })}</p>
            <p>{t("card.confidence", { grade: layer.confidence })}</p>
          </li>
        ))}
      </ul>
    </details>
  );
}
