/** The map's colours come from the same CSS tokens as the page's, so one theme file changes both. */

export type Colour = (token: string) => string;

/** Reads tokens ("--map-ground") as the current theme sets them; other colours pass unchanged. */
export function readColours(): Colour {
  const style = getComputedStyle(document.documentElement);
  return (token) => (token.startsWith("--") ? style.getPropertyValue(token).trim() || "#888888" : token);
}
