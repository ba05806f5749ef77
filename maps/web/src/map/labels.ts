/** Names of areas as HTML: no glyph files, and the text is as sharp as the page's. */
import { type Map as MapLibre, Marker } from "maplibre-gl";
import type { Area } from "../api/types";
import { boundsOf } from "../state/screen";
import { labelPoint } from "./labelpoint";

interface Label {
  area: Area;
  at: [number, number];
  west: number;
  east: number;
  /** On the map, where there is room for it. */
  shown: { marker: Marker; element: HTMLElement; value: HTMLElement } | null;
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const PIXELS_PER_LETTER = 7.2;
/** Half the height of a name with a number under it. */
const HALF_LINES = 17;
/** How far up or down a name may give way to another one, in pixels. */
const ASIDE = [0, -HALF_LINES, HALF_LINES];

/** The list beside the map carries the same names for readers, so the labels are hidden from them. */
export class AreaLabels {
  private labels = new Map<string, Label>();
  /** What was last told, for labels that come later. */
  private text: (code: string) => string = () => "";
  private shades: ReadonlyMap<string, number> = new Map();

  constructor(private readonly map: MapLibre) {
    map.on("moveend", () => this.sift());
  }

  show(areas: readonly Area[]): void {
    for (const label of this.labels.values()) label.shown?.marker.remove();
    this.labels = new Map(areas.map((area) => [area.properties.code, labelOf(area)]));
    this.sift();
  }

  values(text: (code: string) => string): void {
    this.text = text;
    for (const label of this.labels.values()) this.tell(label);
  }

  /** The shade under a label decides whether its text is dark or light. */
  classes(classes: ReadonlyMap<string, number>): void {
    this.shades = classes;
    for (const label of this.labels.values()) this.tell(label);
  }

  quiet(quiet: boolean): void {
    this.map.getContainer().classList.toggle("quiet-labels", quiet);
  }

  private tell({ area, shown }: Label): void {
    if (!shown) return;
    const { code } = area.properties;
    shown.value.textContent = this.text(code);
    shown.element.dataset.shade = String(this.shades.get(code) ?? -1);
  }

  private put(label: Label): void {
    if (label.shown) return;
    const element = document.createElement("div");
    element.className = "area-label";
    element.setAttribute("aria-hidden", "true");
    element.appendChild(document.createElement("span")).textContent = label.area.properties.name;
    const value = element.appendChild(document.createElement("b"));
    const marker = new Marker({ element }).setLngLat(label.at).addTo(this.map);
    label.shown = { marker, element, value };
    this.tell(label);
  }

  /** A name is shown where its area is wide enough to hold it and no larger area's name stands, or close above or below. */
  private sift(): void {
    const placed: Box[] = [];
    const boxes = [...this.labels.values()].map((label) => ({ label, ...this.measure(label) }));
    boxes.sort((a, b) => b.room - a.room);
    for (const { label, room, box } of boxes) {
      const isFree = (other: Box) => this.isNear(other) && !placed.some((each) => overlap(other, each));
      const fits = room > box.right - box.left;
      const down = fits ? ASIDE.find((pixels) => isFree(lowered(box, pixels))) : undefined;
      if (down === undefined) {
        label.shown?.marker.remove();
        label.shown = null;
      } else {
        placed.push(lowered(box, down));
        this.put(label);
        label.shown?.marker.setOffset([0, down]);
      }
    }
  }

  /** In view, or so near to it that it may come into view before the map has come to rest. */
  private isNear(box: Box): boolean {
    const { clientWidth: width, clientHeight: height } = this.map.getContainer();
    return overlap(box, { left: -width / 2, right: 1.5 * width, top: -height / 2, bottom: 1.5 * height });
  }

  private measure({ area, at: point, west, east }: Label): { room: number; box: Box } {
    const at = this.map.project(point);
    const room = this.map.project([east, point[1]]).x - this.map.project([west, point[1]]).x;
    const half = (area.properties.name.length * PIXELS_PER_LETTER) / 2;
    const box = { left: at.x - half, right: at.x + half, top: at.y - HALF_LINES, bottom: at.y + HALF_LINES };
    return { room, box };
  }
}

function labelOf(area: Area): Label {
  const [west, south, east, north] = boundsOf(area.geometry);
  const at = labelPoint(area.geometry) ?? [(west + east) / 2, (south + north) / 2];
  return { area, at, west, east, shown: null };
}

const lowered = (box: Box, by: number): Box => ({ ...box, top: box.top + by, bottom: box.bottom + by });

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
