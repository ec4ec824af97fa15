import { fill } from '../../shared/dom';
import { plainTable } from '../../shared/plainTable';
import type { ViewParts } from '../parts';
import type { ModelDifference, RunReport } from '../protocol';
import { points, pText, signedPoints } from '../scoreTexts';

/** A difference as it reads from the baseline: model less baseline. */
export interface FromBaseline {
  readonly model: string;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
  readonly p: number;
  readonly completeP: number;
  readonly verdict: 'better' | 'worse' | 'too-close' | 'too-few';
}

export function fromBaseline(differences: readonly ModelDifference[], baseline: string): readonly FromBaseline[] {
  return differences.flatMap((difference) => {
    const { a, b, value, p, completeP, verdict } = difference;
    if (a !== baseline && b !== baseline) return [];
    const asIs = b === baseline;
    const sign = asIs ? 1 : -1;
    const winner = asIs ? 'a' : 'b';
    return [
      {
        model: asIs ? a : b,
        mean: sign * value.mean,
        low: asIs ? value.low : -value.high,
        high: asIs ? value.high : -value.low,
        ...{ n: value.n, p, completeP },
        verdict: verdict === 'too-close' || verdict === 'too-few' ? verdict : verdict === winner ? 'better' : 'worse',
      } as const,
    ];
  });
}

/** Each model against the pinned baseline, best first. */
export function differenceTable(report: RunReport, baseline: string, parts: ViewParts): HTMLElement {
  const { strings, texts, locale } = parts;
  const { differenceColumns: columns, differencesTitle, verdicts } = strings.results;
  const rows = [...fromBaseline(report.differences, baseline)].sort((left, right) => right.mean - left.mean);
  const signs = { better: '▲', worse: '▼', 'too-close': '≈', 'too-few': '?' } as const;
  return plainTable(
    differencesTitle,
    [
      { label: columns.model },
      { label: columns.difference, numeric: true },
      { label: columns.verdict },
      { label: columns.n, numeric: true },
      { label: columns.p, numeric: true },
      { label: columns.solved, numeric: true },
    ],
    rows.map((row) => [
      row.model,
      `${signedPoints(row.mean, locale)} [${signedPoints(row.low, locale)}, ${signedPoints(row.high, locale)}]`,
      `${signs[row.verdict]} ${verdicts[row.verdict]}`,
      texts.whole(row.n),
      pText(row.p, locale),
      pText(row.completeP, locale),
    ]),
  );
}

/** The one sentence that the run was made for. */
export function headline(report: RunReport, { strings, locale }: ViewParts): string | undefined {
  const { results } = strings;
  const ranked = report.overall
    .flatMap(({ model, value }) => (value ? [{ model, value }] : []))
    .sort((left, right) => right.value.mean - left.value.mean);
  const [first, second] = ranked;
  if (!first) return undefined;
  const range = `${points(first.value.low, locale)}–${points(first.value.high, locale)}`;
  const score = points(first.value.mean, locale);
  if (!second) return fill(results.headlineOne, first.model, score, range);
  const between = fromBaseline(report.differences, second.model).find(({ model }) => model === first.model);
  return between?.verdict === 'better'
    ? fill(results.headline, first.model, score, range)
    : fill(results.headlineClose, first.model, second.model);
}
