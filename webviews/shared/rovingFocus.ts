/**
 * One tab stop for a row of buttons: arrow keys, Home and End move inside it (ARIA Authoring Practices, "roving
 * tabindex").
 */
export function rovingFocus(container: HTMLElement, items: readonly HTMLElement[]): void {
  const makeCurrent = (current: HTMLElement): void => {
    for (const item of items) {
      item.tabIndex = item === current ? 0 : -1;
    }
  };
  const [first] = items;
  if (first) {
    makeCurrent(first);
  }
  container.addEventListener('focusin', (event) => {
    const current = items.find((item) => item === event.target);
    if (current) {
      makeCurrent(current);
    }
  });
  container.addEventListener('keydown', (event) => {
    const index = items.findIndex((item) => item === event.target);
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: index - 1,
      ArrowRight: index + 1,
      Home: 0,
      End: items.length - 1,
    };
    const target = items[steps[event.key] ?? -1];
    if (index >= 0 && target) {
      event.preventDefault();
      target.focus();
    }
  });
}
