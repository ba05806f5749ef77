/** The map's colours come from the same CSS tokens as the page's, so one theme file changes both. */

export type Colour = (token: string) => string;

/** Reads tokens ("--map-ground") as the current theme sets them; other colours pass unchanged. */
export function readColours(): Colour {
  const style = getComputedStyle(document.documentElement);
  return (token) => (token.startsWith("--") ? style.getPropertyValue(token).trim() || "#888888" : token);
}

/** Diagonal lines for what may not be traded; drawn here, so no sprite file is needed. */
export function hatch(colour: string, scale = 2): ImageData {
  const size = 10 * scale;
  const canvas = document.createElement("canvas");
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("this browser cannot draw on a canvas");
  context.strokeStyle = colour;
  context.lineWidth = 1.1 * scale;
  for (const shift of [-size, 0, size]) {
    context.beginPath();
    context.moveTo(shift, size);
    context.lineTo(shift + size, 0);
    context.stroke();
  }
  return context.getImageData(0, 0, size, size);
}
