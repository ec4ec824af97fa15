import { button, element } from '../../shared/dom';
import { plainTable } from '../../shared/plainTable';
import { section, type ViewParts } from '../parts';
import type { SampleRecord, SampleRow } from '../protocol';
import { points, stateText } from '../scoreTexts';

/** Samples under way, the next ones, and the last that ended. */
export function nowTable(
  rows: readonly (SampleRecord | SampleRow)[],
  parts: ViewParts,
  onOpen: (index: number) => void,
): HTMLElement {
  const { strings, texts, locale } = parts;
  const { live } = strings;
  const { columns } = live;
  return section(
    'now-title',
    live.recentTitle,
    element('p', { class: 'detail' }, live.recentText),
    plainTable(
      live.recentTitle,
      [
        { label: columns.state },
        { label: columns.scenario },
        { label: columns.model },
        { label: columns.value, numeric: true },
        { label: columns.cost, numeric: true },
        { label: columns.time, numeric: true },
      ],
      rows.map((row) => {
        const { kind, sign, text } = stateText(row, strings);
        const title = 'title' in row ? row.title : row.scenario;
        return [
          element('span', { class: `state state-text-${kind}` }, `${sign} ${text}`),
          button(title, () => onOpen(row.index), { class: 'link', 'data-focus': `now-${row.index}` }),
          row.model,
          row.value === undefined ? strings.none : points(row.value, locale),
          row.ended === undefined ? strings.none : texts.dollars(row.cost),
          row.totalMs === undefined ? strings.none : texts.milliseconds(row.totalMs),
        ];
      }),
    ),
  );
}
