import type { TableColumn } from '../shared/sortableTable';
import { actionsCell, licenceCell, memoryCell, modelCell, speedCell, stateCell, type OnAct } from './cells';
import type { ModelTexts } from './modelTexts';
import type { ModelColumn, ModelRow } from './protocol';

/** What is in use and what goes on stands first when sorted by state. */
export function rank({ used, work, state }: ModelRow): number {
  if (used) return 0;
  if (work || state === 'downloading') return 1;
  return { installed: 2, broken: 3, partial: 4, available: 5, downloading: 1 }[state];
}

/** The columns of the table of models. @param rankOf the state's place in the order by state */
export function modelColumns(
  texts: ModelTexts,
  onAct: OnAct,
  rankOf: (row: ModelRow) => number,
): readonly TableColumn<ModelRow, ModelColumn>[] {
  const label = texts.strings.columns;
  return [
    {
      id: 'model',
      label: label.model,
      value: (row) => row.title,
      text: (row) => [row.title, texts.kind(row), row.goodFor ?? '', row.source ?? ''].join(' '),
      content: modelCell(texts),
    },
    { id: 'state', label: label.state, value: rankOf, text: (row) => texts.state(row), content: stateCell(texts) },
    {
      id: 'licence',
      label: label.licence,
      value: (row) => row.licence?.name,
      text: (row) => texts.licence(row),
      content: licenceCell(texts, onAct),
    },
    {
      id: 'download',
      label: label.download,
      value: (row) => row.downloadBytes,
      text: (row) => texts.download(row),
      numeric: true,
    },
    {
      id: 'disk',
      label: label.disk,
      value: (row) => (row.bytes === 0 ? undefined : row.bytes),
      text: (row) => texts.disk(row),
      numeric: true,
    },
    {
      id: 'memory',
      label: label.memory,
      value: (row) => row.fit.memoryNeeded,
      text: (row) => [texts.verdict(row), ...texts.memory(row)].join(' '),
      content: memoryCell(texts),
    },
    {
      id: 'speed',
      label: label.speed,
      value: (row) => row.speed?.infillMs,
      text: (row) => texts.speed(row).join(' '),
      content: speedCell(texts),
    },
    {
      id: 'actions',
      label: label.actions,
      value: (row) => (row.main === undefined ? undefined : texts.strings.acts[row.main]),
      // Found by the filter these words would only puzzle: each row has most of them.
      text: () => '',
      content: actionsCell(texts, onAct),
    },
  ];
}
