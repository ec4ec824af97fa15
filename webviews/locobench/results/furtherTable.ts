import { element } from '../../shared/dom';
import { plainTable } from '../../shared/plainTable';
import { section, type ViewParts } from '../parts';
import type { Estimate, RunReport } from '../protocol';
import { digits } from '../scoreTexts';

/** Metrics that a benchmark has beside its score: a row each, a column a model. Nothing where there are none. */
export function furtherTable({ overall }: RunReport, parts: ViewParts): readonly HTMLElement[] {
  const { strings, locale } = parts;
  const { results } = strings;
  const names = [...new Set(overall.flatMap(({ further }) => further.map(({ name }) => name)))];
  if (names.length === 0) return [];
  const cell = (value: Estimate | undefined): HTMLElement | string =>
    value === undefined
      ? strings.none
      : element(
          'span',
          {},
          element('strong', {}, digits(value.mean, locale, 3)),
          ' ',
          element('span', { class: 'detail' }, `[${digits(value.low, locale, 3)}–${digits(value.high, locale, 3)}]`),
        );
  const table = plainTable(
    results.furtherTitle,
    [{ label: results.furtherColumn }, ...overall.map(({ model }) => ({ label: model, numeric: true }))],
    names.map((name) => [
      inWords(name),
      ...overall.map(({ further }) => cell(further.find((each) => each.name === name)?.value)),
    ]),
  );
  return [
    section('further-title', results.furtherTitle, element('p', { class: 'detail' }, results.furtherText), table),
  ];
}

/** `validSearchShare` as "valid search share": names are the benchmark's, as in its exports. */
function inWords(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
}
