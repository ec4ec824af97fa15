import { element, fill } from '../../shared/dom';
import { plainTable } from '../../shared/plainTable';
import type { ViewParts } from '../parts';
import type { EstimateAssumption, EstimateRow } from '../protocol';
import type { SetUpStrings } from '../strings/setUpStrings';

type Kind = EstimateAssumption['kind'];
type Words = Pick<ViewParts, 'strings' | 'texts'>;

const ofOutput: readonly Kind[] = ['output-assumed', 'output-of-other-models'];
const ofInput: readonly Kind[] = ['input-estimated', 'calls-assumed'];
const ofRoles: readonly Kind[] = ['role-assumed', 'role-of-other-models'];
const ofTime: readonly Kind[] = ['speed-of-other-benchmarks'];

/** What each model would take. What rests on an assumption has a sign before it, and below it is said what is assumed. */
export function estimateTable(words: Words, rows: readonly EstimateRow[]): readonly HTMLElement[] {
  const { strings, texts } = words;
  const { estimateColumns: columns, estimateTitle, assumed, notMeasured, notKnown } = strings.setUp;
  const withProblems = rows.some(({ problem }) => problem !== undefined);
  const table = plainTable(
    estimateTitle,
    [
      { label: columns.model },
      { label: columns.samples, numeric: true },
      { label: columns.cached, numeric: true },
      { label: columns.input, numeric: true },
      { label: columns.output, numeric: true },
      { label: columns.expected, numeric: true },
      { label: columns.worst, numeric: true },
      { label: columns.time, numeric: true },
      ...(withProblems ? [{ label: columns.problem }] : []),
    ],
    rows.map((row) => {
      const about = (text: string, kinds: readonly Kind[]): string =>
        row.assumptions.some(({ kind }) => kinds.includes(kind)) ? fill(assumed, text) : text;
      // Nothing times whatever is nothing: a model without a price per token costs 0 for sure.
      const money = (cost: number | undefined, kinds: readonly Kind[]): string =>
        cost === undefined ? notKnown : cost === 0 ? texts.dollars(0) : about(texts.dollars(cost), kinds);
      return [
        row.model,
        texts.whole(row.samples),
        texts.whole(row.cached),
        about(texts.compact(row.inputTokens), ofInput),
        about(texts.compact(row.outputTokens), ofOutput),
        money(row.expectedCost, [...ofInput, ...ofOutput]),
        money(row.worstCost, ofInput),
        row.expectedMs === undefined ? notMeasured : about(texts.duration(row.expectedMs), ofTime),
        ...(withProblems ? [row.problem ?? ''] : []),
      ];
    }),
  );
  return [table, ...roleTable(words, rows), ...assumptionList(words, rows)];
}

/** Simulated users and judges, each beside the model that it is asked for; nothing where no run has one. */
function roleTable({ strings, texts }: Words, rows: readonly EstimateRow[]): readonly HTMLElement[] {
  const { estimateColumns: columns, estimateRoles: words, assumed, notKnown } = strings.setUp;
  const named = rows.flatMap((row) => row.roles.map((each) => ({ ...each, row })));
  if (named.length === 0) return [];
  const table = plainTable(
    words.title,
    [
      { label: words.role },
      { label: words.model },
      ...(rows.length > 1 ? [{ label: words.beside }] : []),
      { label: words.calls, numeric: true },
      { label: columns.input, numeric: true },
      { label: columns.output, numeric: true },
      { label: columns.expected, numeric: true },
      { label: columns.worst, numeric: true },
    ],
    named.map(({ role, model, calls, inputTokens, outputTokens, expectedCost, worstCost, row }) => {
      const isGuess = row.assumptions.some(
        (each) => ofRoles.includes(each.kind) && 'role' in each && each.role === role,
      );
      const about = (text: string) => (isGuess ? fill(assumed, text) : text);
      const money = (cost: number | undefined) => (cost === undefined ? notKnown : about(texts.dollars(cost)));
      return [
        ...[roleName(role, strings.setUp), model, ...(rows.length > 1 ? [row.model] : [])],
        ...[about(texts.whole(calls)), about(texts.compact(inputTokens)), about(texts.compact(outputTokens))],
        ...[money(expectedCost), money(worstCost)],
      ];
    }),
  );
  return [element('p', { class: 'detail' }, words.title), table];
}

function roleName(role: string, { estimateRoles: { names } }: SetUpStrings): string {
  return role === 'user' || role === 'judge' ? names[role] : role;
}

/** Each assumption once, with the models that it is of where it is not of all. */
function assumptionList({ strings, texts }: Words, rows: readonly EstimateRow[]): readonly HTMLElement[] {
  const { setUp } = strings;
  const models = new Map<string, string[]>();
  for (const { model, assumptions } of rows) {
    for (const each of assumptions) {
      const text = assumptionText(each, setUp, (n) => texts.whole(n));
      models.set(text, [...(models.get(text) ?? []), model]);
    }
  }
  if (models.size === 0) return [];
  const items = [...models].map(([text, of]) =>
    element('li', {}, of.length === rows.length ? text : fill(setUp.assumedOf, text, of.join(', '))),
  );
  return [
    element(
      'div',
      { class: 'assumptions detail' },
      element('p', { id: 'assumed-title' }, setUp.assumedTitle),
      element('ul', { 'aria-labelledby': 'assumed-title' }, ...items),
    ),
  ];
}

function assumptionText(each: EstimateAssumption, setUp: SetUpStrings, whole: (n: number) => string): string {
  const { assumptions } = setUp;
  switch (each.kind) {
    case 'role-price-unknown':
      return fill(assumptions.rolePriceUnknown, roleName(each.role, setUp));
    case 'role-assumed':
      return fill(assumptions.roleAssumed, roleName(each.role, setUp), whole(each.calls));
    case 'role-of-other-models':
      return fill(assumptions.roleOfOtherModels, roleName(each.role, setUp), whole(each.samples));
    case 'price-unknown':
      return assumptions.priceUnknown;
    case 'output-assumed':
      return fill(assumptions.outputAssumed, whole(each.tokens));
    case 'output-of-other-models':
      return fill(assumptions.outputOfOtherModels, whole(each.tokens), whole(each.samples));
    case 'calls-assumed':
      return fill(assumptions.callsAssumed, whole(each.calls));
    case 'input-estimated':
      return assumptions.inputEstimated;
    case 'speed-unmeasured':
      return assumptions.speedUnmeasured;
    case 'speed-of-other-benchmarks':
      return fill(assumptions.speedOfOtherBenchmarks, whole(each.samples));
  }
}
