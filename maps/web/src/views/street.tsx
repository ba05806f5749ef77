/** The street that was found: what lies and stands there. */
import { many, t } from "../i18n";
import { integer } from "../i18n/format";
import { choice, lang } from "../state/store";
import { street } from "../state/street";
import { IconButton } from "../ui/icons";
import { Mass } from "../ui/mass";
import { Failure, Loading } from "../ui/states";
import { AssetRowList } from "./assetrow";

export function Street() {
  const { data: found, next } = street.data.value ?? { data: null, next: null };
  const failed = street.error.value;
  return (
    <section class="street" aria-labelledby="street">
      <div class="section-head">
        <h2 id="street">{choice.name.value}</h2>
        <IconButton
          icon="close"
          label={t("common.close")}
          onClick={() => {
            choice.name.value = null;
          }}
        />
      </div>
      {failed ? (
        <Failure error={failed} retry={street.retry} />
      ) : found === null || street.key.value !== choice.name.value ? (
        <Loading />
      ) : (
        <>
          <p class="soft">
            {counted(found.features.length, next !== null)} ·{" "}
            <Mass kg={found.features.reduce((sum, { properties }) => sum + (properties.kg ?? 0), 0)} />
          </p>
          <AssetRowList rows={found.features} />
        </>
      )}
    </section>
  );
}

function counted(count: number, more: boolean): string {
  return more ? t("street.most", { count: integer(lang.value, count) }) : many("search.assets", count);
}
