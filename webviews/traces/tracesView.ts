import type { TraceFormat, TraceRun, TraceStep } from '../../runtime/agent/protocol';
import { button, element, fill } from '../shared/dom';
import { figure, figureRow } from '../shared/figure';
import { MoneyTexts } from '../shared/moneyTexts';
import type { TracesAct, TracesData, TracesMessageToExtension, TracesPageState, TraceStrings } from './protocol';
import { RunsTable } from './runsTable';
import { RunView } from './runView';
import { durationOf, tokensOf } from './traceTexts';

export interface TracesViewOptions {
  readonly strings: TraceStrings;
  readonly locale: string;
  /** What an earlier life of the page kept. */
  readonly state: TracesPageState | undefined;
  readonly send: (message: TracesMessageToExtension) => void;
  readonly saveState: (state: TracesPageState) => void;
}

/** The whole page: the list of runs with its totals, or one run. */
export class TracesView {
  readonly element = element('main');
  private readonly money: MoneyTexts;
  private readonly runs: RunsTable;
  private readonly head = element('div');
  private readonly list = element('div', { class: 'list' });
  private readonly format: HTMLSelectElement;
  private data: TracesData = { runs: [], older: false, projects: {} };
  private open: RunView | undefined;
  private state: TracesPageState;

  constructor(private readonly options: TracesViewOptions) {
    const { strings, locale, send } = options;
    this.money = new MoneyTexts(locale);
    this.state = options.state ?? {
      runs: { filter: '', sort: { column: 'time', direction: 'descending' } },
      run: undefined,
      format: 'unified',
    };
    this.format = this.formatSelect();
    this.runs = new RunsTable({
      ...{ strings, locale, money: this.money, state: this.state.runs },
      saveState: (runs) => this.save({ ...this.state, runs }),
      open: (run) => this.openRun(run),
      older: (before) => send({ type: 'older', before }),
      ask: () => send({ type: 'act', act: 'ask' }),
      tools: [button(strings.exportShown, () => this.exportShown(), { class: 'secondary' }), this.act('refresh')],
    });
    this.list.append(this.head, this.runs.element);
    this.element.append(
      element(
        'div',
        { class: 'title-row' },
        element('h1', {}, strings.title),
        element('label', { class: 'range' }, strings.format, this.format),
      ),
      this.list,
    );
  }

  update(data: TracesData): void {
    this.data = data;
    this.runs.update(data.runs, data.older);
    this.head.replaceChildren(...(data.runs.length === 0 ? [] : [this.figures(data.runs)]));
    const shown = this.state.run;
    if (shown !== undefined && !this.open) this.openRun(shown);
    const run = data.runs.find(({ id }) => id === this.open?.run);
    if (run) this.open?.show(run);
    else if (this.open && !data.older) this.back();
  }

  /** Shows a run in the list's place; its steps are asked for. */
  openRun(id: string): void {
    const { strings, send } = this.options;
    this.open?.element.remove();
    const view = new RunView(id, {
      ...{ strings, send, money: this.money, projects: this.data.projects },
      back: () => this.back(),
      step: (by) => this.step(by),
      format: () => this.state.format,
    });
    this.open = view;
    const ids = this.runs.shownIds;
    const place = ids.indexOf(id);
    view.neighbours({ before: place > 0, after: place >= 0 && place < ids.length - 1 });
    const run = this.data.runs.find((each) => each.id === id);
    if (run) view.show(run);
    this.list.hidden = true;
    this.element.append(view.element);
    this.save({ ...this.state, run: id });
    send({ type: 'open', run: id, have: 0 });
    view.focus();
  }

  updateSteps(run: TraceRun, from: number, steps: readonly TraceStep[]): void {
    if (this.open?.run !== run.id) return;
    if (from > this.open.steps.size) {
      // Something got lost on the way: all of them again.
      this.options.send({ type: 'open', run: run.id, have: 0 });
      return;
    }
    this.open.update(run, from, steps);
  }

  private back(): void {
    const run = this.open?.run;
    this.open?.element.remove();
    this.open = undefined;
    this.list.hidden = false;
    this.save({ ...this.state, run: undefined });
    this.options.send({ type: 'open', run: undefined, have: 0 });
    this.runs.focus(run);
  }

  private step(by: -1 | 1): void {
    const ids = this.runs.shownIds;
    const next = ids[ids.indexOf(this.open?.run ?? '') + by];
    if (next !== undefined) this.openRun(next);
  }

  private exportShown(): void {
    const runs = this.runs.shownIds;
    if (runs.length > 0) this.options.send({ type: 'export', runs, format: this.state.format });
  }

  private act(name: TracesAct): HTMLButtonElement {
    const { strings, send } = this.options;
    return button(strings.acts[name], () => send({ type: 'act', act: name }), { class: 'secondary' });
  }

  private formatSelect(): HTMLSelectElement {
    const { strings } = this.options;
    const formats = Object.keys(strings.formats) as TraceFormat[];
    const select = element(
      'select',
      {},
      ...formats.map((format) => element('option', { value: format }, strings.formats[format])),
    );
    select.value = this.state.format;
    select.addEventListener('change', () => {
      const format = formats.find((each) => each === select.value);
      if (format) this.save({ ...this.state, format });
    });
    return select;
  }

  private figures(runs: readonly TraceRun[]): HTMLElement {
    const { strings } = this.options;
    const { money } = this;
    const sum = (value: (run: TraceRun) => number): number => runs.reduce((total, run) => total + value(run), 0);
    const answered = runs.filter(({ status }) => status === 'answered').length;
    return figureRow(
      strings.figures,
      figure(
        strings.runsFigure,
        money.whole(runs.length),
        fill(strings.runsDetail, money.whole(answered), money.whole(runs.length - answered)),
      ),
      figure(
        strings.callsFigure,
        money.whole(sum(({ totals }) => totals.modelCalls)),
        fill(
          strings.callsDetail,
          money.whole(sum(({ totals }) => totals.toolCalls)),
          money.whole(sum(({ totals }) => totals.toolErrors)),
        ),
      ),
      figure(strings.tokensFigure, money.whole(sum(tokensOf))),
      figure(strings.costFigure, money.dollars(sum(({ totals }) => totals.cost))),
      figure(strings.timeFigure, money.milliseconds(sum(durationOf))),
    );
  }

  private save(state: TracesPageState): void {
    this.state = state;
    this.options.saveState(state);
  }
}
