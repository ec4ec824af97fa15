import type { TableColumn } from '../shared/sortableTable';
import type { ActivityEntry, ActivityOutcome, ActivityStrings } from './protocol';

export type ActivityColumn = keyof ActivityStrings['columns'];

/** Beside the word, for quick reading; shape, not colour alone. */
const OUTCOME_SIGNS: Readonly<Record<ActivityOutcome, string>> = {
  shown: '…',
  accepted: '✓',
  partlyAccepted: '◐',
  dismissed: '✕',
  superseded: '↷',
};

/** The columns of the table of suggestions. @param locale BCP 47 tag for dates and numbers. */
export function activityColumns(
  strings: ActivityStrings,
  locale: string,
): readonly TableColumn<ActivityEntry, ActivityColumn>[] {
  const times = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'medium' });
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const label = strings.columns;
  const number = (
    id: ActivityColumn,
    value: (entry: ActivityEntry) => number | undefined,
  ): TableColumn<ActivityEntry, ActivityColumn> => ({
    id,
    label: label[id],
    value,
    numeric: true,
    text: (entry) => {
      const shown = value(entry);
      return shown === undefined ? strings.none : whole.format(shown);
    },
  });
  return [
    { id: 'time', label: label.time, value: (entry) => entry.time, text: (entry) => times.format(entry.time) },
    { id: 'file', label: label.file, value: (entry) => entry.file, text: (entry) => entry.file },
    { id: 'language', label: label.language, value: (entry) => entry.languageId, text: (entry) => entry.languageId },
    {
      id: 'extent',
      label: label.extent,
      value: (entry) => strings.extents[entry.extent],
      text: (entry) => strings.extents[entry.extent],
    },
    number('context', (entry) => entry.ms.context),
    number('denoise', (entry) => entry.ms.denoise),
    number('total', (entry) => entry.ms.total),
    number('forwardPasses', (entry) => entry.forwardPasses),
    number('tokens', (entry) => entry.tokens),
    number('reused', (entry) =>
      entry.contextTokens > 0 ? (100 * entry.contextReused) / entry.contextTokens : undefined,
    ),
    {
      id: 'outcome',
      label: label.outcome,
      value: (entry) => strings.outcomes[entry.outcome],
      text: (entry) => `${OUTCOME_SIGNS[entry.outcome]} ${strings.outcomes[entry.outcome]}`,
      cellClass: (entry) => `outcome-${entry.outcome}`,
    },
  ];
}
