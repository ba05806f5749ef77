/** Names of areas as HTML: no glyph files, and the text is as sharp as the page's. */
import { type Map as MapLibre, Marker } from "maplibre-gl";
import type { Area } from "../api/types";
import { boundsOf } from "../state/screen";
import { labelPoint } from "./labelpoint";

interface Label {
  marker: Marker;
  element: HTMLElement;
  name: HTMLElement;
  value: HTMLElement;
  west: number;
  east: number;
  lat: number;
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

/** The list beside the map carries the same names for readers, so the labels are hidden from them. */
export class AreaLabels {
  private labels = new Map<string, Label>();
  /** What was last told, for areas that come later. */
  private text: (code: string) => string = () => "";
  private shades: ReadonlyMap<string, number> = new Map();

  constructor(private readonly map: MapLibre) {
    map.on("moveend", () => this.sift());
  }

  show(areas: readonly Area[]): void {
    for (const label of this.labels.values()) label.marker.remove();
    this.labels = new Map(areas.map((area) => [area.properties.code, this.make(area)]));
    this.values(this.text);
    this.classes(this.shades);
    this.sift();
  }

  values(text: (code: string) => string): void {
    this.text = text;
    for (const [code, label] of this.labels) label.value.textContent = text(code);
  }

  /** The shade under a label decides whether its text is dark or light. */
  classes(classes: ReadonlyMap<string, number>): void {
    this.shades = classes;
    for (const [code, label] of this.labels) label.element.dataset.shade = String(classes.get(code) ?? -1);
  }

  quiet(quiet: boolean): void {
    this.map.getContainer().classList.toggle("quiet-labels", quiet);
  }

  private make(area: Area): Label {
    const element = document.createElement("div");
    element.className = "area-label";
    element.setAttribute("aria-hidden", "true");
    const name = element.appendChild(document.createElement("span"));
    const value = element.appendChild(document.createElement("b"));
    name.textContent = area.properties.name;
    const [west, south, east, north] = boundsOf(area.geometry);
    const at = labelPoint(area.geometry) ?? [(west + east) / 2, (south + north) / 2];
    const marker = new Marker({ element }).setLngLat(at as [number, number]).addTo(this.map);
    return { marker, element, name, value, west, east, lat: at[1] ?? 0 };
  }

  /** A name is shown where its area is wide enough to hold it and no larger area's name stands. */
  private sift(): void {
    const placed: Box[] = [];
    const boxes = [...this.labels.values()].map((label) => ({ label, ...this.measure(label) }));
    boxes.sort((a, b) => b.room - a.room);
    for (const { label, room, box } of boxes) {
      const fits = room > box.right - box.left && !placed.some((other) => overlap(box, other));
      label.element.hidden = !fits;
      if (fits) placed.push(box);
    }
  }

  private measure(label: Label): { room: number; box: Box } {
    const at = this.map.project(label.marker.getLngLat());
    const room = this.map.project([label.east, label.lat]).x - this.map.project([label.west, label.lat]).x;
    const half = ((label.name.textContent?.length ?? 0) * PIXELS_PER_LETTER) / 2;
    const box = { left: at.x - half, right: at.x + half, top: at.y - HALF_LINES, bottom: at.y + HALF_LINES };
    return { room, box };
  }
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
