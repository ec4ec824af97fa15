import type { ActivityEntry, ExportFormat } from '../../webviews/activity/protocol';

type Cell = string | number;

const CSV_COLUMNS: readonly (readonly [string, (entry: ActivityEntry) => Cell])[] = [
  ['time', (entry) => new Date(entry.time).toISOString()],
  ['file', (entry) => entry.file],
  ['language', (entry) => entry.languageId],
  ['extent', (entry) => entry.extent],
  ['model', (entry) => entry.model],
  ['contextMs', (entry) => entry.ms.context],
  ['denoiseMs', (entry) => entry.ms.denoise],
  ['totalMs', (entry) => entry.ms.total],
  ['forwardPasses', (entry) => entry.forwardPasses],
  ['tokens', (entry) => entry.tokens],
  ['contextTokens', (entry) => entry.contextTokens],
  ['contextReused', (entry) => entry.contextReused],
  ['outcome', (entry) => entry.outcome],
];

/** The content of an export file, entries in the given order. CSV follows RFC 4180. */
export function exportActivity(entries: readonly ActivityEntry[], format: ExportFormat): string {
  if (format === 'json') {
    return `${JSON.stringify(entries, undefined, 2)}\n`;
  }
  const rows = [
    CSV_COLUMNS.map(([name]) => name),
    ...entries.map((entry) => CSV_COLUMNS.map(([, value]) => csvCell(value(entry)))),
  ];
  return rows.map((row) => `${row.join(',')}\r\n`).join('');
}

function csvCell(value: Cell): string {
  if (typeof value === 'number') {
    return String(value);
  }
  // A file name is chosen by others: a leading =, +, - or @ would be a formula in a spreadsheet.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
