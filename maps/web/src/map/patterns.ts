/** Patterns say what a colour may not say alone; drawn here, so no sprite file is needed. */
import type { Map as MapLibre } from "maplibre-gl";
import type { Colour } from "./colours";

const SIZE = 10;
const SCALE = 2;

/** Diagonal lines: suspected of a hazard. The other diagonal: uncertain. Dots: not known. */
const PATTERNS = {
  hatch: { colour: "--map-hazard", draw: (context: CanvasRenderingContext2D) => diagonals(context, 1) },
  uncertain: {
    colour: "--map-uncertain",
    draw: (context: CanvasRenderingContext2D) => diagonals(context, -1),
  },
  unknown: { colour: "--map-ink", draw: dots },
} as const;

/** The patterns have to be there before the first tile asks for them. */
export function drawPatterns(map: MapLibre, colour: Colour): void {
  for (const [name, { colour: token, draw }] of Object.entries(PATTERNS)) {
    const image = picture(colour(token), draw);
    if (map.hasImage(name)) map.updateImage(name, image);
    else map.addImage(name, image, { pixelRatio: SCALE });
  }
}

function picture(colour: string, draw: (context: CanvasRenderingContext2D) => void): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = SIZE * SCALE;
  canvas.height = SIZE * SCALE;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("this browser cannot draw on a canvas");
  context.scale(SCALE, SCALE);
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = 1.1;
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
