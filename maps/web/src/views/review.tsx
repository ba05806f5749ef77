/** What was recognised in a file, and what its sender decides before it is imported. */
import "../i18n/imports";
import { useEffect, useRef } from "preact/hooks";
import type { LayerReport } from "../api/imports";
import { many, t, told } from "../i18n";
import { meta } from "../state/data";
import { decided, restart, start, upload } from "../state/imports";
import { Segmented } from "../ui/segmented";

const SAMPLES = 2;

export function Review() {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const known = upload.value;
  if (!known) return null;
  const chosen = known.layers.filter(({ name }) => decided.layers.value.includes(name));
  const nameless = chosen.some((layer) => !layer.crs);
  const ready = chosen.length > 0 && (!nameless || decided.crs.value.trim() !== "");
  return (
    <form
      class="step"
      data-step="review"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void start(false);
      }}
    >
      <h2 ref={heading} tabIndex={-1}>
        {t("imports.review")}
      </h2>
      <p class="soft">{known.name}</p>
      <ul class="found">
        {known.layers.map((layer) => (
          <Layer key={layer.name} layer={layer} />
        ))}
        {known.left.map(({ name, code = "", reason }) => (
          <li key={name} data-left={name}>
            <strong>{name}</strong>{" "}
            <small>{t("imports.left", { reason: told("imports.why", code, reason) })}</small>
          </li>
        ))}
      </ul>
      {chosen.length > 0 && <Decisions nameless={nameless} />}
      <div class="actions">
        {chosen.length > 0 && (
          <>
            <button type="submit" class="button" disabled={!ready}>
              {t("imports.start")}
            </button>
            <button type="button" class="button quiet" disabled={!ready} onClick={() => void start(true)}>
              {t("imports.dryRun")}
            </button>
          </>
        )}
        <button type="button" class="button quiet" onClick={restart}>
          {t("imports.other")}
        </button>
      </div>
    </form>
  );
}

function Layer({ layer }: { layer: LayerReport }) {
  const chosen = decided.layers.value.includes(layer.name);
  const empty = layer.rows === 0;
  const toggle = () => {
    decided.layers.value = chosen
      ? decided.layers.value.filter((name) => name !== layer.name)
      : [...decided.layers.value, layer.name];
  };
  return (
    <li data-layer={layer.name}>
      <label class="check">
        <input type="checkbox" checked={chosen} disabled={!layer.profile || empty} onChange={toggle} />
        <strong>{layer.name}</strong>
      </label>
      <small>
        {empty ? t("imports.empty") : many("imports.rows", layer.rows ?? 0)} ·{" "}
        {layer.crs ?? t("imports.noCrs")} ·{" "}
        {layer.profile ? t("imports.profile", { name: layer.profile }) : t("imports.noProfile")}
      </small>
      {!layer.profile && !empty && <NoProfile layer={layer} />}
      <details>
        <summary>{t("imports.fields")}</summary>
        <dl class="fields">
          {layer.fields.map((field) => (
            <div key={field.name}>
              <dt>{field.name}</dt>
              <dd>{field.samples.slice(0, SAMPLES).join(", ") || "–"}</dd>
            </div>
          ))}
        </dl>
      </details>
    </li>
  );
}

/** The way on where no profile fits. */
function NoProfile({ layer }: { layer: LayerReport }) {
  if (layer.instead) {
    return (
      <p class="hint" lang="en">
        {layer.instead}
      </p>
    );
  }
  if (!layer.suggested) return <p class="hint">{t("imports.noProfileHint")}</p>;
  return (
    <p class="hint">
      {t("imports.suggestedHint")}{" "}
      <a
        href={`data:application/toml;charset=utf-8,${encodeURIComponent(layer.suggested)}`}
        download={`${layer.name}.toml`}
      >
        {t("imports.suggested")}
      </a>
    </p>
  );
}

function Decisions({ nameless }: { nameless: boolean }) {
  const full = decided.delivery.value === "full";
  return (
    <div class="decisions">
      {nameless && (
        <label class="field">
          <span>{t("imports.crs")}</span>
          <input
            value={decided.crs.value}
            placeholder="EPSG:28992"
            onInput={(event) => {
              decided.crs.value = event.currentTarget.value;
            }}
          />
          <small>{t("imports.crsHint")}</small>
        </label>
      )}
      <label class="field">
        <span>{t("imports.owner")}</span>
        <input
          list="owners"
          value={decided.owner.value}
          autocomplete="off"
          onInput={(event) => {
            decided.owner.value = event.currentTarget.value;
          }}
        />
        <datalist id="owners">
          {meta.value?.owners.map((owner) => (
            <option key={owner.code} value={owner.code}>
              {owner.name}
            </option>
          ))}
        </datalist>
        <small>{t("imports.ownerHint")}</small>
      </label>
      <div class="field">
        <Segmented
          legend={t("imports.delivery")}
          showLegend
          options={[
            { value: "partial", label: t("imports.delivery.partial") },
            { value: "full", label: t("imports.delivery.full") },
          ]}
          value={decided.delivery.value}
          onChange={(value) => {
            decided.delivery.value = value;
          }}
        />
        <small>{t(full ? "imports.deliveryHint.full" : "imports.deliveryHint.partial")}</small>
        {full && (
          <label class="check">
            <input
              type="checkbox"
              checked={decided.confirmClosing.value}
              onChange={(event) => {
                decided.confirmClosing.value = event.currentTarget.checked;
              }}
            />
            {t("imports.confirmClosing")}
          </label>
        )}
      </div>
    </div>
  );
}
