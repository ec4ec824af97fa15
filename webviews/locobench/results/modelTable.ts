import { element } from '../../shared/dom';
import { SortableTable, type TableColumn } from '../../shared/sortableTable';
import type { ViewParts } from '../parts';
import type { Estimate, LocoStrings, ModelResult, RunReport } from '../protocol';
import { digits, points, pointsRange } from '../scoreTexts';
import { intervalPicture } from './intervalPicture';

type Column = keyof LocoStrings['results']['columns'];

/** What answers the question at a glance; the rest comes when it is asked for. */
const firstColumns: readonly Column[] = [
  ...([
    'model',
    'value',
    'verified',
    'complete',
    'n',
    'errors',
    'p50',
    'costPerSample',
    'cost',
    'best',
    'reference',
  ] as const),
];

/** Models with all that is known of each. Sorting goes over the whole table. */
export function modelTable(report: RunReport, all: boolean, parts: ViewParts): HTMLElement {
  const { strings, locale } = parts;
  const names = strings.results.columns;
  const floor = report.floors.length === 0 ? undefined : Math.max(...report.floors.map(({ value }) => value));
  const cells = columnCells(parts, floor);
  // Some evaluations know no verified score, and LCBS needs what a compiler said in the reference's own way: no empty columns.
  const empty = (id: Column): boolean => report.overall.every((row) => absent(row, id));
  const shown = (all ? (Object.keys(names) as Column[]) : firstColumns).filter((id) => !empty(id));
  const table = new SortableTable<ModelResult, Column>({
    label: strings.results.modelsTitle,
    columns: shown.map((id) => ({ id, label: names[id], ...cells[id] })),
    id: ({ model }) => model,
    alsoSearched: () => '',
    sort: { column: 'value', direction: 'descending' },
    defaultSort: { column: 'value', direction: 'descending' },
    locale,
    onSort: () => undefined,
  });
  table.element.classList.add('sticky-first', all ? 'all-columns' : 'first-columns');
  table.upsert(report.overall);
  table.render();
  return table.element;
}

/** Whether a column that not every evaluation has is empty for a model. */
function absent({ verified, reference, dimensions }: ModelResult, id: Column): boolean {
  switch (id) {
    case 'verified':
      return verified === undefined;
    case 'reference':
      return reference === undefined;
    case 'SE':
    case 'FC':
    case 'CQ':
    case 'LCU':
      return dimensions[id] === undefined;
    default:
      return false;
  }
}

type Cell = Pick<TableColumn<ModelResult, Column>, 'value' | 'text' | 'numeric' | 'content'>;

function columnCells({ strings, texts, locale }: ViewParts, floor: number | undefined): Readonly<Record<Column, Cell>> {
  const { none } = strings;
  const number = (value: (row: ModelResult) => number | undefined, text: (value: number) => string): Cell => ({
    value,
    text: (row) => {
      const known = value(row);
      return known === undefined ? none : text(known);
    },
    numeric: true,
  });
  /** Mean with interval and picture. */
  const estimate = (
    of: (row: ModelResult) => Estimate | undefined,
    top: number,
    mean: (value: number) => string,
    range: (value: Estimate) => string,
    floorMark?: number,
  ): Cell => ({
    value: (row) => of(row)?.mean,
    text: (row) => {
      const value = of(row);
      return value ? `${mean(value.mean)} [${range(value)}]` : none;
    },
    content: (cell, row) => {
      const value = of(row);
      cell.replaceChildren(
        ...(value
          ? [
              element('strong', {}, mean(value.mean)),
              ' ',
              element('span', { class: 'detail' }, `[${range(value)}]`),
              intervalPicture(value, top, floorMark),
            ]
          : [none]),
      );
    },
    numeric: true,
  });
  const share = (of: (row: ModelResult) => Estimate | undefined, mark?: number): Cell =>
    estimate(
      of,
      1,
      (value) => points(value, locale),
      (value) => pointsRange(value, locale),
      mark,
    );
  const ofFive = (of: (row: ModelResult) => Estimate | undefined): Cell =>
    estimate(
      of,
      5,
      (value) => digits(value, locale, 2),
      ({ low, high }) => `${digits(low, locale, 2)}–${digits(high, locale, 2)}`,
    );
  const seconds = (value: number): string => digits(value / 1000, locale, 1);
  return {
    model: { value: ({ model }) => model, text: ({ model }) => model },
    value: share(({ value }) => value, floor),
    verified: ofFive(({ verified }) => verified),
    SE: ofFive(({ dimensions }) => dimensions.SE),
    FC: ofFive(({ dimensions }) => dimensions.FC),
    CQ: ofFive(({ dimensions }) => dimensions.CQ),
    LCU: ofFive(({ dimensions }) => dimensions.LCU),
    complete: share(({ complete }) => complete),
    n: number(
      ({ value }) => value?.n,
      (value) => texts.whole(value),
    ),
    errors: number(
      ({ errors }) => errors,
      (value) => texts.whole(value),
    ),
    refused: number(
      ({ refused }) => refused,
      (value) => texts.whole(value),
    ),
    notMeasured: number(
      ({ notMeasured }) => notMeasured,
      (value) => texts.whole(value),
    ),
    truncated: number(
      ({ truncated }) => truncated,
      (value) => texts.whole(value),
    ),
    p50: number(({ p50Ms }) => p50Ms, seconds),
    p95: number(({ p95Ms }) => p95Ms, seconds),
    cost: number(
      ({ cost }) => cost,
      (value) => texts.dollars(value),
    ),
    costPerSample: number(
      ({ costPerSample }) => costPerSample,
      (value) => texts.dollars(value),
    ),
    input: number(
      ({ inputTokens }) => inputTokens,
      (value) => texts.compact(value),
    ),
    output: number(
      ({ outputTokens }) => outputTokens,
      (value) => texts.compact(value),
    ),
    best: number(
      ({ bestShare }) => bestShare,
      (value) => digits(100 * value, locale, 0),
    ),
    reference: ofFive(({ reference }) => reference),
  };
}
