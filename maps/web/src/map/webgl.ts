/** MapLibre needs WebGL 2; thin clients and locked-down desktops often have none. */
export function hasWebGl2(): boolean {
  try {
    return document.createElement("canvas").getContext("webgl2") !== null;
  } catch {
    return false;
  }
}
