import { button, element, fill } from '../../shared/dom';
import type { ViewParts } from '../parts';
import { VirtualRows } from '../virtualRows';
import { TextLines } from './textLines';

export interface TextViewerOptions {
  readonly label: string;
  readonly text: string;
  /** Opens it where it can be kept and searched by other means; left out: no such button. */
  readonly onOpen?: (() => void) | undefined;
  /** A class for a line, and a sign that says the same. */
  readonly mark?: ((line: string) => { readonly class: string; readonly label: string } | undefined) | undefined;
}

const mostHits = 10_000;
/** Texts of so many lines are not put into a scrolling box of their own. */
const shortText = 24;

/**
 * A text of any length: only lines near what is visible are in the page, so that megabytes open at once. The browser's own search
 * does not see the rest, hence the field here.
 */
export class TextViewer {
  readonly element: HTMLElement;
  private readonly lines: TextLines;
  private readonly scroller: HTMLElement;
  private readonly rows: VirtualRows;
  private readonly hitText = element('span', { class: 'count', role: 'status' });
  private hits: readonly number[] = [];
  private hit = -1;

  constructor(
    private readonly parts: ViewParts,
    private readonly options: TextViewerOptions,
  ) {
    this.lines = new TextLines(options.text);
    const body = element('div', { class: 'text-body' });
    this.scroller = element(
      'div',
      { class: 'text-viewer', role: 'region', 'aria-label': options.label, tabindex: 0 },
      body,
    );
    this.element = element('div', { class: 'text-part' }, this.toolbar(), this.scroller);
    this.scroller.classList.toggle('short', this.lines.count <= shortText);
    this.rows = new VirtualRows({ scroller: this.scroller, body, make: (index) => this.row(index) });
    this.rows.setCount(this.lines.count);
    // Numbers take as much room as the last one needs.
    body.style.setProperty('--digits', `${String(this.lines.count).length}ch`);
  }

  private toolbar(): HTMLElement {
    const { strings, texts } = this.parts;
    const { sample } = strings;
    const { onOpen, text } = this.options;
    const search = element('input', { type: 'search', spellcheck: 'false', class: 'find' });
    search.addEventListener('input', () => this.find(search.value));
    search.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') this.nextHit(event.shiftKey ? -1 : 1);
    });
    const size = new Blob([text]).size;
    const long = this.lines.count > shortText;
    return element(
      'div',
      { class: 'toolbar' },
      element('span', { class: 'detail' }, fill(sample.lines, texts.whole(this.lines.count), texts.bytes(size))),
      ...(long
        ? [
            element('label', { class: 'range' }, sample.find, search),
            button(sample.findNext, () => this.nextHit(1), { class: 'secondary' }),
            this.hitText,
          ]
        : []),
      element('span', { class: 'gap' }),
      button(sample.copy, () => void this.copy(), { class: 'secondary' }),
      ...(onOpen ? [button(sample.openInEditor, onOpen, { class: 'secondary' })] : []),
    );
  }

  private row(index: number): HTMLElement {
    const line = this.lines.line(index);
    const mark = this.options.mark?.(line);
    const classes = ['text-line', mark?.class, this.hits[this.hit] === index ? 'hit' : undefined].filter(Boolean);
    return element(
      'div',
      { class: classes.join(' ') },
      element('span', { class: 'line-number', 'aria-hidden': 'true' }, String(index + 1)),
      ...(mark && mark.label !== '' ? [element('span', { class: 'visually-hidden' }, `${mark.label}: `)] : []),
      element('code', {}, line),
    );
  }

  private find(words: string): void {
    this.hits = this.lines.find(words, mostHits);
    this.hit = -1;
    if (words === '') {
      this.hitText.textContent = '';
      this.rows.renew();
    } else if (this.hits.length === 0) {
      this.hitText.textContent = this.parts.strings.sample.noHits;
      this.rows.renew();
    } else this.nextHit(1);
  }

  private nextHit(by: -1 | 1): void {
    const { strings, texts } = this.parts;
    if (this.hits.length === 0) return;
    this.hit = (this.hit + by + this.hits.length) % this.hits.length;
    const line = this.hits[this.hit] ?? 0;
    this.rows.scrollTo(line);
    this.rows.renew();
    this.hitText.textContent = fill(strings.sample.hits, texts.whole(this.hit + 1), texts.whole(this.hits.length));
    this.parts.announce(fill(strings.sample.hit, texts.whole(line + 1), this.lines.line(line).trim().slice(0, 200)));
  }

  private async copy(): Promise<void> {
    await navigator.clipboard.writeText(this.options.text);
    this.parts.announce(this.parts.strings.sample.copied);
  }
}
