import type { TraceStep } from '../../runtime/agent/protocol';
import { element, fill } from '../shared/dom';
import type { StepFilter } from './protocol';
import { stepDetail, type StepParts } from './stepDetail';
import { isWrong, searchedText, stepSign, stepTitle } from './traceTexts';

interface Listed {
  readonly step: TraceStep;
  readonly element: HTMLDetailsElement;
  readonly summary: HTMLElement;
  /** Made when it is first searched. */
  searched: string | undefined;
}

/**
 * The steps of a run, one under the other. A step's details are made when it is opened, and what is out of sight costs no layout
 * (`content-visibility`), so that thousands scroll. One tab stop: arrow keys, Home and End move inside.
 */
export class StepList {
  readonly element: HTMLElement;
  private readonly listed: Listed[] = [];
  private readonly filter: HTMLSelectElement;
  private readonly search: HTMLInputElement;
  private readonly count = element('span', { class: 'count' });
  private readonly list = element('div', { class: 'steps' });

  constructor(private readonly parts: StepParts) {
    const { strings } = parts;
    const filters = Object.keys(strings.stepFilters) as StepFilter[];
    this.filter = element(
      'select',
      {},
      ...filters.map((each) => element('option', { value: each }, strings.stepFilters[each])),
    );
    this.search = element('input', { type: 'search', spellcheck: 'false' });
    this.filter.addEventListener('change', () => this.apply());
    this.search.addEventListener('input', () => this.apply());
    this.list.addEventListener('keydown', (event) => this.move(event));
    this.list.addEventListener('focusin', ({ target }) => {
      const current = this.listed.find(({ summary }) => summary === target);
      if (current) this.makeCurrent(current);
    });
    this.element = element(
      'section',
      { class: 'step-section', 'aria-labelledby': 'steps-title' },
      element('h3', { id: 'steps-title' }, strings.stepsTitle),
      element(
        'div',
        { class: 'toolbar' },
        element('label', { class: 'range' }, strings.stepsFilter, this.filter),
        element('label', { class: 'filter' }, strings.stepsSearch, this.search),
        this.count,
      ),
      this.list,
    );
  }

  get size(): number {
    return this.listed.length;
  }

  get steps(): readonly TraceStep[] {
    return this.listed.map(({ step }) => step);
  }

  /** @param from index of the first of these; what was listed from there on is replaced */
  update(from: number, steps: readonly TraceStep[]): void {
    for (const gone of this.listed.splice(from)) gone.element.remove();
    const added = steps.map((step) => this.make(step));
    this.listed.push(...added);
    this.list.append(...added.map((each) => each.element));
    const [first] = this.listed;
    if (first && !this.listed.some(({ summary }) => summary.tabIndex === 0)) this.makeCurrent(first);
    this.apply();
  }

  private make(step: TraceStep): Listed {
    const { strings, money } = this.parts;
    const kind = strings.kinds[step.kind];
    const summary = element(
      'summary',
      { tabindex: -1 },
      element('span', { class: 'step-index' }, money.whole(step.index + 1)),
      element('span', { class: 'step-sign', 'aria-hidden': 'true' }, stepSign(step)),
      element('span', { class: 'step-kind' }, kind),
      element('span', { class: 'step-title' }, stepTitle(step, strings)),
      element('span', { class: 'step-figures' }, this.figures(step)),
    );
    const details = element(
      'details',
      { class: `step step-${step.kind}${isWrong(step) ? ' step-wrong' : ''}` },
      summary,
    );
    details.addEventListener('toggle', () => {
      if (details.open && details.childElementCount === 1) details.append(stepDetail(step, this.parts));
    });
    return { step, element: details, summary, searched: undefined };
  }

  private figures(step: TraceStep): string {
    const { strings, money } = this.parts;
    const time = money.milliseconds(step.milliseconds);
    switch (step.kind) {
      case 'model':
        return [
          fill(
            strings.usage,
            money.whole(step.usage.inputTokens),
            money.whole(step.usage.cacheReadTokens),
            money.whole(step.usage.outputTokens),
          ),
          money.dollars(step.cost),
          time,
        ].join(' · ');
      case 'tool':
        return step.outcome === 'ran' ? time : `${strings.outcomes[step.outcome]} · ${time}`;
      case 'user':
      case 'note':
        return '';
    }
  }

  private apply(): void {
    const { strings, money } = this.parts;
    const words = this.search.value.trim().toLowerCase();
    const kind = this.filter.value;
    let shown = 0;
    for (const each of this.listed) {
      const right = kind === 'errors' ? isWrong(each.step) : kind === 'all' || each.step.kind === kind;
      const found = right && (words === '' || (each.searched ??= searchedText(each.step)).includes(words));
      if (each.element.hidden === found) each.element.hidden = !found;
      if (found) shown += 1;
    }
    this.count.textContent = fill(strings.stepsShown, money.whole(shown), money.whole(this.listed.length));
    const current = this.listed.find(({ summary }) => summary.tabIndex === 0);
    const first = this.listed.find((each) => !each.element.hidden);
    if (current?.element.hidden && first) this.makeCurrent(first);
  }

  private makeCurrent(current: Listed): void {
    for (const { summary } of this.listed) if (summary.tabIndex === 0) summary.tabIndex = -1;
    current.summary.tabIndex = 0;
  }

  private move(event: KeyboardEvent): void {
    const visible = this.listed.filter((each) => !each.element.hidden);
    const place = visible.findIndex(({ summary }) => summary === event.target);
    if (place < 0) return;
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: place + 1,
      ArrowUp: place - 1,
      Home: 0,
      End: visible.length - 1,
    };
    const target = visible[steps[event.key] ?? -1];
    if (!target) return;
    event.preventDefault();
    target.summary.focus();
  }
}
