import { button, element, fill } from '../shared/dom';
import type { ViewParts } from './parts';
import type { LibraryProblem, LibraryProgress, ModelStep } from './protocol';

/** What is under way, with how far it is, what it cost, and how to end it; and what went wrong last. */
export class ProgressLine {
  readonly element = element('div', { class: 'progress-line' });
  private readonly bar = element('progress', { max: 1 });
  private readonly words = element('span', { class: 'detail' });
  private readonly line: HTMLElement;
  private readonly problem = element('div', {});

  constructor(private readonly parts: ViewParts) {
    const { strings, send } = parts;
    this.line = element(
      'div',
      { class: 'under-way', hidden: true },
      this.bar,
      this.words,
      button(strings.acts.stop, () => send({ type: 'act', act: 'stop' }), { class: 'secondary' }),
    );
    this.element.append(this.line, this.problem);
  }

  update(progress: LibraryProgress | undefined): void {
    this.line.hidden = progress === undefined;
    if (progress === undefined) return;
    const { strings, texts } = this.parts;
    const { stage, share, text, cost, model } = progress;
    const name = strings.progress.stages[stage];
    this.bar.setAttribute('aria-label', name);
    if (share === undefined) this.bar.removeAttribute('value');
    else this.bar.value = share;
    this.words.textContent = [
      text === '' ? name : fill(strings.progress.text, name, text),
      ...(model === undefined ? [] : [this.modelText(model)]),
      ...(cost === 0 ? [] : [fill(strings.progress.cost, texts.dollars(cost))]),
    ].join(' · ');
    this.problem.replaceChildren();
  }

  private modelText({ topic, group, groups, candidate, round, role }: ModelStep): string {
    const { step, roles } = this.parts.strings.model;
    return fill(step, topic, group, groups, roles[role], candidate, round);
  }

  fail({ message, action }: LibraryProblem): void {
    const { strings } = this.parts;
    this.problem.replaceChildren(
      element(
        'div',
        { class: 'problem', role: 'alert' },
        element('p', {}, `${message} ${action}`),
        button(strings.dismiss, () => this.problem.replaceChildren(), { class: 'secondary' }),
      ),
    );
  }
}
