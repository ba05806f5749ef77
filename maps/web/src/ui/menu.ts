/** Menus that give way. */

/** A press or the focus anywhere else closes a menu. */
export function closedFromOutside(menu: HTMLDetailsElement | null): () => void {
  const close = ({ target }: Event) => {
    if (menu && target instanceof Node && !menu.contains(target)) menu.open = false;
  };
  document.addEventListener("pointerdown", close);
  document.addEventListener("focusin", close);
  return () => {
    document.removeEventListener("pointerdown", close);
    document.removeEventListener("focusin", close);
  };
}
