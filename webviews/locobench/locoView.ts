import { Announcer } from '../shared/announcer';
import { button, element, fill } from '../shared/dom';
import { MoneyTexts } from '../shared/moneyTexts';
import { notice } from '../shared/notice';
import { CompareView } from './compare/compareView';
import { LiveView } from './live/liveView';
import { firstState } from './pageState';
import type { Shown, View, ViewParts } from './parts';
import type {
  GenerateSetProgress,
  IndexProgress,
  LocoData,
  LocoMessageToExtension,
  LocoPageState,
  LocoStrings,
  LocoTab,
  PageBenchmark,
  RunRecord,
  RunView,
  SampleEvents,
} from './protocol';
import type { Ask } from './questions';
import { PlayView } from './play/playView';
import { ResultsView } from './results/resultsView';
import { SamplesView } from './samples/samplesView';
import { isUnderWay, samplesOf } from './scoreTexts';
import { SetUpView } from './setUp/setUpView';
import { Tabs } from '../shared/tabs';

export interface LocoViewOptions {
  readonly benchmark: PageBenchmark;
  readonly strings: LocoStrings;
  readonly locale: string;
  /** What an earlier life of the page kept. */
  readonly state: LocoPageState | undefined;
  readonly ask: Ask;
  readonly send: (message: LocoMessageToExtension) => void;
  readonly saveState: (state: LocoPageState) => void;
}

/** Least milliseconds between two texts that are spoken. */
const announceMs = 5000;

/** The whole page: its tabs, and which run they are about. */
export class LocoView {
  readonly element: HTMLElement;
  private readonly parts: ViewParts;
  private readonly tabs: Tabs<LocoTab>;
  private readonly announcer = new Announcer(announceMs);
  private readonly chooser: HTMLSelectElement;
  private readonly choosing: HTMLElement;
  private readonly setUp: SetUpView;
  private readonly live: LiveView;
  private readonly views: Readonly<Record<LocoTab, View>>;
  private readonly noRun: HTMLElement;
  private readonly listeners = new Set<(events: SampleEvents) => void>();
  private data: LocoData | undefined;
  private state: LocoPageState;

  constructor(private readonly options: LocoViewOptions) {
    const { benchmark, strings, locale, send, ask, saveState } = options;
    this.state = options.state ?? firstState;
    this.parts = {
      ...{ benchmark, strings, locale, send, ask, texts: new MoneyTexts(locale) },
      onEvents: (listener) => {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
      },
      announce: (text) => this.announcer.announce(text),
      state: () => this.state,
      save: (changes) => {
        this.state = { ...this.state, ...changes };
        saveState(this.state);
      },
      go: (tab, changes = {}) => this.go(tab, changes),
    };
    this.setUp = new SetUpView(this.parts);
    this.live = new LiveView(this.parts);
    this.views = {
      setUp: this.setUp,
      live: this.live,
      results: new ResultsView(this.parts),
      samples: new SamplesView(this.parts),
      compare: new CompareView(this.parts),
      play: new PlayView(this.parts),
    };
    this.noRun = notice({
      title: strings.noRunTitle,
      text: strings.noRunText,
      action: strings.noRunAction,
      onAction: () => this.go('setUp'),
    });
    this.tabs = new Tabs({
      label: strings.views,
      prefix: 'view',
      // Only where there is somebody to ask.
      tabs: (Object.keys(strings.tabs) as LocoTab[])
        .filter((id) => id !== 'play' || benchmark === 'userbench')
        .map((id) => ({ id, label: strings.tabs[id] })),
      onChoose: (tab) => this.go(tab),
    });
    this.chooser = element('select', {});
    this.chooser.addEventListener('change', () =>
      this.go(this.state.tab, { run: this.chooser.value, sample: undefined }),
    );
    this.choosing = element('label', { class: 'range' }, strings.run, this.chooser);
    this.element = element(
      'main',
      {},
      element(
        'div',
        { class: 'title-row' },
        element('div', {}, element('h1', {}, strings.title), element('p', { class: 'detail' }, strings.subtitle)),
        button(strings.acts.refresh, () => send({ type: 'act', act: 'refresh' }), { class: 'secondary' }),
      ),
      element('div', { class: 'tab-row' }, this.tabs.element, this.choosing),
      this.tabs.panel,
      this.announcer.element,
    );
  }

  update(data: LocoData): void {
    const first = this.data === undefined;
    this.data = data;
    // Whoever has runs comes for them; a page that knows nothing yet begins at the beginning.
    if (first && this.options.state === undefined && data.runs[0]) {
      const { id } = data.runs[0];
      this.parts.save({ run: id, tab: isUnderWay(data.runs[0]) ? 'live' : 'results' });
    }
    this.show();
  }

  indexing(progress: IndexProgress): void {
    this.setUp.indexing(progress);
  }

  making(progress: GenerateSetProgress | undefined): void {
    this.setUp.making(progress);
  }

  /** News of a run under way. */
  progress(view: RunView): void {
    if (!this.data) return;
    const known = this.data.runs.some(({ id }) => id === view.run.id);
    const runs = known
      ? this.data.runs.map((run) => (run.id === view.run.id ? view.run : run))
      : [view.run, ...this.data.runs];
    this.data = { ...this.data, runs };
    this.live.progress(view);
    this.show();
  }

  /** News of a sample that is watched. */
  events(events: SampleEvents): void {
    for (const listener of this.listeners) listener(events);
  }

  showRun(run: string, sample: number | undefined): void {
    const record = this.data?.runs.find(({ id }) => id === run);
    const tab = sample !== undefined ? 'samples' : record && isUnderWay(record) ? 'live' : 'results';
    this.go(tab, { run, sample });
  }

  private go(tab: LocoTab, changes: Partial<LocoPageState> = {}): void {
    this.parts.save({ ...changes, tab });
    this.show();
  }

  private show(): void {
    const { data, state, options } = this;
    if (!data) return;
    const { strings } = options;
    const run = data.runs.find(({ id }) => id === state.run) ?? data.runs[0];
    const { tab } = state;
    const ofRun = tab === 'live' || tab === 'results' || tab === 'samples';
    const view = this.views[tab];
    const content = (ofRun || tab === 'compare') && !run ? this.noRun : view.element;
    this.tabs.choose(tab);
    const active = data.runs.find(isUnderWay);
    this.tabs.mark('live', active ? this.parts.texts.percent(this.doneShare(active)) : '');
    this.choosing.hidden = !ofRun || data.runs.length === 0;
    this.chooseRuns(data.runs, run);
    this.element.classList.toggle('tall', view.tall === true && content === view.element);
    if (this.tabs.panel.firstChild !== content) this.tabs.panel.replaceChildren(content);
    // A panel without anything to focus would be passed by unnoticed.
    this.tabs.panel.tabIndex = content === this.noRun ? -1 : 0;
    document.title = run && ofRun ? fill('{0}: {1}', strings.title, run.name) : strings.title;
    if (content === view.element) view.update({ data, run } satisfies Shown);
  }

  private chooseRuns(runs: readonly RunRecord[], chosen: RunRecord | undefined): void {
    const key = JSON.stringify(runs.map(({ id, name, state }) => [id, name, state]));
    if (this.chooser.dataset.made !== key) {
      const { strings } = this.options;
      this.chooser.replaceChildren(
        ...runs.map(({ id, name, state }) => element('option', { value: id }, `${name} (${strings.runStates[state]})`)),
      );
      this.chooser.dataset.made = key;
    }
    if (chosen && this.chooser.value !== chosen.id) this.chooser.value = chosen.id;
  }

  private doneShare(run: RunRecord): number {
    const all = samplesOf(run);
    return all === 0 ? 0 : 1 - (run.counts.waiting + run.counts.running) / all;
  }
}
