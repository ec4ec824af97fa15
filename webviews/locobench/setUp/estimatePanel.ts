import { button, element, fill } from '../../shared/dom';
import { problemText, section, type ViewParts } from '../parts';
import type { EstimateRow, LocoData, StartRunParams } from '../protocol';
import { estimateTable } from './estimateTable';
import { isQueueAddress, startParams } from './startParams';

/** Milliseconds without a change before the estimate is asked for. */
const pauseMs = 300;

/** What a run would take, by model, and its start: refused with the reason where a price is not known. */
export class EstimatePanel {
  readonly element: HTMLElement;
  private readonly body = element('div', { class: 'estimate' });
  private readonly problem = element('div', { role: 'alert' });
  private readonly start: HTMLButtonElement;
  private data: LocoData | undefined;
  private timer: number | undefined;
  private asked: string | undefined;
  private ready: StartRunParams | undefined;

  constructor(
    private readonly parts: ViewParts,
    private readonly acts: { readonly leaveOut: (model: string) => void },
  ) {
    const { strings } = parts;
    this.start = button(strings.setUp.start, () => void this.begin(), { disabled: true });
    this.element = section(
      'estimate-title',
      strings.setUp.estimateTitle,
      this.body,
      this.problem,
      element('div', { class: 'acts' }, this.start),
    );
  }

  update(data: LocoData): void {
    this.data = data;
    this.renew();
  }

  /** Something that the estimate depends on may have changed. */
  renew(): void {
    if (!this.data) return;
    const { strings, state } = this.parts;
    const params = startParams(state().setUp, this.data);
    const key = JSON.stringify(params ?? null);
    if (key === this.asked) return;
    this.asked = key;
    this.ready = undefined;
    this.start.disabled = true;
    this.problem.replaceChildren();
    window.clearTimeout(this.timer);
    this.say(params ? strings.setUp.estimateWaiting : strings.setUp.estimateNeeds);
    if (params) this.timer = window.setTimeout(() => void this.load(params, key), pauseMs);
  }

  private async load(params: StartRunParams, key: string): Promise<void> {
    const { strings, ask } = this.parts;
    try {
      const rows = await ask('estimateRun', params);
      if (key === this.asked) this.show(params, rows);
    } catch (error) {
      if (key !== this.asked) return;
      this.say(fill(strings.setUp.failedEstimate, problemText(error)));
      this.problem.replaceChildren(
        button(strings.tryAgain, () => {
          this.asked = undefined;
          this.renew();
        }),
      );
    }
  }

  private say(text: string): void {
    this.body.replaceChildren(element('p', { class: 'detail' }, text));
  }

  private show(params: StartRunParams, rows: readonly EstimateRow[]): void {
    const { strings, announce } = this.parts;
    const summary = this.summary(rows);
    this.body.replaceChildren(element('p', { class: 'estimate-summary' }, summary), ...estimateTable(this.parts, rows));
    const worst = sum(rows.map(({ worstCost }) => worstCost));
    if (params.budget !== undefined && worst !== undefined && worst > params.budget) {
      const text = fill(strings.setUp.overBudget, this.parts.texts.dollars(params.budget));
      this.body.append(element('p', { class: 'warned' }, text));
    }
    announce(summary);
    const refusals = this.refusals(params, rows);
    this.problem.replaceChildren(...refusals);
    this.ready = refusals.length === 0 ? params : undefined;
    this.start.disabled = this.ready === undefined;
  }

  private refusals(params: StartRunParams, rows: readonly EstimateRow[]): readonly HTMLElement[] {
    const { setUp } = this.parts.strings;
    const refused = rows.flatMap((row) => {
      const text =
        row.problem !== undefined
          ? fill(setUp.refusedProblem, row.model, row.problem)
          : row.worstCost === undefined
            ? fill(setUp.refusedPrice, row.model)
            : undefined;
      if (text === undefined) return [];
      const leave = button(setUp.leaveOut, () => this.acts.leaveOut(row.model), { class: 'secondary' });
      leave.setAttribute('aria-label', `${setUp.leaveOut}: ${row.model}`);
      return [element('div', { class: 'problem' }, element('p', {}, text), leave)];
    });
    const queue = params.queue !== undefined && !isQueueAddress(params.queue);
    return queue ? [...refused, element('p', { class: 'problem' }, setUp.queueProblem)] : refused;
  }

  private summary(rows: readonly EstimateRow[]): string {
    const { strings, texts } = this.parts;
    const samples = texts.whole(rows.reduce((total, row) => total + row.samples, 0));
    const expected = sum(rows.map(({ expectedCost }) => expectedCost));
    const worst = sum(rows.map(({ worstCost }) => worstCost));
    const ms = longest(rows);
    const { estimateUnknown, estimateSummary, estimateTime, estimateTimeUnknown } = strings.setUp;
    const cost =
      expected === undefined || worst === undefined
        ? fill(estimateUnknown, samples)
        : fill(estimateSummary, samples, texts.dollars(expected), texts.dollars(worst));
    return `${cost} ${ms === undefined ? estimateTimeUnknown : fill(estimateTime, texts.duration(ms))}`;
  }

  private async begin(): Promise<void> {
    const { strings, ask, go, state, save } = this.parts;
    const params = this.ready;
    if (!params) return;
    this.start.disabled = true;
    try {
      const run = await ask('startRun', params);
      save({ setUp: { ...state().setUp, name: '' } });
      go('live', { run: run.id, sample: undefined });
    } catch (error) {
      this.problem.replaceChildren(
        element(
          'p',
          { class: 'problem' },
          fill(strings.setUp.refusedProblem, params.models.join(', '), problemText(error)),
        ),
      );
    } finally {
      this.start.disabled = this.ready === undefined;
    }
  }
}

/** @returns undefined as soon as one is not known: a sum without it would be too low */
function sum(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce<number | undefined>(
    (total, value) => (total === undefined || value === undefined ? undefined : total + value),
    0,
  );
}

/** Models are asked side by side: the slowest decides. */
function longest(rows: readonly EstimateRow[]): number | undefined {
  const times = rows.map(({ expectedMs }) => expectedMs);
  return times.includes(undefined) ? undefined : Math.max(...times.map((time) => time ?? 0));
}
