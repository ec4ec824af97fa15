import { button, element, fill } from '../shared/dom';
import { figure, figureRow } from '../shared/figure';
import { notice } from '../shared/notice';
import { budgetCards, type CardParts } from './budgetCards';
import { DecisionsTable } from './decisionsTable';
import { MoneyTexts } from '../shared/moneyTexts';
import { keepingFocus } from '../shared/keepingFocus';
import type {
  BudgetAct,
  BudgetData,
  BudgetMessageToExtension,
  BudgetPageState,
  BudgetRange,
  BudgetStrings,
} from './protocol';
import { amount, budgetName, tightest } from './scopeText';
import { modelList, refusals, routerFacts, serverFacts } from './sideFacts';
import { slices } from './slices';
import { SpendChart } from './spendChart';
import { WhatIf } from './whatIf';

export interface BudgetViewOptions {
  readonly strings: BudgetStrings;
  readonly locale: string;
  /** What an earlier life of the page kept. */
  readonly state: BudgetPageState | undefined;
  readonly send: (message: BudgetMessageToExtension) => void;
  readonly saveState: (state: BudgetPageState) => void;
}

/** The whole page: figures, budgets, chart, what-if, tables, decisions. */
export class BudgetView {
  readonly element = element('main');
  readonly decisions: DecisionsTable;
  private readonly parts: CardParts;
  private readonly range: HTMLSelectElement;
  private readonly chart: SpendChart;
  private readonly whatIf: WhatIf;
  private readonly head = element('div', { class: 'head' });
  private readonly overview = element('div', { class: 'overview' });
  private readonly facts = element('div', { class: 'facts' });
  private readonly charts = element('div', { class: 'charts' });
  private readonly localOnly = element('input', { type: 'checkbox', id: 'local-only', role: 'switch' });
  private readonly localOnlyText = element('span', { class: 'detail', id: 'local-only-text' });
  private state: BudgetPageState;

  constructor(private readonly options: BudgetViewOptions) {
    const { strings, locale, send } = options;
    const money = new MoneyTexts(locale);
    this.parts = { strings, money, send };
    this.state = options.state ?? {
      decisions: { filter: '', sort: { column: 'time', direction: 'descending' } },
      chartAsTable: false,
    };
    this.range = this.rangeSelect();
    this.chart = new SpendChart(strings, money, this.state.chartAsTable, (chartAsTable) =>
      this.save({ ...this.state, chartAsTable }),
    );
    this.whatIf = new WhatIf(strings, money, send);
    this.decisions = new DecisionsTable({
      ...{ strings, money, locale, state: this.state.decisions },
      saveState: (decisions) => this.save({ ...this.state, decisions }),
      onOlder: (before) => send({ type: 'older', before }),
    });
    this.localOnly.addEventListener('change', () => {
      const { checked } = this.localOnly;
      // The setting decides; the switch follows it when it has changed.
      this.localOnly.checked = !checked;
      send({ type: 'localOnly', on: checked });
    });
    this.charts.append(this.chart.element, this.whatIf.element);
    this.element.append(
      element('h1', {}, strings.title),
      this.toolbar(),
      this.head,
      this.overview,
      this.charts,
      this.facts,
      this.decisions.element,
    );
  }

  update(data: BudgetData): void {
    const { range, localOnly } = this;
    range.value = data.range;
    localOnly.checked = data.localOnly;
    const { strings } = this.options;
    this.localOnlyText.textContent = data.localOnly ? strings.localOnlyOn : strings.localOnlyOff;
    const nothing = data.report.calls === 0 && data.report.refused.length === 0;
    keepingFocus(this.element, () => {
      this.head.replaceChildren(...this.problems(data), this.figures(data));
      this.overview.replaceChildren(budgetCards(data, this.parts), ...(nothing ? [this.empty(data)] : []));
      this.facts.replaceChildren(
        ...(nothing ? [] : [slices(data, strings, this.parts.money), refusals(data, this.parts)]),
        modelList(data, this.parts),
        element('div', { class: 'pair' }, serverFacts(data, this.parts), routerFacts(data, this.parts)),
      );
    });
    this.charts.hidden = nothing;
    this.decisions.element.hidden = nothing && this.decisions.size === 0;
    this.chart.update(data);
    this.whatIf.update(data);
  }

  private toolbar(): HTMLElement {
    const { strings } = this.options;
    const act = (name: BudgetAct): HTMLButtonElement =>
      button(strings.acts[name], () => this.options.send({ type: 'act', act: name }), { class: 'secondary' });
    this.localOnly.setAttribute('aria-describedby', 'local-only-text');
    return element(
      'div',
      { class: 'toolbar' },
      element('label', { class: 'range' }, strings.range, this.range),
      element('label', { class: 'switch' }, this.localOnly, strings.localOnly),
      this.localOnlyText,
      element('span', { class: 'gap' }),
      act('exportCalls'),
      act('refresh'),
    );
  }

  private rangeSelect(): HTMLSelectElement {
    const { strings, send } = this.options;
    const ranges = Object.keys(strings.ranges) as BudgetRange[];
    const select = element(
      'select',
      {},
      ...ranges.map((range) => element('option', { value: range }, strings.ranges[range])),
    );
    select.addEventListener('change', () => {
      const chosen = ranges.find((range) => range === select.value);
      if (chosen) send({ type: 'range', range: chosen });
    });
    return select;
  }

  private figures({ report, budgets, projects }: BudgetData): HTMLElement {
    const { strings, money } = this.parts;
    const local = report.days.reduce((sum, day) => sum + day.local, 0);
    const refused = report.refused.reduce((sum, { calls }) => sum + calls, 0);
    const first = tightest(budgets);
    return figureRow(
      strings.figures,
      figure(strings.spent, money.dollars(report.cost), fill(strings.spentDetail, money.whole(report.calls))),
      first
        ? figure(
            strings.headroom,
            amount(first.budget, Math.max(0, first.headroom), money, strings),
            fill(strings.headroomDetail, budgetName(first.budget, strings, projects)),
          )
        : figure(strings.headroom, strings.noBudget, strings.noBudgetDetail),
      figure(
        strings.localShare,
        report.calls === 0 ? strings.none : money.share(local / report.calls),
        fill(strings.localShareDetail, money.whole(local), money.whole(report.calls)),
      ),
      figure(strings.refusedFigure, money.whole(refused), strings.refusedFigureDetail),
    );
  }

  private problems({ settingsProblems }: BudgetData): readonly HTMLElement[] {
    const { strings, send } = this.options;
    if (settingsProblems.length === 0) return [];
    return [
      element(
        'section',
        { class: 'hint' },
        element(
          'div',
          {},
          element('h2', {}, `! ${strings.settingsProblems}`),
          ...settingsProblems.map((problem) => element('p', {}, problem)),
        ),
        button(strings.acts.openSettings, () => send({ type: 'act', act: 'openSettings' }), {
          'data-focus': 'openSettings',
        }),
      ),
    ];
  }

  /** Nothing was called yet: what to do first. */
  private empty({ providers, models }: BudgetData): HTMLElement {
    const { strings, send } = this.options;
    const ready = providers.length > 0 || models.length > 0;
    const act: BudgetAct = ready ? 'tryChat' : 'addProvider';
    return notice({
      title: strings.emptyTitle,
      text: ready ? strings.emptyText : strings.emptyNoProviderText,
      action: strings.acts[act],
      onAction: () => send({ type: 'act', act }),
    });
  }

  private save(state: BudgetPageState): void {
    this.state = state;
    this.options.saveState(state);
  }
}
