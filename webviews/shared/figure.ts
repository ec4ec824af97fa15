import { element } from './dom';

/** One figure at the head of a page: what it is, its value, and a line of detail below. */
export function figure(label: string, value: string, detail?: string): HTMLElement {
  return element(
    'div',
    { class: 'figure-card' },
    element('dt', {}, label),
    element('dd', { class: 'figure-value' }, value),
    ...(detail === undefined ? [] : [element('dd', { class: 'figure-detail' }, detail)]),
  );
}

/** Figures side by side. @param label what they are figures of, for screen readers */
export function figureRow(label: string, ...figures: readonly HTMLElement[]): HTMLElement {
  return element('dl', { class: 'figures', 'aria-label': label }, ...figures);
}
