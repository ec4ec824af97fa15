import { button, element, fill } from '../../shared/dom';
import { figure, figureRow } from '../../shared/figure';
import { plainTable } from '../../shared/plainTable';
import { everySample } from '../pageState';
import { problemText, Renewed, section, showProblem, type Shown, type View, type ViewParts } from '../parts';
import type { ProblemGroup, RunRecord, RunView, SampleRow } from '../protocol';
import { isUnderWay, samplesOf } from '../scoreTexts';
import { field, numberField } from '../setUp/fields';
import { doneOf, progressBar } from './progressBar';
import { nowTable } from './nowTable';

/** Least milliseconds between two questions for the samples under way and next. */
const samplesMs = 2000;
const nextSamples = 12;

/** A run while it goes: how far, how fast, how dear, what goes wrong, and its brakes. */
export class LiveView implements View {
  readonly element = element('div', { class: 'live' });
  private readonly head = element('div', {});
  private readonly headed = new Renewed(this.head);
  private readonly problem = element('div', { role: 'alert' });
  private readonly errors = element('div', {});
  private readonly errored = new Renewed(this.errors);
  private readonly now = element('div', {});
  private readonly nowed = new Renewed(this.now);
  private view: RunView | undefined;
  private run: RunRecord | undefined;
  private next: readonly SampleRow[] = [];
  private askedAt = 0;
  /** Dollars, as they stand in the field for another limit; NaN: no number. */
  private limit = NaN;
  /** Run and budget that it is for. */
  private limited: string | undefined;
  private state: string | undefined;

  constructor(private readonly parts: ViewParts) {
    this.element.append(this.head, this.problem, this.errors, this.now);
  }

  update({ run }: Shown): void {
    const other = run?.id !== this.run?.id;
    // Of a run under way news come by themselves; one that has ended is asked for, and asked again when its state changed.
    const changed = other || run?.state !== this.state;
    this.run = run;
    this.state = run?.state;
    if (!run) return;
    if (other) {
      this.view = undefined;
      this.next = [];
      this.askedAt = 0;
      this.head.replaceChildren(element('p', { class: 'detail' }, this.parts.strings.waiting));
      this.headed.forget();
      this.errors.replaceChildren();
      this.errored.forget();
      this.now.replaceChildren();
      this.nowed.forget();
      this.problem.replaceChildren();
    }
    if (changed) void this.load(run.id);
  }

  progress(view: RunView): void {
    if (view.run.id !== this.run?.id) return;
    this.run = view.run;
    this.state = view.run.state;
    this.show(view);
  }

  private async load(run: string): Promise<void> {
    try {
      const view = await this.parts.ask('readRun', { run });
      if (run === this.run?.id) this.show(view);
    } catch (error) {
      if (run !== this.run?.id) return;
      this.headed.forget();
      showProblem(this.head, this.parts, this.parts.strings.failedTitle, error, () => void this.load(run));
    }
  }

  private show(view: RunView): void {
    this.view = view;
    const { strings, texts, announce } = this.parts;
    this.headed.renew([view.run, view.passed, view.rate, view.remainingMs], () => [
      this.facts(view.run),
      progressBar(view, this.parts),
      this.figures(view),
      this.acts(view.run),
    ]);
    this.errored.renew(view.problems, () => (view.problems.length === 0 ? [] : [this.problems(view.problems)]));
    this.showNow();
    if (isUnderWay(view.run)) {
      announce(
        fill(
          strings.live.announce,
          texts.whole(doneOf(view)),
          texts.whole(samplesOf(view.run)),
          texts.whole(view.run.counts.scored - view.passed),
          texts.whole(view.run.counts.error),
          texts.dollars(view.run.spent),
        ),
      );
    }
    void this.loadNext(view.run.id);
  }

  private facts({ configuration, name, reason }: RunRecord): HTMLElement {
    const { strings, texts } = this.parts;
    const { set, models, repeats } = configuration;
    return element(
      'div',
      {},
      element('h2', {}, name),
      element('p', { class: 'detail' }, fill(strings.live.facts, set.name, texts.whole(repeats), models.join(', '))),
      ...(reason === undefined ? [] : [element('p', { class: 'warned' }, reason)]),
    );
  }

  private figures({ run, rate, remainingMs }: RunView): HTMLElement {
    const { strings, texts } = this.parts;
    const { live } = strings;
    const { budget } = run.configuration;
    return figureRow(
      live.figures,
      figure(
        live.spent,
        texts.dollars(run.spent),
        budget === undefined ? live.spentNoCap : fill(live.spentOf, texts.dollars(budget)),
      ),
      figure(
        live.rate,
        rate === undefined ? strings.none : texts.decimal(rate),
        rate === undefined ? live.tooFew : live.rateDetail,
      ),
      figure(
        live.left,
        remainingMs === undefined ? strings.none : texts.duration(remainingMs),
        remainingMs === undefined ? live.tooFew : live.leftDetail,
      ),
      figure(live.errors, texts.whole(run.counts.error), live.errorsDetail),
    );
  }

  private acts(run: RunRecord): HTMLElement {
    const { strings, go } = this.parts;
    const { live } = strings;
    const acts: HTMLElement[] = [];
    const act = (
      label: string,
      name: 'pauseRun' | 'resumeRun' | 'stopRun' | 'rerunSamples',
      secondary = true,
    ): void => {
      const attributes = {
        'data-focus': name === 'resumeRun' ? 'pauseRun' : name,
        class: secondary ? 'secondary' : undefined,
      };
      acts.push(button(label, () => void this.control(name), attributes));
    };
    if (isUnderWay(run)) act(live.pause, 'pauseRun');
    const unfinished = run.counts.waiting + run.counts.running > 0;
    if (!isUnderWay(run) && unfinished) act(live.resume, 'resumeRun', false);
    if (isUnderWay(run) || run.state === 'paused') act(live.stop, 'stopRun');
    if (!isUnderWay(run) && run.counts.error + run.counts.refused > 0) act(live.rerun, 'rerunSamples');
    if (run.counts.scored > 0) {
      acts.push(button(live.toResults, () => go('results'), { class: 'secondary', 'data-focus': 'results' }));
    }
    const stoppable = isUnderWay(run) || run.state === 'paused';
    return element(
      'div',
      { class: 'acts run-acts' },
      ...this.limitField(run),
      ...acts,
      ...(stoppable ? [element('span', { class: 'detail' }, live.stopText)] : []),
    );
  }

  /** As it is, a run whose budget is used up would rest again at once. */
  private limitField({ id, state, configuration: { budget }, spent }: RunRecord): readonly HTMLElement[] {
    if (state !== 'over-budget' || budget === undefined) return [];
    const { live } = this.parts.strings;
    // What was typed stays when the run is shown anew.
    const limited = `${id} ${budget}`;
    if (this.limited !== limited) this.limit = (2 * budget) / 1e6;
    this.limited = limited;
    const typed = Number.isNaN(this.limit) ? undefined : this.limit;
    const control = numberField(typed, { min: spent / 1e6, max: 100_000, step: 'any' }, (value) => {
      this.limit = value ?? NaN;
    });
    control.dataset.focus = 'new-budget';
    return [field(live.newBudget, control, live.newBudgetText)];
  }

  private async control(name: 'pauseRun' | 'resumeRun' | 'stopRun' | 'rerunSamples'): Promise<void> {
    const { run, view } = this;
    if (!run || !view) return;
    this.problem.replaceChildren();
    try {
      // As it is shown: the list of runs may be older.
      const { state, configuration } = view.run;
      const raised = name === 'resumeRun' && state === 'over-budget' && configuration.budget !== undefined;
      if (raised && Number.isNaN(this.limit)) {
        this.element.querySelector<HTMLInputElement>('[data-focus=new-budget]')?.reportValidity();
        return;
      }
      const changed = raised
        ? await this.parts.ask(name, { run: run.id, budget: Math.round(this.limit * 1e6) })
        : await this.parts.ask(name, { run: run.id });
      if (changed.id !== this.run?.id) return;
      this.run = changed;
      this.state = changed.state;
      this.show({ ...view, run: changed });
      this.parts.announce(this.parts.strings.runStates[changed.state]);
    } catch (error) {
      this.problem.replaceChildren(element('p', { class: 'problem' }, problemText(error)));
    }
  }

  private problems(groups: readonly ProblemGroup[]): HTMLElement {
    const { strings, texts } = this.parts;
    const { live } = strings;
    const { problemColumns: columns } = live;
    return section(
      'problems-title',
      live.problemsTitle,
      plainTable(
        live.problemsTitle,
        [
          { label: columns.state },
          { label: columns.reason },
          { label: columns.count, numeric: true },
          { label: columns.acts },
        ],
        groups.map((group) => [
          strings.states[group.state],
          group.reason,
          texts.whole(group.count),
          button(live.showThem, () => this.showSamples(group), {
            class: 'link',
            'aria-label': fill(live.showProblem, group.reason),
            'data-focus': `problem-${group.state}-${group.kind}`,
          }),
        ]),
      ),
    );
  }

  private showSamples({ state, kind }: ProblemGroup): void {
    const show = state === 'skipped' ? 'all' : state;
    this.parts.go('samples', { sample: undefined, query: { ...everySample, show, text: kind } });
  }

  private async loadNext(run: string): Promise<void> {
    const { view } = this;
    const open = view ? view.run.counts.waiting + view.run.counts.running : 0;
    const now = Date.now();
    if (!view || (open > 0 && now - this.askedAt < samplesMs)) return;
    this.askedAt = now;
    try {
      const page = await this.parts.ask('listSamples', {
        run,
        states: ['running', 'waiting'],
        ...{ sort: 'state', descending: false, offset: 0, limit: nextSamples },
      });
      if (run !== this.run?.id) return;
      this.next = page.rows;
      this.showNow();
    } catch {
      // The head says what is wrong with a run that cannot be read.
    }
  }

  private showNow(): void {
    const { view, next, parts } = this;
    if (!view) return;
    const ended = new Set(view.recent.map(({ index }) => index));
    const rows = [...next.filter(({ index }) => !ended.has(index)), ...view.recent];
    this.nowed.renew(rows, () =>
      rows.length === 0
        ? []
        : [nowTable(rows, parts, (index) => parts.go('samples', { query: everySample, sample: index }))],
    );
  }
}
