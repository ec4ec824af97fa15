import { element, fill } from '../../shared/dom';
import { notice } from '../../shared/notice';
import { plainTable } from '../../shared/plainTable';
import { exportBar } from '../compare/exportBar';
import { Renewed, section, showProblem, type Shown, type View, type ViewParts } from '../parts';
import type { RunRecord, RunReport, SliceBy } from '../protocol';
import { checkBox } from '../setUp/fields';
import { points, pointsRange } from '../scoreTexts';
import { askingSection } from './asking/askingSection';
import { costChart } from './costChart';
import { differenceTable, headline } from './differences';
import { furtherTable } from './furtherTable';
import { lengthChart } from './lengthChart';
import { modelTable } from './modelTable';
import { sliceMatrix, slicesOf } from './sliceMatrix';
import { toolDimensions } from './toolDimensions';

/** Least milliseconds between two readings of the results of a run under way. */
const renewMs = 5000;

/** What a run says of its models. */
export class ResultsView implements View {
  readonly element = element('div', { class: 'results' });
  private readonly shown = new Renewed(this.element);
  private run: RunRecord | undefined;
  private report: RunReport | undefined;
  private scored = -1;
  private timer: number | undefined;

  constructor(private readonly parts: ViewParts) {}

  update({ run }: Shown): void {
    const other = run?.id !== this.run?.id;
    this.run = run;
    if (!run) return;
    if (other) {
      this.report = undefined;
      this.scored = -1;
      this.shown.forget();
      this.element.replaceChildren(element('p', { class: 'detail' }, this.parts.strings.waiting));
    }
    if (run.counts.scored === this.scored && this.report?.run.state === run.state) return;
    if (other) void this.load(run);
    else {
      this.timer ??= window.setTimeout(() => {
        this.timer = undefined;
        if (this.run) void this.load(this.run);
      }, renewMs);
    }
  }

  private async load(run: RunRecord): Promise<void> {
    const { strings, ask } = this.parts;
    try {
      this.scored = run.counts.scored;
      const report = await ask('readReport', { run: run.id });
      if (run.id !== this.run?.id) return;
      this.report = report;
      this.render();
    } catch (error) {
      if (run.id !== this.run?.id) return;
      this.shown.forget();
      showProblem(this.element, this.parts, strings.failedTitle, error, () => void this.load(run));
    }
  }

  private render(): void {
    const { report, parts } = this;
    if (!report) return;
    const { baseline, sliceBy, allColumns, timing, pair } = parts.state();
    this.shown.renew([report, baseline, sliceBy, allColumns, timing, pair], () => this.content(report));
  }

  private content(report: RunReport): readonly HTMLElement[] {
    const { strings, go } = this.parts;
    const { results } = strings;
    const says = headline(report, this.parts);
    if (says === undefined) {
      return [
        notice({
          title: results.nothing,
          text: results.nothingText,
          action: results.toRun,
          onAction: () => go('live'),
        }),
      ];
    }
    return [
      element('p', { class: 'headline' }, says),
      element('p', { class: 'detail' }, this.configuration(report)),
      this.models(report),
      ...toolDimensions(report, this.parts),
      ...askingSection(report, this.parts, () => this.render()),
      ...(report.asking === undefined ? furtherTable(report, this.parts) : []),
      this.matrix(report),
      this.differences(report),
      element(
        'div',
        { class: 'charts' },
        ...(report.byLength.length > 0 ? [lengthChart(report, this.parts)] : []),
        costChart(report, this.parts),
      ),
      element('div', { class: 'pair' }, ...this.floors(report), ...this.notes(report)),
      exportBar(report.run, this.parts),
    ];
  }

  private configuration({ run }: RunReport): string {
    const { strings, texts } = this.parts;
    const { set, seed, repeats, maxOutputTokens, temperature } = run.configuration;
    const { results } = strings;
    return fill(
      results.configuration,
      ...[texts.whole(set.scenarios), set.name, set.hash.slice(0, 8), String(seed), texts.whole(repeats)],
      texts.whole(maxOutputTokens),
      temperature === undefined ? results.ownTemperature : texts.decimal(temperature),
    );
  }

  private models(report: RunReport): HTMLElement {
    const { strings, state, save } = this.parts;
    const { results } = strings;
    const { allColumns } = state();
    const more = checkBox(
      results.moreColumns,
      allColumns,
      (on) => {
        save({ allColumns: on });
        this.render();
      },
      { focus: 'all-columns' },
    );
    const made = section(
      'models-results',
      results.modelsTitle,
      element('p', { class: 'detail' }, results.modelsText),
      more,
    );
    made.append(modelTable(report, allColumns, this.parts));
    if (report.overall.some(({ reference }) => reference))
      made.append(element('p', { class: 'detail below' }, results.referenceText));
    return made;
  }

  private matrix(report: RunReport): HTMLElement {
    const { strings, state, save } = this.parts;
    const { results } = strings;
    const choices = (Object.keys(results.slices) as SliceBy[]).filter((by) => slicesOf(report, by).length > 0);
    const wanted = state().sliceBy;
    const by = choices.includes(wanted) ? wanted : (choices[0] ?? 'category');
    const select = element(
      'select',
      { 'data-focus': 'slice-by' },
      ...choices.map((each) => element('option', { value: each, selected: each === by }, results.slices[each])),
    );
    select.addEventListener('change', () => {
      const chosen = choices.find((each) => each === select.value);
      if (chosen) save({ sliceBy: chosen });
      this.render();
    });
    return element(
      'section',
      { 'aria-labelledby': 'matrix-title' },
      element(
        'div',
        { class: 'section-head' },
        element('h2', { id: 'matrix-title' }, results.matrixTitle),
        element('label', { class: 'range' }, results.sliceBy, select),
      ),
      element('p', { class: 'detail' }, results.fewText),
      sliceMatrix(report, by, this.parts),
    );
  }

  private differences(report: RunReport): HTMLElement {
    const { strings, state, save } = this.parts;
    const { results } = strings;
    const models = report.overall.map(({ model }) => model);
    if (models.length < 2) {
      return section('differences-title', results.differencesTitle, element('p', { class: 'detail' }, results.onlyOne));
    }
    const pinned = state().baseline;
    const baseline = pinned !== undefined && models.includes(pinned) ? pinned : (models[0] ?? '');
    const select = element(
      'select',
      { 'data-focus': 'baseline' },
      ...models.map((model) => element('option', { value: model, selected: model === baseline }, model)),
    );
    select.addEventListener('change', () => {
      save({ baseline: select.value });
      this.render();
    });
    return element(
      'section',
      { 'aria-labelledby': 'differences-title' },
      element(
        'div',
        { class: 'section-head' },
        element('h2', { id: 'differences-title' }, results.differencesTitle),
        element('label', { class: 'range' }, results.baseline, select),
      ),
      element('p', { class: 'detail' }, results.differencesText),
      differenceTable(report, baseline, this.parts),
    );
  }

  private floors({ floors }: RunReport): readonly HTMLElement[] {
    const { strings, texts, locale } = this.parts;
    const { floorsTitle, floorColumns: columns } = strings.results;
    if (floors.length === 0) return [];
    const table = plainTable(
      floorsTitle,
      [{ label: columns.name }, { label: columns.value, numeric: true }, { label: columns.n, numeric: true }],
      floors.map(({ name, value, n, interval }) => {
        const range = interval === undefined ? '' : ` (${pointsRange(interval, locale)})`;
        return [name, points(value, locale) + range, texts.whole(n)];
      }),
    );
    return [section('floors-title', floorsTitle, table)];
  }

  private notes({ notes }: RunReport): readonly HTMLElement[] {
    if (notes.length === 0) return [];
    const list = element('ul', { class: 'plain' }, ...notes.map((note) => element('li', {}, note)));
    return [section('notes-title', this.parts.strings.results.notesTitle, list)];
  }
}
