/** What rows and tables of assets share: the name of a type with its colour, and the choice of one asset. */
import { named } from "../i18n";
import { stack } from "../state/asset";
import { assetTypes } from "../state/data";
import { choice } from "../state/store";

export function Kind({ code }: { code: string }) {
  const type = assetTypes.value.get(code);
  return (
    <span class="key" style={{ "--colour": type?.colour ?? "var(--map-unknown)" }}>
      {type ? named(type) : code}
    </span>
  );
}

export function choose(id: number): void {
  stack.value = [];
  choice.sel.value = id;
}
