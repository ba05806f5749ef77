/** The list from within a card: which of how many this asset is, and its neighbours. Arrow keys do the same. */
import { named, t } from "../i18n";
import { integer } from "../i18n/format";
import { assetTypes } from "../state/data";
import { mayStep, standing, step } from "../state/steps";
import { lang } from "../state/store";
import { Icon } from "../ui/icons";

const KEYS: Record<string, 1 | -1> = { ArrowLeft: -1, ArrowRight: 1 };

export function Steps() {
  const now = standing.value;
  const here = now?.assets[now.at];
  if (!now || !here) return null;
  const type = assetTypes.value.get(here.properties.assetType);
  const count = `${integer(lang.value, now.assets.length)}${now.more ? "+" : ""}`;
  const place = t("list.place", { at: integer(lang.value, now.at + 1), count });
  const what = [type && named(type), here.properties.name].filter(Boolean).join(", ");
  return (
    <div class="steps">
      <Step by={-1} />
      <Step by={1} />
      <span class="soft" role="status">
        {place}
        <span class="visually-hidden">: {what}</span>
      </span>
    </div>
  );
}

function Step({ by }: { by: 1 | -1 }) {
  const label = t(by === 1 ? "list.next" : "list.previous");
  return (
    <button
      type="button"
      class="icon-button"
      title={label}
      aria-label={label}
      aria-keyshortcuts={by === 1 ? "ArrowRight" : "ArrowLeft"}
      aria-disabled={!mayStep(by)}
      data-step-by={by}
      onClick={() => void go(by)}
    >
      <Icon name={by === 1 ? "right" : "left"} />
    </button>
  );
}

/** The row comes into sight with the card. */
async function go(by: 1 | -1): Promise<void> {
  const id = await step(by);
  if (id === null) return;
  requestAnimationFrame(() => {
    document.querySelector(`[data-asset="${id}"]`)?.scrollIntoView({ block: "nearest" });
  });
}

/** Arrows that nothing else in the card has a use for. */
export function stepByKey(event: KeyboardEvent): void {
  const by = KEYS[event.key];
  const isPlain = !(event.altKey || event.ctrlKey || event.metaKey || event.shiftKey);
  if (by === undefined || !isPlain || (event.target as Element).matches("input, select, textarea")) return;
  event.preventDefault();
  void go(by);
}
