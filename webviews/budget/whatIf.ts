import type { WhatIfPoint } from '../../runtime/gateway/protocol';
import { button, element, fill } from '../shared/dom';
import { figure } from '../shared/figure';
import type { MoneyTexts } from '../shared/moneyTexts';
import type { BudgetData, BudgetMessageToExtension, BudgetStrings } from './protocol';

/** A slider over `quality` with what the recorded decisions would have cost and brought; all points are here already. */
export class WhatIf {
  readonly element: HTMLElement;
  private readonly slider = element('input', { type: 'range', min: 0, max: 10, step: 1, id: 'quality' });
  private readonly value = element('span', { class: 'quality-value' });
  private readonly results = element('dl', { class: 'figures', 'aria-live': 'polite' });
  private readonly use: HTMLButtonElement;
  private readonly body: HTMLElement;
  private readonly nothing: HTMLElement;
  private points: readonly WhatIfPoint[] = [];
  private now = 5;
  /** Whether the user has moved the slider: it then stays where it is when figures come in. */
  private moved = false;

  constructor(
    private readonly strings: BudgetStrings,
    private readonly money: MoneyTexts,
    send: (message: BudgetMessageToExtension) => void,
  ) {
    this.use = button(
      strings.useQuality,
      () => {
        this.moved = false;
        send({ type: 'quality', quality: this.slider.valueAsNumber });
      },
      { class: 'secondary' },
    );
    this.slider.addEventListener('input', () => {
      this.moved = true;
      this.render();
    });
    this.nothing = element('p', {}, strings.whatIfNone);
    this.body = element(
      'div',
      {},
      element(
        'div',
        { class: 'slider' },
        element('label', { for: 'quality' }, strings.quality),
        element('span', { 'aria-hidden': 'true' }, strings.cheapest),
        this.slider,
        element('span', { 'aria-hidden': 'true' }, strings.best),
        this.value,
        this.use,
      ),
      this.results,
    );
    this.element = element(
      'section',
      { 'aria-labelledby': 'what-if-title' },
      element('h2', { id: 'what-if-title' }, strings.whatIfTitle),
      element('p', { class: 'detail' }, strings.whatIfText),
      this.nothing,
      this.body,
    );
  }

  update({ whatIf, quality }: BudgetData): void {
    this.points = whatIf;
    this.now = quality;
    if (!this.moved) this.slider.valueAsNumber = Math.round(quality);
    this.nothing.hidden = whatIf.length > 0;
    this.body.hidden = whatIf.length === 0;
    this.render();
  }

  private render(): void {
    const { strings, money } = this;
    const quality = this.slider.valueAsNumber;
    const point = this.at(quality);
    const present = this.at(this.now);
    if (!point || !present) return;
    this.use.disabled = quality === this.now;
    this.value.textContent = money.whole(quality);
    const ends = [strings.cheapest, strings.best];
    const word = quality === 0 ? ends[0] : quality === 10 ? ends[1] : undefined;
    this.slider.setAttribute('aria-valuetext', word === undefined ? String(quality) : `${quality}, ${word}`);
    const compared = (same: boolean, text: string): string => (same ? strings.now : fill(strings.against, text));
    const points = (value: number): string =>
      `${value > 0 ? '+' : value < 0 ? '−' : ''}${money.share(Math.abs(value))}`;
    this.results.replaceChildren(
      figure(
        strings.whatIfCost,
        money.dollars(point.cost),
        compared(point.cost === present.cost, money.difference(point.cost - present.cost)),
      ),
      figure(
        strings.whatIfSuccess,
        money.share(point.success),
        compared(point.success === present.success, points(point.success - present.success)),
      ),
      figure(strings.whatIfLocal, money.share(point.local)),
      figure(strings.whatIfChanged, money.whole(point.changed)),
    );
  }

  private at(quality: number): WhatIfPoint | undefined {
    const distance = (point: WhatIfPoint): number => Math.abs(point.quality - quality);
    return [...this.points].sort((one, other) => distance(one) - distance(other))[0];
  }
}
