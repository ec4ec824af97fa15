import { element, fill } from '../../../shared/dom';
import { plainTable } from '../../../shared/plainTable';
import type { ViewParts } from '../../parts';
import type { AskingFigure, AskingPair, AskingReport, RateKind } from '../../protocol';
import { pText } from '../../scoreTexts';
import { selectField } from '../../setUp/fields';
import { figureText, inPercent } from './askingTexts';

const alpha = 0.05;

/** Two models over the same tasks, rate by rate, by paired tests. Nothing with one model. */
export function pairSection(
  { models, pairs, kinds }: AskingReport,
  parts: ViewParts,
  changed: () => void,
): readonly HTMLElement[] {
  const { strings, state, save } = parts;
  const { pairs: words } = strings.asking;
  const names = models.map(({ model }) => model);
  const [first, second] = names;
  if (first === undefined || second === undefined) return [];
  const wanted = state().pair ?? [first, second];
  const [a, b] = wanted.every((each) => names.includes(each)) ? wanted : ([first, second] as const);
  const choose = (label: string, at: 0 | 1): HTMLElement => {
    const select = selectField(
      names.map((name) => [name, name] as const),
      at === 0 ? a : b,
      (name) => {
        save({ pair: at === 0 ? [name, b] : [a, name] });
        changed();
      },
    );
    select.dataset.focus = `pair-${at}`;
    return element('label', { class: 'range' }, label, select);
  };
  const pair =
    pairs.find((each) => each.a === a && each.b === b) ?? turned(pairs.find((each) => each.a === b && each.b === a));
  return [
    element(
      'section',
      { 'aria-labelledby': 'pairs-title' },
      element(
        'div',
        { class: 'section-head' },
        element('h2', { id: 'pairs-title' }, words.title),
        choose(words.first, 0),
        choose(words.second, 1),
      ),
      element('p', { class: 'detail' }, words.text),
      pair === undefined ? element('p', {}, words.same) : pairTable(pair, kinds, parts),
      ...(pair?.indicative === undefined ? [] : [element('p', { class: 'detail below' }, pair.indicative)]),
    ),
  ];
}

function pairTable(pair: AskingPair, kinds: AskingReport['kinds'], parts: ViewParts): HTMLElement {
  const { strings, locale, texts } = parts;
  const { pairs: words, rates } = strings.asking;
  const says = (mean: number, p: number | undefined, better: RateKind['better']): string => {
    if (p === undefined) return words.unknown;
    if (p > alpha) return `≈ ${words.close}`;
    if (better === undefined) return `≠ ${words.differs}`;
    return mean > 0 === (better === 'more') ? `▲ ${words.better}` : `▼ ${words.worse}`;
  };
  const p = (value: number | undefined): string => (value === undefined ? strings.none : pText(value, locale));
  const table = plainTable(
    words.title,
    [
      { label: words.columns.figure },
      { label: words.columns.difference, numeric: true },
      { label: words.columns.says },
      { label: words.columns.p, numeric: true },
      { label: words.columns.n, numeric: true },
    ],
    [
      [words.score, figureText(inPercent(pair.score), 'percent', parts), '', strings.none, texts.whole(pair.pairs)],
      [
        fill(words.aspects, texts.whole(pair.onlyA), texts.whole(pair.onlyB), texts.whole(pair.aspects)),
        strings.none,
        says(pair.onlyA - pair.onlyB, pair.adjustedP, 'more'),
        p(pair.adjustedP),
        texts.whole(pair.aspects),
      ],
      ...pair.rates.map(({ name, value, adjustedP }) => [
        rates.names[name],
        figureText(value, kinds[name].unit, parts),
        says(value.mean, adjustedP, kinds[name].better),
        p(adjustedP),
        texts.whole(value.n),
      ]),
    ],
  );
  table.classList.add('pair-table');
  return table;
}

/** The same pair the other way round. */
function turned(pair: AskingPair | undefined): AskingPair | undefined {
  if (pair === undefined) return undefined;
  const negative = ({ mean, low, high, n, clusters }: AskingFigure): AskingFigure => ({
    ...{ mean: -mean, n, clusters },
    ...{ low: high === undefined ? undefined : -high, high: low === undefined ? undefined : -low },
  });
  return {
    ...pair,
    ...{ a: pair.b, b: pair.a, onlyA: pair.onlyB, onlyB: pair.onlyA, score: negative(pair.score) },
    rates: pair.rates.map((each) => ({ ...each, value: negative(each.value) })),
  };
}
