import { element, fill } from '../../../shared/dom';
import { plainTable } from '../../../shared/plainTable';
import { section, type ViewParts } from '../../parts';
import type { AskingReport, JudgeFigures } from '../../protocol';
import { figureText, unitText } from './askingTexts';

/** How far a user that is a model judges as the rules do; nothing where users were rules. */
export function judgeSection({ models }: AskingReport, parts: ViewParts): readonly HTMLElement[] {
  const { strings, texts } = parts;
  const { judge: words, model: modelLabel } = strings.asking;
  const judged = models.flatMap(({ model, judge }) => (judge === undefined ? [] : [{ model, judge }]));
  if (judged.length === 0) return [];
  const table = plainTable(
    words.title,
    [
      { label: modelLabel },
      { label: words.columns.kappa, numeric: true },
      { label: words.columns.observed, numeric: true },
      { label: words.columns.expected, numeric: true },
      { label: words.columns.utterances, numeric: true },
    ],
    judged.map(({ model, judge }) => [
      model,
      judge.kappa === undefined ? words.undefinedKappa : figureText(judge.kappa, 'share', parts),
      unitText(100 * judge.observed, 'percent', parts),
      unitText(100 * judge.expected, 'percent', parts),
      texts.whole(judge.utterances),
    ]),
  );
  return [
    section(
      'judge-title',
      words.title,
      element('p', { class: 'detail' }, words.text),
      table,
      ...judged.map(({ model, judge }) => confusion(model, judge, parts)),
    ),
  ];
}

function confusion(model: string, { table }: JudgeFigures, parts: ViewParts): HTMLElement {
  const { strings, texts } = parts;
  const { types } = strings.episode;
  const title = fill(strings.asking.judge.tableTitle, model);
  const labels = Object.keys(table);
  const name = (label: string): string => (label in types ? types[Number(label) as keyof typeof types] : label);
  return element(
    'details',
    { class: 'confusion' },
    element('summary', {}, title),
    plainTable(
      title,
      [{ label: strings.asking.judge.rows }, ...labels.map((label) => ({ label: name(label), numeric: true }))],
      labels.map((row) => [name(row), ...labels.map((column) => texts.whole(table[row]?.[column] ?? 0))]),
    ),
  );
}
