import { button, element, fill } from '../../shared/dom';
import type { ViewParts } from '../parts';
import type { GenerateSetProgress } from '../protocol';

/** How far the making of a set is. */
export class MakingProgress {
  readonly element: HTMLElement;
  private readonly bar = element('progress', {});
  private readonly stage = element('p', {});
  private readonly counts = element('p', { class: 'detail' });

  constructor(private readonly parts: ViewParts) {
    const { strings, ask } = parts;
    this.bar.setAttribute('aria-label', strings.setUp.making);
    this.element = element(
      'div',
      { class: 'making', hidden: true },
      this.stage,
      this.bar,
      this.counts,
      button(strings.cancel, () => void ask('cancelGenerate', null).catch(() => undefined), { class: 'secondary' }),
    );
  }

  update({ stage, done, total, admitted, rejected }: GenerateSetProgress): void {
    const { strings, texts, announce } = this.parts;
    const { setUp } = strings;
    this.element.hidden = false;
    this.stage.textContent =
      total === 0 ? setUp.making : fill(setUp.makeStages[stage], texts.whole(done), texts.whole(total));
    this.counts.textContent = fill(setUp.makeCounts, texts.whole(admitted), texts.whole(rejected));
    if (total > 0) {
      this.bar.max = total;
      this.bar.value = done;
    } else this.bar.removeAttribute('value');
    announce(`${this.stage.textContent}. ${this.counts.textContent}`);
  }

  hide(): void {
    this.element.hidden = true;
  }
}
