/** "Why this number?": the assets, the lives and the doubts that it rests on. */
import { batch } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Explanation } from "../api/types";
import { many, named, t, word } from "../i18n";
import { number, percent, years } from "../i18n/format";
import { assetTypes, chosenArea, layerName, lifeName, materials, nameIn } from "../state/data";
import { explanation } from "../state/explain";
import { goTo } from "../state/going";
import { boundsOf } from "../state/screen";
import { choice, lang } from "../state/store";
import { IconButton } from "../ui/icons";
import { Mass, MassRange } from "../ui/mass";
import { Stand } from "../ui/stand";
import { Failure, Loading } from "../ui/states";
import { placeName } from "./place";

const LIVES = 6;
const CAUSES = 5;

function close(): void {
  choice.show.value = null;
}

export function ExplainDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const told = explanation.data.value;
  const failed = explanation.error.value;
  return (
    <dialog class="why" ref={dialog} onClose={close} aria-labelledby="why-title">
      <div class="place">
        <h2 id="why-title">{t("why.title")}</h2>
        <IconButton icon="close" label={t("common.close")} onClick={close} />
      </div>
      {failed && <Failure error={failed} retry={explanation.retry} />}
      {!failed && !told && <Loading lines={8} />}
      {!failed && told && <Told told={told} />}
    </dialog>
  );
}

function Told({ told }: { told: Explanation }) {
  const material = choice.material.value === null ? undefined : materials.value.get(choice.material.value);
  const what = material ? named(material).toLowerCase() : t("why.all");
  const total = told.total;
  if (!total) return <p>{t("supply.nothing")}</p>;
  return (
    <>
      <p data-why-total>
        <b>
          <Mass kg={total.expectedKg} />
        </b>{" "}
        {t("why.of", { what, area: placeName(), years: years(told.fromYear, told.toYear) })},{" "}
        {t("supply.range")} <MassRange low={total.p10Kg} high={total.p90Kg} />.
      </p>
      <h3>{t("why.assets")}</h3>
      <Assets told={told} />
      {choice.drawn.value === null && (
        <button type="button" class="chip" data-why-map onClick={showAll}>
          {t("why.onMap")}
        </button>
      )}
      <h3>{t("why.width")}</h3>
      <Width told={told} />
      <h3>{t("why.lives")}</h3>
      <Lives told={told} />
      <p class="soft">
        <Mass kg={told.unknownYearKg} /> {t("why.unknownYear")}
      </p>
      <Stand />
    </>
  );
}

/** All of them in the stock, coloured by when they end: in one step, and so one entry in the browser's history. */
function showAll(): void {
  const area = chosenArea.data.value;
  batch(() => {
    choice.show.value = null;
    choice.sel.value = null;
    choice.colour.value = "end";
    choice.hide.value = [];
    choice.view.value = "stock";
    if (area) goTo(boundsOf(area.geometry));
  });
}

function Assets({ told }: { told: Explanation }) {
  // One step for the reader, so one entry in the browser's history.
  const open = (id: number) => () =>
    batch(() => {
      choice.show.value = null;
      choice.camera.value = null;
      choice.sel.value = id;
      choice.view.value = "stock";
    });
  return (
    <ul class="rows">
      {told.assets.map((asset) => {
        const type = assetTypes.value.get(asset.assetType);
        return (
          <li key={asset.id} data-why-asset={asset.id}>
            <button type="button" onClick={open(asset.id)}>
              <span>{asset.name || (type ? named(type) : asset.assetType)}</span>
              <b>
                <Mass kg={asset.expectedKg} />
              </b>
              <small>
                {type ? named(type) : asset.assetType} ·{" "}
                {asset.builtFrom === null
                  ? t("why.yearUnknown")
                  : years(asset.builtFrom, asset.builtTo ?? asset.builtFrom)}
              </small>
            </button>
          </li>
        );
      })}
      {told.others.assets > 0 && (
        <li class="soft others">
          {many("why.others", told.others.assets)} <Mass kg={told.others.expectedKg} />
        </li>
      )}
    </ul>
  );
}

/** What the variance comes from, the largest share first. */
function Width({ told }: { told: Explanation }) {
  return (
    <ul class="shares">
      {told.width.slice(0, CAUSES).map(({ cause, of, share }) => (
        <li key={`${cause}${of}`}>
          <span>
            {word("cause", cause)}
            {of && ` · ${nameOf(of)}`}
          </span>
          <b>{percent(lang.value, share)}</b>
          <i style={{ width: `${100 * share}%` }} aria-hidden="true" />
        </li>
      ))}
    </ul>
  );
}

/** A lifetime, or a layer of an asset type. */
function nameOf(code: string): string {
  const [type = "", layer] = code.split("/");
  return layer ? `${nameIn(assetTypes.value, type)}, ${layerName(layer)}` : lifeName(code);
}

function Lives({ told }: { told: Explanation }) {
  const year = (value: number) => number(lang.value, value, { maximumFractionDigits: 0 });
  return (
    <table class="numbers">
      <thead>
        <tr>
          <th scope="col">{t("why.life")}</th>
          <th scope="col">{t("why.mean")}</th>
          <th scope="col">{t("why.confidence")}</th>
          <th scope="col">{t("why.gives")}</th>
        </tr>
      </thead>
      <tbody>
        {told.assumptions.slice(0, LIVES).map((each) => (
          <tr key={each.lifetime}>
            <th scope="row" title={each.source}>
              {lifeName(each.lifetime)}
            </th>
            <td>
              {year(each.meanYears)} ({year(each.lowYears)}–{year(each.highYears)})
            </td>
            <td>{each.confidence}</td>
            <td>
              <Mass kg={each.expectedKg} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
