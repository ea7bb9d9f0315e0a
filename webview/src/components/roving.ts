/** Moving the focus in a list of buttons with the up and down keys; Tab enters and leaves the list. */

/** A keydown handler for the list's element. Other keys pass on to the panel. */
export function moveFocus(event: KeyboardEvent): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const list = event.currentTarget;
  if (!(list instanceof HTMLElement)) return;
  const buttons = [...list.querySelectorAll<HTMLButtonElement>("button")];
  const at =
    document.activeElement instanceof HTMLButtonElement ? buttons.indexOf(document.activeElement) : -1;
  if (at === -1) return;
  event.preventDefault();
  const to = Math.min(Math.max(at + (event.key === "ArrowDown" ? 1 : -1), 0), buttons.length - 1);
  buttons[to].focus();
}
