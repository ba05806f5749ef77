/** Patterns say what a colour may not say alone; drawn here, so no sprite file is needed. */
import type { Map as MapLibre } from "maplibre-gl";
import type { Colour } from "./colours";

const SIZE = 10;
const SCALE = 2;
const LINE = 1.1;

interface Pattern {
  colour: string;
  /** Of a wider line under the first. */
  below?: string;
  draw: (context: CanvasRenderingContext2D) => void;
}

/** Diagonal lines: suspected of a hazard. The other diagonal: uncertain. Dots: not known. */
const PATTERNS: Record<string, Pattern> = {
  // Some surfaces are as pale as the lines: on a line of the ground's own colour they are seen on any.
  hatch: {
    colour: "--map-hazard",
    below: "--map-halo",
    draw: (context: CanvasRenderingContext2D) => diagonals(context, 1),
  },
  uncertain: {
    colour: "--map-uncertain",
    draw: (context: CanvasRenderingContext2D) => diagonals(context, -1),
  },
  unknown: { colour: "--map-ink", draw: dots },
};

/** The patterns have to be there before the first tile asks for them. */
export function drawPatterns(map: MapLibre, colour: Colour): void {
  for (const [name, pattern] of Object.entries(PATTERNS)) {
    const image = picture(pattern, colour);
    if (map.hasImage(name)) map.updateImage(name, image);
    else map.addImage(name, image, { pixelRatio: SCALE });
  }
}

function picture({ colour: token, below, draw }: Pattern, colour: Colour): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = SIZE * SCALE;
  canvas.height = SIZE * SCALE;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("this browser cannot draw on a canvas");
  context.scale(SCALE, SCALE);
  if (below) {
    context.strokeStyle = colour(below);
    context.lineWidth = 3 * LINE;
    draw(context);
  }
  context.strokeStyle = colour(token);
  context.fillStyle = colour(token);
  context.lineWidth = LINE;
  draw(context);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

/** Lines that meet their neighbours' at the edges of the tile; `slope` 1 rises to the right, -1 falls. */
function diagonals(context: CanvasRenderingContext2D, slope: 1 | -1): void {
  for (const shift of [-SIZE, 0, SIZE]) {
    context.beginPath();
    context.moveTo(shift, slope > 0 ? SIZE : 0);
    context.lineTo(shift + SIZE, slope > 0 ? 0 : SIZE);
    context.stroke();
  }
}

function dots(context: CanvasRenderingContext2D): void {
  for (const [x, y] of [
    [2.5, 2.5],
    [7.5, 7.5],
  ] as const) {
    context.beginPath();
    context.arc(x, y, 0.9, 0, 2 * Math.PI);
    context.fill();
  }
}
