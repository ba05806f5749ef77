/** How many assets there are and how heavy they are, of what the filter leaves; and what was counted, where that is not plain. */
import { t } from "../i18n";
import { integer } from "../i18n/format";
import { counted, part, stock } from "../state/stock";
import { lang } from "../state/store";
import { Mass } from "../ui/mass";
import { Failure, Loading } from "../ui/states";

const SAID = ["areaCode", "material", "hazard"] as const;

export function StockHeadline() {
  const held = stock.value;
  if (counted.error.value) return <Failure error={counted.error.value} retry={counted.retry} />;
  if (!held) return <Loading lines={2} />;
  const said = SAID.filter((name) => part.value[name] !== null);
  return (
    <>
      <dl class="headline pair" aria-busy={counted.loading.value}>
        <div>
          <dt>{t("stock.assets")}</dt>
          <dd>
            <data value={held.assets}>{integer(lang.value, held.assets)}</data>
          </dd>
        </div>
        <div>
          <dt>{t("stock.mass")}</dt>
          <dd>
            <Mass kg={held.kg} />
          </dd>
        </div>
      </dl>
      {said.map((name) => (
        <p class="soft" key={name}>
          {t(`stock.counted.${name}`)}
        </p>
      ))}
    </>
  );
}
