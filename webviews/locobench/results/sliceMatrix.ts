import { element, fill } from '../../shared/dom';
import { SortableTable } from '../../shared/sortableTable';
import type { ViewParts } from '../parts';
import type { RunReport, SliceBy, SliceResult } from '../protocol';
import { categoryText, fewScenarios, points, pointsRange } from '../scoreTexts';

interface Row {
  readonly model: string;
  readonly values: ReadonlyMap<string, SliceResult>;
}

export function slicesOf(report: RunReport, by: SliceBy): readonly SliceResult[] {
  return { category: report.byCategory, language: report.byLanguage, length: report.byLength }[by];
}

/** Slices in their order: by place where they have one, as they come otherwise. */
export function sliceNames(slices: readonly SliceResult[]): readonly string[] {
  const places = new Map<string, number>();
  slices.forEach(({ slice, at }, index) => {
    if (!places.has(slice)) places.set(slice, at ?? index);
  });
  return [...places].sort(([, left], [, right]) => left - right).map(([slice]) => slice);
}

/** Models by slices with intervals. Columns without any value are not there. */
export function sliceMatrix(report: RunReport, by: SliceBy, parts: ViewParts): HTMLElement {
  const { strings, texts, locale } = parts;
  const { results } = strings;
  const slices = slicesOf(report, by);
  const names = sliceNames(slices);
  const rows: readonly Row[] = report.overall.map(({ model }) => ({
    model,
    values: new Map(slices.filter((each) => each.model === model).map((each) => [each.slice, each])),
  }));
  const text = (result: SliceResult | undefined): string =>
    result
      ? fill(
          results.sliceCell,
          points(result.value.mean, locale),
          pointsRange(result.value, locale),
          texts.whole(result.value.n),
        )
      : strings.none;
  const table = new SortableTable<Row, string>({
    label: `${results.modelsTitle}, ${results.slices[by]}`,
    columns: [
      { id: 'model', label: results.columns.model, value: ({ model }) => model, text: ({ model }) => model },
      ...names.map((name, index) => ({
        id: `slice-${index}`,
        label: by === 'category' ? categoryText(name, strings) : name,
        value: ({ values }: Row) => values.get(name)?.value.mean,
        text: ({ values }: Row) => text(values.get(name)),
        content: (cell: HTMLTableCellElement, { values }: Row) => sliceCell(cell, values.get(name), parts),
        numeric: true,
      })),
    ],
    id: ({ model }) => model,
    alsoSearched: () => '',
    sort: { column: 'none', direction: 'ascending' },
    defaultSort: { column: 'none', direction: 'ascending' },
    locale,
    onSort: () => undefined,
  });
  table.element.classList.add('sticky-first', 'matrix');
  const width = table.element.querySelector('table');
  if (width) width.style.minWidth = `${15.5 + 9.2 * names.length}em`;
  table.upsert(rows);
  table.render();
  return table.element;
}

function sliceCell(cell: HTMLTableCellElement, result: SliceResult | undefined, parts: ViewParts): void {
  const { strings, texts, locale } = parts;
  if (!result) {
    cell.replaceChildren(strings.none);
    return;
  }
  const { value } = result;
  const few = value.n < fewScenarios;
  cell.classList.toggle('few', few);
  const detail = `[${pointsRange(value, locale)}] n ${texts.whole(value.n)}`;
  cell.replaceChildren(
    element(few ? 'span' : 'strong', {}, points(value.mean, locale)),
    ...(few ? [' ', element('em', {}, strings.results.few)] : []),
    element('br'),
    element('span', { class: 'detail' }, detail),
  );
}
