/** Gives the focus to the border after the one that has it, or to the first: from there arrows resize the panels. */
export function focusNextBorder(): void {
  const borders = [...document.querySelectorAll<HTMLElement>('.layout-border')];
  const at = borders.indexOf(document.activeElement as HTMLElement);
  borders[(at + 1) % borders.length]?.focus();
}
