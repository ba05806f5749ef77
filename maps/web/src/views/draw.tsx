/** Drawing a place of one's own: what starts it, what goes on over the map meanwhile, and what was drawn. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t, told } from "../i18n";
import { figures } from "../i18n/format";
import {
  addPoint,
  cancelDrawing,
  drawing,
  finishDrawing,
  middle,
  redraw,
  removePoint,
  startDrawing,
  unfinished,
} from "../state/drawing";
import {
  addCorner,
  bent,
  CIRCLE_HANDLES,
  chosenHandle,
  letGo,
  removeCorner,
  stepHandle,
} from "../state/handles";
import { chooseShape } from "../state/place";
import { mapStatus } from "../state/screen";
import { type Circle, FEWEST_CORNERS, MOST_CORNERS, type Polygon, RADIUS_M } from "../state/shape";
import { choice, lang } from "../state/store";
import { total } from "../state/supply";
import { Icon, IconButton } from "../ui/icons";

type Step = "polygon-first" | "polygon-more" | "polygon-enough" | "circle-first" | "circle-edge";
const KINDS = ["polygon", "circle"] as const;

/** Without a map there is nothing to draw on. */
export function DrawControls() {
  if (mapStatus.value === "no-webgl" || mapStatus.value === "failed") return null;
  return (
    <fieldset class="draw-start">
      <legend>{t("draw.label")}</legend>
      <div>
        {KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            class="chip"
            data-draw={kind}
            aria-pressed={drawing.value?.kind === kind}
            onClick={() => startDrawing(kind)}
          >
            <Icon name={kind} /> {t(`draw.kind.${kind}`)}
          </button>
        ))}
        {choice.drawn.value?.kind === "polygon" && !drawing.value && (
          <button type="button" class="chip" data-redraw onClick={redraw}>
            {t("draw.again")}
          </button>
        )}
      </div>
    </fieldset>
  );
}

/** The size of what was drawn, and what had to be done to it. */
export function DrawnFacts() {
  const shape = choice.drawn.value;
  const polygon = total.data.value?.polygon;
  if (!shape) return null;
  return (
    <div class="drawn">
      {polygon && (
        <p class="soft" data-drawn-ha={polygon.areaHa}>
          {t("draw.size", { ha: figures(lang.value, polygon.areaHa) })}
        </p>
      )}
      {polygon?.notes.map((note) => (
        <p key={note.code} class="soft">
          <Icon name="warning" /> {told("draw.note", note.code, note.message)}
        </p>
      ))}
      {shape.kind === "polygon" && <Corners shape={shape} />}
      {shape.kind === "circle" && <Round shape={shape} />}
    </div>
  );
}

/** A circle's radius, typed or dragged, and its handles for the keyboard. */
function Round({ shape }: { shape: Circle }) {
  const now = bent.value?.kind === "circle" ? bent.value : shape;
  return (
    <>
      <label class="field">
        <span>{t("draw.radius")}</span>
        <input
          type="number"
          min={RADIUS_M.least}
          max={RADIUS_M.most}
          step={5}
          value={now.radiusM}
          data-radius
          onChange={(event) => {
            const radiusM = Math.round(event.currentTarget.valueAsNumber);
            if (radiusM >= RADIUS_M.least && radiusM <= RADIUS_M.most) chooseShape({ ...shape, radiusM });
            else event.currentTarget.value = String(shape.radiusM);
          }}
        />
      </label>
      <Handles hint={t("draw.handles.circle")}>
        {CIRCLE_HANDLES.map((handle, index) => (
          <button
            key={handle}
            type="button"
            class="chip"
            aria-pressed={chosenHandle.value === index}
            data-handle={handle}
            onClick={() => {
              chosenHandle.value = index;
            }}
          >
            {t(`draw.handle.${handle}`)}
          </button>
        ))}
      </Handles>
    </>
  );
}

/** What a mouse does on the map, for keyboard and touch: here the arrows move the chosen handle. */
function Handles({ hint, children }: { hint: string; children: ComponentChildren }) {
  if (mapStatus.value !== "ready") return null;
  return (
    <fieldset class="handles" data-handles aria-describedby="handles-hint">
      <legend class="visually-hidden">{t("draw.handles")}</legend>
      <p id="handles-hint" class="soft">
        {hint}
      </p>
      <div>{children}</div>
    </fieldset>
  );
}

/** A corner is chosen, moved by the arrows, added and removed. */
function Corners({ shape }: { shape: Polygon }) {
  const chosen = chosenHandle.value;
  const count = shape.corners.length;
  return (
    <Handles hint={t("draw.corners.hint")}>
      <IconButton icon="left" label={t("draw.corners.previous")} onClick={() => stepHandle(-1)} />
      <output data-corner={chosen ?? ""}>
        {t("draw.corners.of", { at: chosen === null ? "–" : chosen + 1, count })}
      </output>
      <IconButton icon="right" label={t("draw.corners.next")} onClick={() => stepHandle(1)} />
      <IconButton
        icon="plus"
        class="corner-add"
        label={t("draw.corners.add")}
        disabled={chosen === null || count >= MOST_CORNERS}
        onClick={() => {
          addCorner(chosen ?? 0);
          letGo();
        }}
      />
      <IconButton
        icon="minus"
        class="corner-remove"
        label={t("draw.corners.remove")}
        disabled={chosen === null || count <= FEWEST_CORNERS}
        onClick={() => removeCorner(chosen ?? 0)}
      />
    </Handles>
  );
}

/** Over the map while something is drawn: what to do, by buttons too, for touch and keyboard. */
export function DrawBar() {
  const now = drawing.value;
  return now ? <Bar kind={now.kind} count={now.points.length} /> : null;
}

function Bar({ kind, count }: { kind: "polygon" | "circle"; count: number }) {
  const bar = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    bar.current?.querySelector("button")?.focus();
    // Wherever the focus is: a button that can do no more loses it.
    const leave = (event: KeyboardEvent) => {
      if (event.key === "Escape") cancelDrawing();
    };
    document.addEventListener("keydown", leave);
    return () => document.removeEventListener("keydown", leave);
  }, []);
  const add = () => {
    if (middle.value) addPoint(middle.value);
  };
  const step =
    count === 0 ? "first" : kind === "circle" ? "edge" : count < FEWEST_CORNERS ? "more" : "enough";
  return (
    <fieldset class="draw-bar" ref={bar}>
      <legend class="visually-hidden">{t("draw.label")}</legend>
      <p role="status">{t(`draw.step.${`${kind}-${step}` as Step}`)}</p>
      <div class="actions">
        <button type="button" class="button quiet" data-draw-add onClick={add}>
          <Icon name="target" /> <span>{t("draw.add")}</span>
        </button>
        <button
          type="button"
          class="button quiet"
          data-draw-back
          disabled={count === 0}
          onClick={removePoint}
        >
          {t("draw.back")}
        </button>
        {kind === "polygon" && (
          <button
            type="button"
            class="button"
            data-draw-done
            disabled={unfinished.value === null}
            onClick={finishDrawing}
          >
            {t("draw.done")}
          </button>
        )}
        <button type="button" class="button quiet" data-draw-stop onClick={cancelDrawing}>
          {t("draw.stop")}
        </button>
      </div>
    </fieldset>
  );
}
