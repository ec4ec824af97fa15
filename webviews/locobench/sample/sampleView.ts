import { button, element, fill } from '../../shared/dom';
import { figure, figureRow } from '../../shared/figure';
import { problemText, showProblem, type ViewParts } from '../parts';
import type { RunRecord, SampleDetailView, SamplePart } from '../protocol';
import { categoryText, digits, points, stateText } from '../scoreTexts';
import { Tabs } from '../../shared/tabs';
import { LiveEpisode } from '../episode/liveEpisode';
import { samplePart } from './sampleParts';

export interface SampleViewOptions {
  readonly run: string;
  /** Position in the run's plan. */
  readonly index: number;
  /** Where it stands in the list that it was opened from. */
  readonly place: { readonly row: number; readonly total: number };
  readonly back: () => void;
  readonly step: (by: -1 | 1) => void;
}

/** Of the metrics, the one that is the verified score. 0 to 5. */
const verifiedMetric = 'verified';

/** One sample: how it was scored and why, what was asked and answered, what it took. */
export class SampleView {
  readonly element: HTMLElement;
  readonly run: string;
  readonly index: number;
  private readonly head = element('div', {});
  private readonly body = element('div', {});
  private readonly problem = element('div', { role: 'alert' });
  private readonly rerun: HTMLButtonElement;
  private readonly backButton: HTMLButtonElement;
  private readonly tabs: Tabs<SamplePart>;
  private detail: SampleDetailView | undefined;
  private counts: string | undefined;
  private live: LiveEpisode | undefined;
  private closed = false;
  /** It is being done anew: what is shown is the old answer. */
  private rerunning = false;

  constructor(
    private readonly parts: ViewParts,
    private readonly options: SampleViewOptions,
  ) {
    const { strings, texts } = parts;
    const { sample } = strings;
    const { place, back, step } = options;
    this.run = options.run;
    this.index = options.index;
    this.backButton = button(sample.back, back, { class: 'secondary' });
    this.rerun = button(sample.rerun, () => void this.again(), { class: 'secondary' });
    this.tabs = new Tabs({
      label: sample.parts,
      prefix: 'part',
      tabs: (Object.keys(sample.tabs) as SamplePart[]).map((id) => ({ id, label: sample.tabs[id] })),
      onChoose: (samplePart_) => {
        parts.save({ samplePart: samplePart_ });
        this.showPart();
      },
    });
    const step_ = (by: -1 | 1, label: string, disabled: boolean): HTMLButtonElement =>
      button(label, () => step(by), {
        class: 'secondary',
        disabled,
        'aria-keyshortcuts': by < 0 ? 'Alt+ArrowLeft' : 'Alt+ArrowRight',
      });
    this.element = element(
      'article',
      { class: 'sample' },
      element(
        'div',
        { class: 'acts sample-acts', title: sample.keys },
        this.backButton,
        step_(-1, sample.previous, place.row <= 0),
        step_(1, sample.next, place.row >= place.total - 1),
        element(
          'span',
          { class: 'count' },
          fill(sample.position, texts.whole(place.row + 1), texts.whole(place.total)),
        ),
        element('span', { class: 'gap' }),
        this.rerun,
      ),
      this.problem,
      this.head,
      this.tabs.element,
      this.tabs.panel,
    );
    this.tabs.panel.tabIndex = -1;
    this.tabs.panel.append(this.body);
    this.tabs.choose(parts.state().samplePart);
    this.element.addEventListener('keydown', (event) => this.press(event));
    void this.load();
  }

  focus(): void {
    this.backButton.focus({ preventScroll: true });
  }

  /** Its run has news: a sample that had not ended may have. */
  update(run: RunRecord): void {
    const counts = JSON.stringify(run.counts);
    const open =
      this.rerunning || this.detail === undefined || ['waiting', 'running'].includes(this.detail.record.state);
    if (this.counts !== undefined && counts !== this.counts && open) void this.load();
    this.counts = counts;
  }

  private async load(): Promise<void> {
    const { strings, ask } = this.parts;
    if (!this.detail) this.head.replaceChildren(element('p', { class: 'detail' }, strings.waiting));
    try {
      const before = this.detail?.record.ended;
      this.detail = await ask('readSample', { run: this.run, index: this.index });
      if (this.rerunning && this.detail.record.ended !== undefined && this.detail.record.ended !== before) {
        this.rerunning = false;
        this.problem.replaceChildren();
      }
    } catch (error) {
      showProblem(this.head, this.parts, strings.failedTitle, error, () => void this.load());
      return;
    }
    this.showHead(this.detail);
    if (this.detail.record.state === 'running') await this.watch();
    else this.unwatch();
    this.showPart();
  }

  /** Follows a sample that is under way; on another machine nothing is told, and its result comes in the end. */
  private async watch(): Promise<void> {
    if (this.live !== undefined || this.closed) return;
    const live = new LiveEpisode(this.parts, { run: this.run, index: this.index }, () => this.happened());
    this.live = live;
    await live.begin();
  }

  private unwatch(): void {
    this.live?.close();
    this.live = undefined;
  }

  /** The page lets go of it. */
  close(): void {
    this.closed = true;
    this.unwatch();
    this.element.remove();
  }

  private happened(): void {
    if (this.parts.state().samplePart !== 'conversation') return;
    const { live } = this;
    if (live?.view !== undefined && this.body.contains(live.view.element)) live.draw();
    else this.showPart();
  }

  private showHead(detail: SampleDetailView): void {
    const { strings, texts, locale } = this.parts;
    const { sample } = strings;
    const { record, score, calls } = detail;
    const state = stateText(record, strings);
    const { usage } = record;
    const verified = score?.metrics[verifiedMetric];
    this.rerun.disabled = this.rerunning || record.state === 'waiting' || record.state === 'running';
    this.head.replaceChildren(
      element('h2', {}, detail.title),
      element(
        'p',
        {},
        element('span', { class: `state state-text-${state.kind}` }, `${state.sign} ${state.text}`),
        ' · ',
        [
          categoryText(detail.category, strings),
          record.model,
          fill(strings.samples.repeat, record.repeat + 1),
          record.scenario,
          detail.difficulty,
        ]
          .filter((each) => each !== undefined)
          .join(' · '),
      ),
      ...(record.reason === undefined ? [] : [element('p', { class: 'problem' }, record.reason)]),
      ...(record.truncated ? [element('p', { class: 'warned' }, sample.truncated)] : []),
      figureRow(
        sample.figures,
        figure(
          sample.score,
          record.value === undefined ? strings.none : points(record.value, locale),
          verified === undefined ? undefined : fill(sample.verified, digits(verified, locale, 2)),
        ),
        figure(
          sample.cost,
          texts.dollars(record.cost),
          record.cached ? sample.cached : fill(sample.calls, texts.whole(calls.length)),
        ),
        figure(
          sample.time,
          record.totalMs === undefined ? strings.none : texts.duration(record.totalMs),
          record.firstTokenMs === undefined
            ? undefined
            : fill(sample.firstToken, texts.milliseconds(record.firstTokenMs)),
        ),
        figure(
          sample.tokens,
          usage ? texts.whole(usage.inputTokens) : strings.none,
          usage ? fill(sample.tokensDetail, texts.whole(usage.outputTokens)) : undefined,
        ),
      ),
    );
  }

  private showPart(): void {
    const { detail, parts } = this;
    if (!detail) return;
    const openText = (part: 'prompt' | 'answer' | 'diff' | 'logs'): void =>
      parts.send({ type: 'openText', run: this.run, index: this.index, part });
    const part = parts.state().samplePart;
    if (part === 'conversation' && this.live?.shown !== undefined) {
      // Drawn on turn by turn: what is read stays where it is.
      this.live.draw();
      this.body.replaceChildren(this.live.view!.element);
      return;
    }
    this.body.replaceChildren(...samplePart(part, { parts, detail, openText }));
  }

  private async again(): Promise<void> {
    const { strings, ask, announce } = this.parts;
    this.rerun.disabled = true;
    try {
      await ask('rerunSamples', { run: this.run, samples: [this.index] });
      this.rerunning = true;
      this.problem.replaceChildren(element('p', { class: 'warned' }, strings.sample.rerunning));
      announce(strings.sample.rerunning);
    } catch (error) {
      this.rerun.disabled = false;
      this.problem.replaceChildren(element('p', { class: 'problem' }, problemText(error)));
    }
  }

  private press(event: KeyboardEvent): void {
    // A field's own Escape empties it first.
    const inField = event.target instanceof HTMLInputElement && event.target.value !== '';
    if (event.key === 'Escape' && !inField) this.options.back();
    else if (event.altKey && event.key === 'ArrowLeft') this.options.step(-1);
    else if (event.altKey && event.key === 'ArrowRight') this.options.step(1);
    else return;
    event.preventDefault();
  }
}
