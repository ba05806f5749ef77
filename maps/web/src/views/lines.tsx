/** The lines of a passport that are said here: what a layer is made of, and how much of it. */
import "../i18n/edit";
import type { Asset } from "../api/types";
import { named, t } from "../i18n";
import { layerName, materials } from "../state/data";
import { EMPTY_LINE, type LineDraft } from "../state/draft";
import { touch, type } from "../state/edit";
import { Field } from "../ui/field";
import { Icon, IconButton } from "../ui/icons";
import { wrongText } from "./wrong";

const MASSES = ["kgLow", "kg", "kgHigh"] as const;

export function Lines({ draft, shown }: { draft: readonly LineDraft[]; shown: Asset }) {
  const change = (at: number, changes: Partial<LineDraft>) =>
    type({ lines: draft.map((line, i) => (i === at ? { ...line, ...changes } : line)) });
  return (
    <fieldset class="passport-lines">
      <legend>{t("edit.lines")}</legend>
      <small>{t("edit.linesHint")}</small>
      {draft.map((line, at) => (
        <PassportLine
          key={at}
          line={line}
          at={at}
          shown={shown}
          change={(changes) => change(at, changes)}
          remove={() => type({ lines: draft.filter((_, i) => i !== at) })}
        />
      ))}
      <button type="button" class="link" onClick={() => type({ lines: [...draft, nextLine(draft, shown)] })}>
        <Icon name="plus" /> {t("edit.lineAdd")}
      </button>
      {wrongText("lines") && <p class="wrong">{wrongText("lines")}</p>}
    </fieldset>
  );
}

/** A new line begins with a layer of the recipe that has none yet. */
function nextLine(draft: readonly LineDraft[], shown: Asset): LineDraft {
  const layer = shown.layers.find(({ name }) => !draft.some((line) => line.layer === name));
  return layer ? { ...EMPTY_LINE, layer: layer.name, material: layer.material } : EMPTY_LINE;
}

interface LineProps {
  line: LineDraft;
  at: number;
  shown: Asset;
  change: (changes: Partial<LineDraft>) => void;
  remove: () => void;
}

function PassportLine({ line, at, shown, change, remove }: LineProps) {
  const field = (name: string) => `lines.${at}.${name}`;
  const layers = [...new Set([...shown.layers.map(({ name }) => name), line.layer])].filter(Boolean);
  return (
    <fieldset class="line">
      <legend class="visually-hidden">{t("edit.line", { number: at + 1 })}</legend>
      <Field name={field("layer")} label={t("edit.layer")} wrong={wrongText(field("layer"))}>
        {(tie) => (
          <select
            {...tie}
            value={line.layer}
            onChange={(event) => change({ layer: event.currentTarget.value })}
          >
            <option value="">–</option>
            {layers.map((name) => (
              <option key={name} value={name}>
                {layerName(name)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field name={field("material")} label={t("edit.material")} wrong={wrongText(field("material"))}>
        {(tie) => (
          <select
            {...tie}
            value={line.material}
            onChange={(event) => change({ material: event.currentTarget.value })}
          >
            <option value="">–</option>
            {[...materials.value.values()].map((each) => (
              <option key={each.code} value={each.code}>
                {named(each)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div class="masses">
        {MASSES.map((name) => (
          <Field key={name} name={field(name)} label={t(`edit.${name}`)} wrong={wrongText(field(name))}>
            {(tie) => (
              <input
                {...tie}
                inputMode="decimal"
                autocomplete="off"
                value={line[name]}
                onInput={(event) => change({ [name]: event.currentTarget.value })}
                onBlur={() => touch(field(name))}
              />
            )}
          </Field>
        ))}
      </div>
      <IconButton icon="close" label={t("edit.lineRemove", { number: at + 1 })} onClick={remove} />
    </fieldset>
  );
}
