/**
 * Renews parts of the page and gives the focus back to the element that took the place of the one that had it: the one
 * with the same `data-focus`.
 */
export function keepingFocus(root: HTMLElement, renew: () => void): void {
  const focused = document.activeElement;
  const key = focused instanceof HTMLElement && root.contains(focused) ? focused.dataset.focus : undefined;
  renew();
  if (key === undefined) return;
  const follower = [...root.querySelectorAll<HTMLElement>('[data-focus]')].find(({ dataset }) => dataset.focus === key);
  follower?.focus({ preventScroll: true });
}
