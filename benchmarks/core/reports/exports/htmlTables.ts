import type { Estimate, ModelDifference, ModelResult, RunReport, SliceResult } from '../../../host/protocol';
import { TOO_FEW } from '../reportInput';
import type { ExportSample } from './exportInput';
import { dollars, duration, ofFive, points, pValue, VERDICTS } from './figures';
import { markup, type Markup } from './markup';

export interface Cell {
  readonly text: string;
  /** What it is sorted by; default: its text. */
  readonly value?: number | undefined;
  readonly grey?: boolean | undefined;
}

export function table(caption: string, head: readonly string[], rows: readonly (readonly Cell[])[]): Markup {
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table class="sortable">
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head.map((name) => markup`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            markup`<tr>
              ${cells.map(cellOf)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

function cellOf({ text, value, grey }: Cell, column: number): Markup {
  const classes = [value === undefined ? '' : 'number', grey === true ? 'grey' : ''].join(' ').trim();
  return column === 0
    ? markup`<th scope="row" data-sort="${value ?? text}">${text}</th>`
    : markup`<td class="${classes}" data-sort="${value ?? text}">${text}</td>`;
}

const few = (estimate: Estimate | undefined) =>
  estimate !== undefined && (estimate.n < TOO_FEW || estimate.clusters < TOO_FEW);
const count = (value: number): Cell => ({ text: String(value), value });
const scored = (estimate: Estimate | undefined): Cell => ({
  ...{ text: points(estimate), value: estimate?.mean ?? -1, grey: few(estimate) },
});
const fiveCell = (estimate: Estimate | undefined): Cell => ({ ...scored(estimate), text: ofFive(estimate) });

/** Metrics that only this benchmark has; nothing where there are none. */
export function furtherTable(overall: readonly ModelResult[]): Markup | string {
  const names = [...new Set(overall.flatMap(({ further }) => further.map(({ name }) => name)))];
  if (names.length === 0) return '';
  return table(
    'Further metrics, means over scenarios with 95 % intervals',
    ['Metric', ...overall.map(({ model }) => model)],
    names.map((name) => [
      { text: name },
      ...overall.map(({ further }): Cell => {
        const value = further.find((each) => each.name === name)?.value;
        if (value === undefined) return { text: '–', value: -Infinity };
        const [mean, low, high] = [value.mean, value.low, value.high].map((each) => each.toFixed(3));
        return { text: `${mean} [${low}–${high}], n ${value.n}`, value: value.mean, grey: few(value) };
      }),
    ]),
  );
}

export function overallTable(overall: readonly ModelResult[]): Markup {
  const hasReference = overall.some(({ reference }) => reference);
  return table(
    'Models. Scores are points of 100 with 95 % intervals',
    [
      ...[
        'Model',
        'Score',
        'Verified, 0 to 5',
        'SE',
        'FC',
        'CQ',
        'LCU',
        'Complete, %',
        ...(hasReference ? ['LCBS-ref, 0 to 5'] : []),
        'n',
        'Clusters',
      ],
      ...['Best in', 'Errors', 'Refused', 'Not measured', 'Truncated', 'Cost', 'Cost a sample', 'Time p50', 'Time p95'],
      ...['Input tokens', 'Output tokens'],
    ],
    overall.map((each) => [
      { text: each.model },
      ...[scored(each.value), fiveCell(each.verified)],
      ...[each.dimensions.SE, each.dimensions.FC, each.dimensions.CQ, each.dimensions.LCU].map(scored),
      ...[scored(each.complete), ...(hasReference ? [fiveCell(each.reference)] : [])],
      ...[count(each.value?.n ?? 0), count(each.value?.clusters ?? 0)],
      each.bestShare === undefined
        ? { text: '', value: -1 }
        : { text: `${(each.bestShare * 100).toFixed(0)} % of resamples`, value: each.bestShare },
      ...[each.errors, each.refused, each.notMeasured, each.truncated].map(count),
      { text: dollars(each.cost), value: each.cost },
      { text: dollars(each.costPerSample), value: each.costPerSample ?? -1 },
      { text: duration(each.p50Ms), value: each.p50Ms ?? -1 },
      { text: duration(each.p95Ms), value: each.p95Ms ?? -1 },
      ...[each.inputTokens, each.outputTokens].map(count),
    ]),
  );
}

export function differenceTable(differences: readonly ModelDifference[]): Markup {
  return table(
    'Differences over shared scenarios, paired; p after Holm',
    [
      'First',
      'Second',
      'First less second, points',
      'p',
      'p of completely solved (McNemar)',
      'n',
      'Clusters',
      'Verdict',
    ],
    differences.map(({ a, b, value, p, completeP, verdict }) => [
      ...[
        { text: a },
        { text: b },
        scored(value),
        { text: pValue(p), value: p },
        { text: pValue(completeP), value: completeP },
      ],
      ...[count(value.n), count(value.clusters), { text: VERDICTS[verdict] }],
    ]),
  );
}

export function sliceTable(caption: string, slices: readonly SliceResult[]): Markup {
  const models = [...new Set(slices.map(({ model }) => model))];
  const names = [...new Set(slices.map(({ slice }) => slice))];
  return table(
    caption,
    ['', ...models.flatMap((model) => [model, 'n'])],
    names.map((name) => [
      { text: name },
      ...models.flatMap((model) => {
        const found = slices.find(({ slice, model: other }) => slice === name && other === model);
        return [scored(found?.value), count(found?.value.n ?? 0)];
      }),
    ]),
  );
}

const ofHundred = (value: number): string => (value * 100).toFixed(1);

export function floorTable(floors: RunReport['floors']): Markup {
  return table(
    'Answers that know nothing: what the score is worth',
    ['Answer', 'Score', 'n'],
    floors.map(({ name, value, n, interval }) => {
      const range = interval === undefined ? '' : ` [${ofHundred(interval.low)}–${ofHundred(interval.high)}]`;
      return [{ text: name }, { text: ofHundred(value) + range, value }, count(n)];
    }),
  );
}

export function sampleTable(caption: string, samples: readonly ExportSample[]): Markup {
  return table(
    caption,
    [
      'Scenario',
      'Category',
      'Language',
      'Tokens',
      'Model',
      'Repeat',
      'State',
      'Score',
      'Milestones missed',
      'Cost',
      'Time',
    ],
    samples.map(({ record, title, category, language, contextTokens, milestones }) => [
      { text: title },
      ...[{ text: category }, { text: language ?? '' }, count(contextTokens), { text: record.model }],
      count(record.repeat + 1),
      { text: stateText(record) },
      { text: record.value === undefined ? '' : (record.value * 100).toFixed(0), value: record.value ?? -1 },
      {
        text: (milestones ?? [])
          .flatMap((each) => (each.achieved === true || each.achieved === 1 ? [] : each.text))
          .join('; '),
      },
      { text: dollars(record.cost), value: record.cost },
      { text: duration(record.totalMs), value: record.totalMs ?? -1 },
    ]),
  );
}

function stateText({ state, complete, truncated, reason }: ExportSample['record']): string {
  const base = state === 'scored' ? (complete === true ? 'complete' : 'incomplete') : state;
  return [truncated ? `${base}, cut at the output limit` : base, reason ?? ''].filter(Boolean).join(': ');
}
