import { button, element } from './dom';
import { rovingFocus } from './rovingFocus';

export interface TabsOptions<Id extends string> {
  readonly label: string;
  readonly tabs: readonly { readonly id: Id; readonly label: string }[];
  readonly onChoose: (id: Id) => void;
  /** Makes ids of elements unique on the page. */
  readonly prefix: string;
}

/** A row of tabs (ARIA Authoring Practices): one tab stop, arrow keys move and choose. */
export class Tabs<Id extends string> {
  readonly element: HTMLElement;
  /** What the chosen tab shows goes in here. */
  readonly panel: HTMLElement;
  private readonly buttons: ReadonlyMap<Id, HTMLButtonElement>;
  private chosen: Id | undefined;

  constructor(private readonly options: TabsOptions<Id>) {
    const { label, tabs, prefix } = options;
    this.panel = element('div', { class: 'panel', role: 'tabpanel', id: `${prefix}-panel` });
    this.buttons = new Map(
      tabs.map(({ id, label: text }) => [
        id,
        button(text, () => this.press(id), {
          role: 'tab',
          id: `${prefix}-${id}`,
          class: 'tab',
          'aria-selected': 'false',
          'aria-controls': `${prefix}-panel`,
        }),
      ]),
    );
    this.element = element('div', { class: 'tabs', role: 'tablist', 'aria-label': label }, ...this.buttons.values());
    rovingFocus(this.element, [...this.buttons.values()]);
    this.element.addEventListener('focusin', ({ target }) => {
      for (const [id, each] of this.buttons) if (each === target) this.press(id);
    });
  }

  /** Marks a tab as chosen, without telling. */
  choose(id: Id): void {
    this.chosen = id;
    for (const [each, control] of this.buttons) {
      control.setAttribute('aria-selected', String(each === id));
      control.tabIndex = each === id ? 0 : -1;
    }
    this.panel.setAttribute('aria-labelledby', `${this.options.prefix}-${id}`);
  }

  /** A mark beside a tab's name, e.g. how far a run is; empty: none. */
  mark(id: Id, text: string): void {
    const control = this.buttons.get(id);
    if (!control) return;
    const present = control.querySelector('.tab-mark');
    if (text === '') present?.remove();
    else if (present) present.textContent = text;
    else control.append(element('span', { class: 'tab-mark' }, text));
  }

  focus(): void {
    if (this.chosen !== undefined) this.buttons.get(this.chosen)?.focus();
  }

  private press(id: Id): void {
    if (id === this.chosen) return;
    this.choose(id);
    this.options.onChoose(id);
  }
}
