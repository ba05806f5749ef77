/** The area or the street that was found: what lies and stands there. */
import { batch } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { many, t } from "../i18n";
import { integer } from "../i18n/format";
import { foundArea, street } from "../state/found";
import { chooseArea } from "../state/place";
import { choice, lang } from "../state/store";
import { IconButton } from "../ui/icons";
import { Mass } from "../ui/mass";
import { Failure, Loading } from "../ui/states";
import { AssetRowList } from "./assetrow";

export function Found() {
  const { found, name } = choice;
  if (found.value !== null) return <FoundArea code={found.value} />;
  return name.value === null ? null : <Street name={name.value} />;
}

/** The rest stays in sight until only this area is asked for. */
function FoundArea({ code }: { code: string }) {
  const failed = foundArea.error.value;
  const area = foundArea.key.value === code ? foundArea.data.value?.properties : null;
  const leave = () => {
    choice.found.value = null;
  };
  const only = () => {
    leave();
    chooseArea(code);
  };
  const toSupply = () => {
    choice.view.value = "supply";
    choice.kind.value = area?.kind ?? null;
    only();
  };
  return (
    <section class="street" aria-labelledby="found">
      <Head title={area?.name ?? code} of={code} onClose={leave} />
      {failed && <Failure error={failed} retry={foundArea.retry} />}
      {!failed && !area && <Loading lines={2} />}
      {area && (
        <>
          <p class="soft">
            {many("search.assets", area.assets)} · <Mass kg={area.stockKg} />
          </p>
          <div class="actions">
            <button type="button" class="chip" onClick={() => batch(only)}>
              {t("found.only")}
            </button>
            <button type="button" class="chip" onClick={() => batch(toSupply)}>
              {t("card.toSupply", { area: area.name })}
            </button>
          </div>
        </>
      )}
    </section>
  );
}

/** Who searched by keyboard goes on here. */
function Head({ title, of, onClose }: { title: string; of: string; onClose: () => void }) {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) head.current?.focus();
  }, [of]);
  return (
    <div class="section-head">
      <h2 id="found" tabIndex={-1} ref={head}>
        {title}
      </h2>
      <IconButton icon="close" label={t("common.close")} onClick={onClose} />
    </div>
  );
}

function Street({ name }: { name: string }) {
  const { data: found, next } = street.data.value ?? { data: null, next: null };
  const failed = street.error.value;
  return (
    <section class="street" aria-labelledby="found">
      <Head
        title={name}
        of={name}
        onClose={() => {
          choice.name.value = null;
        }}
      />
      {failed ? (
        <Failure error={failed} retry={street.retry} />
      ) : found === null || street.key.value !== name ? (
        <Loading />
      ) : (
        <>
          <p class="soft">
            {counted(found.features.length, next !== null)} ·{" "}
            <Mass kg={found.features.reduce((sum, { properties }) => sum + (properties.kg ?? 0), 0)} />
          </p>
          <AssetRowList rows={found.features} nameless />
        </>
      )}
    </section>
  );
}

function counted(count: number, more: boolean): string {
  return more ? t("street.most", { count: integer(lang.value, count) }) : many("search.assets", count);
}
