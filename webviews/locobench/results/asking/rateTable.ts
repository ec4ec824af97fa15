import { element, fill } from '../../../shared/dom';
import { plainTable } from '../../../shared/plainTable';
import { section, type ViewParts } from '../../parts';
import type { AskingModel, AskingReport, RateName } from '../../protocol';
import { figureText, unitText } from './askingTexts';

/** Every rate that some model has, with what it means; why one is not there stands in its place. */
export function rateTable({ models, kinds }: AskingReport, parts: ViewParts): HTMLElement {
  const { strings, texts } = parts;
  const { rates: words, n, chance } = strings.asking;
  const rateOf = ({ rates }: AskingModel, wanted: RateName): AskingModel['rates'][number] | undefined =>
    rates.find(({ name }) => name === wanted);
  // Object.keys forgets which keys they are.
  const names = (Object.keys(kinds) as RateName[]).filter((name) =>
    models.some((each) => rateOf(each, name)?.value !== undefined || rateOf(each, name)?.reason !== undefined),
  );
  const cell = (model: AskingModel, name: RateName): HTMLElement | string => {
    const rate = rateOf(model, name);
    if (rate?.value === undefined) return element('span', { class: 'detail' }, rate?.reason ?? words.nothing);
    return element(
      'span',
      {},
      element('strong', {}, figureText(rate.value, kinds[name].unit, parts)),
      ' ',
      element('span', { class: 'detail' }, fill(n, texts.whole(rate.value.n))),
    );
  };
  const table = plainTable(
    words.tableTitle,
    [
      { label: words.column },
      ...models.map(({ model }) => ({ label: model, numeric: true })),
      { label: chance, numeric: true },
    ],
    names.map((name) => [
      element('span', {}, words.names[name], element('span', { class: 'detail rate-detail' }, words.details[name])),
      ...models.map((model) => cell(model, name)),
      kinds[name].chance === undefined ? strings.none : unitText(kinds[name].chance, kinds[name].unit, parts),
    ]),
  );
  table.classList.add('rate-table');
  return section('all-rates-title', words.tableTitle, element('p', { class: 'detail' }, words.tableText), table);
}
