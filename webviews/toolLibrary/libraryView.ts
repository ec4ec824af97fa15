import { button, element, fill } from '../shared/dom';
import { figure, figureRow } from '../shared/figure';
import { keepingFocus } from '../shared/keepingFocus';
import { MoneyTexts } from '../shared/moneyTexts';
import { notice } from '../shared/notice';
import { Tabs } from '../shared/tabs';
import { findingView } from './findingView';
import { GroupsView } from './groupsView';
import { historyView } from './historyView';
import { folderChoice } from './folderChoice';
import { firstState } from './pageState';
import type { ViewParts } from './parts';
import { ProgressLine } from './progressLine';
import type {
  GroupDetail,
  LibraryAct,
  LibraryData,
  LibraryEstimate,
  LibraryMessageToExtension,
  LibraryPageState,
  LibraryProblem,
  LibraryProgress,
  LibraryStrings,
  LibraryTab,
} from './protocol';
import { staleNotice } from './staleNotice';
import { ToolsView } from './toolsView';

export interface LibraryViewOptions {
  readonly strings: LibraryStrings;
  readonly locale: string;
  readonly state: LibraryPageState | undefined;
  readonly send: (message: LibraryMessageToExtension) => void;
  readonly saveState: (state: LibraryPageState) => void;
}

/** The whole page: figures, what is under way, and its tabs. */
export class LibraryView {
  readonly element: HTMLElement;
  private readonly parts: ViewParts;
  private readonly tabs: Tabs<LibraryTab>;
  private readonly progressLine: ProgressLine;
  private readonly figures = element('div', {});
  private readonly folder = element('div', {});
  private readonly stale = element('div', { role: 'status' });
  private readonly tools: ToolsView;
  private readonly groups: GroupsView;
  private readonly place = element('div', {});
  private data: LibraryData | undefined;
  private state: LibraryPageState;

  constructor({ strings, locale, state, send, saveState }: LibraryViewOptions) {
    // An earlier version of the page kept less.
    this.state = { ...firstState, ...state };
    this.parts = {
      ...{ strings, locale, send, texts: new MoneyTexts(locale) },
      state: () => this.state,
      save: (changes) => {
        this.state = { ...this.state, ...changes };
        saveState(this.state);
      },
    };
    this.tools = new ToolsView(this.parts);
    this.groups = new GroupsView(this.parts);
    this.progressLine = new ProgressLine(this.parts);
    this.tabs = new Tabs<LibraryTab>({
      ...{ label: strings.views, prefix: 'library' },
      tabs: (Object.keys(strings.tabs) as LibraryTab[]).map((id) => ({ id, label: strings.tabs[id] })),
      onChoose: (tab) => {
        this.parts.save({ tab });
        this.show();
      },
    });
    this.element = element(
      'main',
      {},
      element(
        'div',
        { class: 'title-row' },
        element('div', {}, element('h1', {}, strings.title), element('p', { class: 'detail' }, strings.subtitle)),
        element(
          'div',
          { class: 'acts-row' },
          this.folder,
          button(strings.acts.refresh, () => send({ type: 'act', act: 'refresh' }), { class: 'secondary' }),
        ),
      ),
      this.progressLine.element,
      this.stale,
      this.figures,
      element('div', { class: 'tab-row' }, this.tabs.element),
      this.tabs.panel,
    );
    this.tabs.panel.append(this.place);
  }

  update(data: LibraryData): void {
    this.data = data;
    this.show();
  }

  progress(progress: LibraryProgress | undefined): void {
    this.progressLine.update(progress);
  }

  fail(problem: LibraryProblem): void {
    this.progressLine.fail(problem);
  }

  estimated(estimate: LibraryEstimate): void {
    this.groups.estimated(estimate);
  }

  showGroup(detail: GroupDetail): void {
    this.groups.show(detail);
  }

  /** A group of equal tools, wherever somebody looks now. */
  reveal(group: string): void {
    this.parts.save({ tab: 'groups', list: 'equal', group });
    this.groups.listEqual();
    this.show();
  }

  private show(): void {
    const { data } = this;
    if (data === undefined) return;
    this.tabs.choose(this.state.tab);
    keepingFocus(this.folder, () => this.folder.replaceChildren(...folderChoice(data, this.parts)));
    keepingFocus(this.stale, () => this.stale.replaceChildren(...staleNotice(data.library, this.parts)));
    keepingFocus(this.figures, () => this.figures.replaceChildren(...this.figureRow(data)));
    const content = this.content(data);
    if (this.place.firstChild !== content) keepingFocus(this.place, () => this.place.replaceChildren(content));
  }

  private content(data: LibraryData): HTMLElement {
    const { strings } = this.parts;
    const { library, workspace } = data;
    const { inventory, groups, retrieval, history } = library;
    const { tab } = this.state;
    if (tab === 'history') {
      return history.length === 0 ? this.hint(strings.nothingApplied, 'refresh') : historyView(history, this.parts);
    }
    if (workspace === 'none') return this.hint(strings.noFolder, 'openFolder');
    if (workspace === 'untrusted') return this.hint(strings.untrusted, 'manageTrust');
    if (inventory === undefined) return this.hint(strings.nothingTaken, 'takeInventory');
    if (tab === 'tools') {
      this.tools.update(inventory, data);
      return this.tools.element;
    }
    if (groups === undefined) return this.hint(strings.notCompared, 'compare');
    if (tab === 'finding') {
      return retrieval === undefined ? this.hint(strings.notMeasured, 'measure') : findingView(retrieval, this.parts);
    }
    this.groups.update(data);
    return this.groups.element;
  }

  private hint([title, text]: readonly [string, string], act: LibraryAct): HTMLElement {
    const { strings, send } = this.parts;
    return notice({ title, text, action: strings.acts[act], onAction: () => send({ type: 'act', act }) });
  }

  private figureRow({ library }: LibraryData): readonly HTMLElement[] {
    const { strings, texts } = this.parts;
    const { figures: words } = strings;
    const { inventory, groups, summary } = library;
    if (inventory === undefined || inventory.tools.length === 0) return [];
    const { tools } = inventory;
    const ran = tools.filter(({ run }) => run.status === 'run').length;
    const skipped = tools.filter(({ run }) => run.status === 'skipped').length;
    const both = (before: number, after: number): string =>
      fill(words.beforeAfter, texts.whole(before), texts.whole(after));
    const length = summary?.descriptionLength;
    return [
      figureRow(
        words.label,
        figure(words.tools, texts.whole(tools.length), fill(words.taken, texts.minute(inventory.taken))),
        figure(words.run, texts.whole(ran), skipped === 0 ? undefined : fill(words.skipped, texts.whole(skipped))),
        ...(groups === undefined
          ? []
          : [
              figure(words.groups, texts.whole(groups.groups.length)),
              figure(words.alike, texts.whole(groups.equal.filter(({ relation }) => relation === 'duplicates').length)),
            ]),
        ...(summary === undefined
          ? []
          : [figure(words.merged, texts.whole(summary.merged), both(summary.before, summary.after))]),
        ...(length === undefined
          ? []
          : [figure(words.length, texts.percent(length.after / length.before), both(length.before, length.after))]),
        ...(summary === undefined || summary.cost === 0 ? [] : [figure(words.cost, texts.dollars(summary.cost))]),
      ),
    ];
  }
}
