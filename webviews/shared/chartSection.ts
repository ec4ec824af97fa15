import { button, element } from './dom';

export interface ChartSectionOptions {
  /** Of the heading, which names the section. */
  readonly id: string;
  readonly title: string;
  readonly labels: { readonly showPicture: string; readonly showTable: string };
  readonly asTable: boolean;
  readonly onToggle: (asTable: boolean) => void;
  /** @param width pixels; more than 0 */
  readonly draw: (width: number) => readonly Node[];
  readonly table: () => HTMLElement;
}

/** A chart under its title, with what it says in words, and the same as a table for whoever reads rather than sees. */
export class ChartSection {
  readonly element: HTMLElement;
  /** Title and switch; what more is chosen there stands beside them. */
  readonly head: HTMLElement;
  private readonly picture = element('div', { class: 'chart' });
  private readonly place = element('div', {});
  private readonly words = element('p', { class: 'detail' });
  private readonly toggle: HTMLButtonElement;
  private asTable: boolean;
  private drawn = 0;

  constructor(private readonly options: ChartSectionOptions) {
    const { id, title } = options;
    this.asTable = options.asTable;
    this.toggle = button('', () => this.flip(), { class: 'secondary', 'data-focus': `${id}-toggle` });
    this.head = element('div', { class: 'section-head' }, element('h2', { id }, title), this.toggle);
    this.element = element(
      'section',
      { class: 'chart-section', 'aria-labelledby': id },
      this.head,
      this.words,
      this.place,
    );
    new ResizeObserver(() => {
      // Its own content may change its height, never its width.
      if (this.picture.clientWidth !== this.drawn) this.paint();
    }).observe(this.picture);
  }

  /** @param summary what the picture says, in words */
  update(summary: string): void {
    this.words.textContent = summary;
    const { labels, table } = this.options;
    this.toggle.textContent = this.asTable ? labels.showPicture : labels.showTable;
    if (this.asTable) {
      this.place.replaceChildren(table());
      return;
    }
    if (this.place.firstChild !== this.picture) this.place.replaceChildren(this.picture);
    this.paint();
  }

  /** Other words under the title; the picture stays. */
  say(summary: string): void {
    this.words.textContent = summary;
  }

  private flip(): void {
    this.asTable = !this.asTable;
    this.options.onToggle(this.asTable);
    this.update(this.words.textContent);
  }

  private paint(): void {
    this.drawn = this.picture.clientWidth;
    if (this.drawn > 0) this.picture.replaceChildren(...this.options.draw(this.drawn));
  }
}
