import type { Candidate, CallRecord, DecisionRecord } from '../../runtime/gateway/protocol';
import { button, element, fill } from '../shared/dom';
import type { MoneyTexts } from '../shared/moneyTexts';
import { plainTable } from '../shared/plainTable';
import type { BudgetStrings } from './protocol';

export interface DetailParts {
  readonly strings: BudgetStrings;
  readonly money: MoneyTexts;
  /** The decision that stands before or after it in the list. */
  readonly step: (by: -1 | 1) => void;
}

/**
 * Everything about one decision, in a dialog over the page: reasons, candidates, calls, what happened. Alt+Left and
 * Alt+Right go to its neighbours, Escape closes; the focus returns to the row.
 */
export class DecisionDetail {
  readonly dialog = element('dialog', { class: 'decision', 'aria-labelledby': 'decision-title' });
  private readonly body = element('div', { class: 'decision-body', tabindex: 0 });
  private readonly title = element('h2', { id: 'decision-title' });
  private readonly previous: HTMLButtonElement;
  private readonly next: HTMLButtonElement;

  constructor(private readonly parts: DetailParts) {
    const { strings, step } = parts;
    this.previous = button(strings.newer, () => step(-1), { class: 'secondary' });
    this.next = button(strings.next, () => step(1), { class: 'secondary' });
    const close = button(strings.close, () => this.dialog.close());
    this.dialog.append(
      this.title,
      this.body,
      element('div', { class: 'acts' }, this.previous, this.next, element('span', { class: 'gap' }), close),
    );
    this.dialog.addEventListener('keydown', (event) => {
      if (!event.altKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
      event.preventDefault();
      step(event.key === 'ArrowLeft' ? -1 : 1);
    });
  }

  get open(): boolean {
    return this.dialog.open;
  }

  /** Shows a decision, opening the dialog if need be. */
  show(record: DecisionRecord, neighbours: { readonly before: boolean; readonly after: boolean }): void {
    const { strings, money } = this.parts;
    const { decision, calls, outcomes } = record;
    this.title.textContent = `${money.time(record.at)} · ${decision.model}`;
    const sections = [
      this.reasons(record),
      this.section(strings.candidates, this.candidates(record)),
      ...(calls.length === 0 ? [] : [this.section(strings.calls, list(calls.map((call) => this.call(call))))]),
      ...(outcomes.length === 0
        ? []
        : [
            this.section(
              strings.happened,
              list(
                outcomes.map(
                  ({ at, model, event }) => `${money.time(at)}: ${model}, ${strings.outcomes[event] ?? event}`,
                ),
              ),
            ),
          ]),
    ];
    this.body.replaceChildren(...sections);
    this.body.scrollTop = 0;
    this.previous.disabled = !neighbours.before;
    this.next.disabled = !neighbours.after;
    if (!this.dialog.open) this.dialog.showModal();
  }

  private reasons({ decision }: DecisionRecord): HTMLElement {
    const { strings, money } = this.parts;
    // The router's own reasons say why a model was named or chosen.
    const cascade = decision.then === undefined ? [] : [fill(strings.cascade, decision.then)];
    const price = decision.lambda > 0 ? [fill(strings.lambda, money.decimal(decision.lambda))] : [];
    return this.section(strings.why, list([...cascade, ...decision.reasons, ...price]));
  }

  private candidates({ decision }: DecisionRecord): HTMLElement {
    const { strings, money } = this.parts;
    const remark = ({ model, excluded }: Candidate): string =>
      excluded ?? (model === decision.model ? `✓ ${strings.chosen}` : strings.none);
    return plainTable(
      strings.candidates,
      [
        { label: strings.modelColumn },
        { label: strings.successColumn, numeric: true },
        { label: strings.expectedColumn, numeric: true },
        { label: strings.worstColumn, numeric: true },
        { label: strings.utilityColumn, numeric: true },
        { label: strings.excludedColumn },
      ],
      decision.candidates.map((candidate) => [
        candidate.model,
        `${money.share(candidate.success)} ± ${money.share(candidate.deviation)}`,
        money.dollars(candidate.expectedCost),
        money.dollars(candidate.worstCost),
        money.decimal(candidate.utility),
        remark(candidate),
      ]),
    );
  }

  private call(call: CallRecord): string {
    const { strings, money } = this.parts;
    const state = fill(strings.callState[call.state] ?? call.state, money.dollars(call.reserved));
    const { usage } = call;
    return [
      `${call.model}: ${state}`,
      money.dollars(call.cost),
      ...(usage
        ? [
            fill(
              strings.tokens,
              money.whole(usage.inputTokens),
              money.whole(usage.cacheReadTokens),
              money.whole(usage.outputTokens),
            ),
          ]
        : []),
      ...(call.totalMs === undefined ? [] : [fill(strings.milliseconds, money.whole(call.totalMs))]),
      ...(call.error === undefined ? [] : [call.error]),
    ].join(' · ');
  }

  private section(title: string, content: HTMLElement): HTMLElement {
    return element('section', {}, element('h3', {}, title), content);
  }
}

function list(lines: readonly string[]): HTMLElement {
  return element('ul', {}, ...lines.map((line) => element('li', {}, line)));
}
