/** What the shading of the areas means. The classes are those of the whole scenario, so they never move. */
import type { ComponentChildren } from "preact";
import { shadeOf } from "../chart/breaks";
import { t } from "../i18n";
import { figures, years } from "../i18n/format";
import { period } from "../state/period";
import { choice, lang } from "../state/store";
import { breaks, uncertainAreas } from "../state/supply";

export function Shading() {
  const limits = breaks.value;
  const now = period.value;
  if (limits.length === 0 || !now) return null;
  return (
    <Ramp title={t(`supply.legend.${choice.unit.value}`)} limits={limits}>
      {uncertainAreas.value.length > 0 && (
        <p class="soft pattern-key">
          <span class="swatch doubted" aria-hidden="true" />
          {t("supply.uncertain")}
        </p>
      )}
      <p class="soft">{t("supply.legendHint", { period: years(now.from, now.to) })}</p>
    </Ramp>
  );
}

/** The shades from little to much, with the limits between them. */
export function Ramp(props: { title: string; limits: readonly number[]; children?: ComponentChildren }) {
  const labels = props.limits.map((limit) => figures(lang.value, limit));
  return (
    <figure class="shading" aria-label={props.title}>
      <figcaption>{props.title}</figcaption>
      <ol>
        {[...labels, null].map((label, i) => (
          <li key={label ?? "over"}>
            <span
              style={{ "--colour": `var(--map-ramp-${shadeOf(i, labels.length + 1)})` }}
              aria-hidden="true"
            />
            <small class={label === null ? "visually-hidden" : ""}>
              {label ?? t("supply.over", { value: labels.at(-1) ?? "" })}
            </small>
          </li>
        ))}
      </ol>
      {props.children}
    </figure>
  );
}
