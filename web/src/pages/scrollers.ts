/** What scrolls by itself must be reachable by keyboard, and what does not must not be a stop. */
function tell(): void {
  for (const box of document.querySelectorAll<HTMLElement>(".display, .table, pre")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

export function tellScrollers(): void {
  tell();
  addEventListener("resize", tell);
}
