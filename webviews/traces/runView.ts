import type { RunStatus, TraceFormat, TraceRun, TraceStep } from '../../runtime/agent/protocol';
import { Announcer } from '../shared/announcer';
import { button, element, fill } from '../shared/dom';
import { figure, figureRow } from '../shared/figure';
import { keepingFocus } from '../shared/keepingFocus';
import type { TracesMessageToExtension } from './protocol';
import type { StepParts } from './stepDetail';
import { StepList } from './stepList';
import { timeline } from './timeline';
import { durationOf, statusText, stepTitle, tokensOf } from './traceTexts';

/** Least milliseconds between two steps that are spoken. */
const announceMs = 3000;

/** Runs without an answer, which can be gone on with. */
const resumable: ReadonlySet<RunStatus> = new Set(['interrupted', 'failed', 'cancelled', 'steps']);

export interface RunViewOptions extends StepParts {
  readonly projects: Readonly<Record<string, string>>;
  readonly send: (message: TracesMessageToExtension) => void;
  readonly back: () => void;
  /** To the run that stands before or after it in the list. */
  readonly step: (by: -1 | 1) => void;
  readonly format: () => TraceFormat;
}

/** One run: what it took, where the time went, every step. */
export class RunView {
  readonly element = element('section', { class: 'run', 'aria-labelledby': 'run-title' });
  readonly steps: StepList;
  private readonly head = element('div');
  private readonly time = element('div');
  private readonly announcer = new Announcer(announceMs);
  private readonly title = element('h2', { id: 'run-title', tabindex: -1 });
  private readonly previous: HTMLButtonElement;
  private readonly next: HTMLButtonElement;
  private loaded = false;

  constructor(
    readonly run: string,
    private readonly options: RunViewOptions,
  ) {
    const { strings, back, step } = options;
    this.steps = new StepList(options);
    this.steps.element.hidden = true;
    this.previous = button(strings.newerRun, () => step(-1), { class: 'secondary' });
    this.next = button(strings.olderRun, () => step(1), { class: 'secondary' });
    this.element.append(
      element(
        'div',
        { class: 'toolbar' },
        button(strings.back, back),
        element('span', { class: 'gap' }),
        this.previous,
        this.next,
      ),
      this.title,
      this.head,
      this.time,
      this.steps.element,
      this.announcer.element,
    );
    this.time.append(element('p', { class: 'detail', role: 'status' }, strings.stepsLoading));
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !(event.target instanceof HTMLInputElement)) back();
      if (!event.altKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
      event.preventDefault();
      step(event.key === 'ArrowLeft' ? -1 : 1);
    });
  }

  focus(): void {
    this.title.focus();
  }

  neighbours({ before, after }: { readonly before: boolean; readonly after: boolean }): void {
    this.previous.disabled = !before;
    this.next.disabled = !after;
  }

  /** What is known of the run without its steps. */
  show(run: TraceRun): void {
    this.title.textContent = run.title;
    keepingFocus(this.element, () => {
      this.head.replaceChildren(this.facts(run), this.figures(run), this.acts(run));
    });
  }

  update(run: TraceRun, from: number, steps: readonly TraceStep[]): void {
    const { strings, money } = this.options;
    this.show(run);
    this.steps.update(from, steps);
    this.steps.element.hidden = false;
    this.time.replaceChildren(timeline(this.steps.steps, strings, money));
    const last = steps.at(-1);
    if (this.loaded && last) {
      this.announcer.announce(fill(strings.added, `${strings.kinds[last.kind]}: ${stepTitle(last, strings)}`));
    }
    this.loaded = true;
  }

  private facts({ status, model, mode, project, problem, started }: TraceRun): HTMLElement {
    const { strings, projects, money } = this.options;
    const place = project === undefined ? strings.noProject : (projects[project] ?? project);
    return element(
      'div',
      { class: 'run-facts' },
      element(
        'p',
        {},
        `${money.time(started)} · ${fill(strings.runFacts, statusText(status, strings), model, strings.modes[mode], place)}`,
      ),
      ...(problem === undefined ? [] : [element('p', { class: 'problem' }, problem)]),
    );
  }

  private figures(run: TraceRun): HTMLElement {
    const { strings, money } = this.options;
    const { totals } = run;
    return figureRow(
      strings.figures,
      figure(
        strings.callsFigure,
        money.whole(totals.modelCalls),
        fill(strings.callsDetail, money.whole(totals.toolCalls), money.whole(totals.toolErrors)),
      ),
      figure(
        strings.tokensFigure,
        money.whole(tokensOf(run)),
        fill(
          strings.tokensDetail,
          money.whole(totals.inputTokens),
          money.whole(totals.cacheReadTokens),
          money.whole(totals.outputTokens),
        ),
      ),
      figure(strings.costFigure, money.dollars(totals.cost), fill(strings.repairsDetail, money.whole(totals.repairs))),
      figure(
        strings.timeFigure,
        money.milliseconds(durationOf(run)),
        fill(strings.timeDetail, money.milliseconds(totals.modelMs), money.milliseconds(totals.toolMs)),
      ),
    );
  }

  private acts({ id, status }: TraceRun): HTMLElement {
    const { strings, send, format } = this.options;
    return element(
      'div',
      { class: 'acts' },
      ...(resumable.has(status)
        ? [
            button(strings.resume, () => send({ type: 'resume', run: id }), {
              'data-focus': 'resume',
              title: strings.resumeText,
            }),
          ]
        : []),
      button(strings.exportRun, () => send({ type: 'export', runs: [id], format: format() }), {
        class: 'secondary',
        'data-focus': 'export',
      }),
      button(strings.delete, () => send({ type: 'delete', runs: [id] }), {
        class: 'secondary',
        'data-focus': 'delete',
        ...(status === 'running' ? { disabled: true } : {}),
      }),
    );
  }
}
