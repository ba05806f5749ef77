/** What a link names and the registry does not have (any more) is left out of the choices, and said. */
import { effect, type Signal } from "@preact/signals";
import { t } from "../i18n";
import { other, otherArea } from "./compare";
import { chosenArea, registry, scenarios } from "./data";
import { foundArea } from "./found";
import { choice, notice } from "./store";

const say = (text: string) => {
  notice.value = { text, passing: false };
};

export function forgetWhatIsGone(): void {
  effect(() => {
    if (chosenArea.error.value?.status !== 404) return;
    say(t("notice.areaGone", { code: choice.area.peek() ?? "" }));
    choice.area.value = null;
  });
  effect(() => {
    if (foundArea.error.value?.status !== 404) return;
    say(t("notice.areaGone", { code: choice.found.peek() ?? "" }));
    choice.found.value = null;
  });
  effect(() => {
    if (otherArea.error.value?.status !== 404) return;
    say(t("notice.comparedGone", { code: other.peek()?.code ?? "" }));
    choice.compare.value = null;
  });
  effect(() => {
    const known = scenarios.value.map(({ code }) => code);
    if (known.length === 0) return;
    const isGone = (code: string | null) => code !== null && !known.includes(code);
    const against = other.value?.kind === "scenario" ? other.value.code : null;
    if (isGone(against)) {
      say(t("notice.scenarioGone", { code: against ?? "" }));
      choice.compare.value = null;
    }
    if (isGone(choice.scenario.value)) {
      say(t("notice.scenarioGone", { code: choice.scenario.value ?? "" }));
      choice.scenario.value = null;
    }
  });
  effect(() => {
    const held = registry.data.value;
    if (!held) return;
    const gone = [
      ...leaveOut(choice.owners, held.meta.owners),
      ...leaveOut(choice.types, held.assetTypes),
      ...leaveOutOne(choice.material, held.materials),
    ];
    if (gone.length > 0) say(t("notice.filterGone", { codes: gone.join(", ") }));
  });
}

type Coded = readonly { code: string }[];

/** Choose none but what is known; which were chosen that are not. */
function leaveOut(chosen: Signal<readonly string[]>, known: Coded): string[] {
  const isKnown = (wanted: string) => known.some(({ code }) => code === wanted);
  const gone = chosen.value.filter((code) => !isKnown(code));
  if (gone.length > 0) chosen.value = chosen.value.filter(isKnown);
  return gone;
}

function leaveOutOne(chosen: Signal<string | null>, known: Coded): string[] {
  const wanted = chosen.value;
  if (wanted === null || known.some(({ code }) => code === wanted)) return [];
  chosen.value = null;
  return [wanted];
}
