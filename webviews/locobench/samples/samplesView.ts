import { element, fill } from '../../shared/dom';
import { notice } from '../../shared/notice';
import { showProblem, type Shown, type View, type ViewParts } from '../parts';
import type { LocoData, RunRecord, SampleQuery } from '../protocol';
import { SampleView } from '../sample/sampleView';
import { samplesOf } from '../scoreTexts';
import { SampleFilters, type FilterChoices } from './sampleFilters';
import { sampleFilter } from './sampleFilter';
import { SampleGrid } from './sampleGrid';
import { SamplePages } from './samplePages';

/** Least milliseconds between two renewals of what is listed, while a run is under way. */
const renewMs = 2000;

/** All samples of a run under their filters, or one of them. */
export class SamplesView implements View {
  readonly element = element('div', { class: 'samples' });
  readonly tall = true;
  private readonly pages: SamplePages;
  private readonly grid: SampleGrid;
  private readonly filters: SampleFilters;
  private readonly place = element('div', { class: 'grid-place' });
  private readonly list = element('div', { class: 'sample-list' });
  private open: SampleView | undefined;
  /** Row in the list of the sample that is open, where it was opened from there. */
  private openRow: number | undefined;
  private run: RunRecord | undefined;
  private data: LocoData | undefined;
  private asked: string | undefined;
  private counts: string | undefined;
  private timer: number | undefined;

  constructor(private readonly parts: ViewParts) {
    this.pages = new SamplePages({
      ask: parts.ask,
      onChange: () => this.changed(),
      onProblem: (error) =>
        showProblem(this.place, parts, parts.strings.failedTitle, error, () => {
          this.asked = undefined;
          this.renewList();
        }),
    });
    this.grid = new SampleGrid(parts, this.pages, {
      onOpen: (row) => void this.openAt(row),
      onSort: (sort) => this.use({ ...parts.state().query, ...sort }),
    });
    this.filters = new SampleFilters(parts, (query) => this.use(query));
    this.list.append(this.filters.element, this.place);
    this.element.append(this.list);
  }

  update({ data, run }: Shown): void {
    const { state } = this.parts;
    this.data = data;
    const counts = JSON.stringify(run?.counts);
    if (run?.id === this.run?.id && counts !== this.counts) this.renewSoon();
    this.counts = counts;
    this.run = run;
    this.renewList();
    const { sample } = state();
    if (sample === undefined) {
      if (this.open) this.back();
    } else if (run && (this.open?.index !== sample || this.open.run !== run.id)) this.show(run, sample);
    else if (run) this.open?.update(run);
  }

  private use(query: SampleQuery): void {
    this.parts.save({ query });
    this.renewList();
  }

  private renewList(): void {
    const { run, parts } = this;
    if (!run) return;
    const { query } = parts.state();
    const key = JSON.stringify([run.id, query]);
    if (key !== this.asked) {
      this.asked = key;
      this.grid.restart();
      this.pages.use(sampleFilter(run.id, query, Date.now()));
    }
    this.grid.markSort(query);
    this.filters.update(this.choices(run), this.pages.total, this.pages.all);
  }

  private renewSoon(): void {
    this.timer ??= window.setTimeout(() => {
      this.timer = undefined;
      this.pages.renew();
      this.grid.update();
    }, renewMs);
  }

  private choices(run: RunRecord): FilterChoices {
    const { models, set } = run.configuration;
    const scenarios = this.data?.sets.find(({ folder }) => folder === set.folder)?.set.scenarios ?? [];
    const categories = [...new Set(scenarios.map(({ category }) => category))];
    return {
      models,
      categories: categories.length > 0 ? categories : Object.keys(this.parts.strings.categories),
      languages: [...new Set(scenarios.map(({ language }) => language))],
    };
  }

  private changed(): void {
    const { pages, run, parts } = this;
    const { samples } = parts.strings;
    if (!run) return;
    this.filters.update(this.choices(run), pages.total, pages.all);
    const content =
      pages.total === 0
        ? notice({
            title: samples.emptyTitle,
            text: fill(samples.emptyText, parts.texts.whole(pages.all)),
            action: samples.clearFilters,
            onAction: () => this.filters.reset(),
          })
        : this.grid.element;
    if (this.place.firstChild !== content) this.place.replaceChildren(content);
    this.grid.update();
    // For whoever measures: rows are there and take keys.
    performance.mark('locobench-interactive');
  }

  private async openAt(row: number): Promise<void> {
    const { run } = this;
    const sample = await this.pages.fetch(row);
    if (!run || !sample || run.id !== this.run?.id) return;
    this.openRow = row;
    this.parts.save({ sample: sample.index });
    this.show(run, sample.index);
  }

  private show(run: RunRecord, index: number): void {
    const total = this.pages.total;
    this.open?.close();
    const row = this.openRow;
    this.open = new SampleView(this.parts, {
      ...{ run: run.id, index },
      place: row === undefined || total === undefined ? { row: index, total: samplesOf(run) } : { row, total },
      back: () => this.leave(),
      step: (by) => void this.step(by),
    });
    this.list.hidden = true;
    this.element.append(this.open.element);
    this.open.update(run);
    this.open.focus();
  }

  private async step(by: -1 | 1): Promise<void> {
    const { openRow, open, run } = this;
    const total = this.pages.total ?? 0;
    if (openRow === undefined) {
      // It was not opened from the list: the plan's order.
      const next = (open?.index ?? 0) + by;
      if (!run || next < 0 || next >= samplesOf(run)) return;
      this.parts.save({ sample: next });
      this.show(run, next);
      return;
    }
    if (openRow + by >= 0 && openRow + by < total) await this.openAt(openRow + by);
  }

  private leave(): void {
    this.parts.save({ sample: undefined });
    this.back();
  }

  private back(): void {
    this.open?.close();
    this.open = undefined;
    this.list.hidden = false;
    const row = this.openRow;
    this.openRow = undefined;
    this.grid.update();
    this.grid.focusRow(row ?? 0);
  }
}
