import type { CallRecord } from '../protocol';

const columns: readonly (readonly [name: string, value: (call: CallRecord) => string | number | undefined])[] = [
  ['call', ({ call }) => call],
  ['time', ({ at }) => new Date(at).toISOString()],
  ['model', ({ model }) => model],
  ['provider', ({ provider }) => provider],
  ['locality', ({ locality }) => locality],
  ['purpose', ({ purpose }) => purpose],
  ['project', ({ project }) => project],
  ['task', ({ task }) => task],
  ['decision', ({ decision }) => decision],
  ['state', ({ state }) => state],
  ['reserved_microdollars', ({ reserved }) => reserved],
  ['cost_microdollars', ({ cost }) => cost],
  ['overrun_microdollars', ({ overrun }) => overrun ?? 0],
  ['input_tokens', ({ usage }) => usage?.inputTokens],
  ['cache_read_tokens', ({ usage }) => usage?.cacheReadTokens],
  ['cache_write_tokens', ({ usage }) => usage?.cacheWriteTokens],
  ['output_tokens', ({ usage }) => usage?.outputTokens],
  ['reasoning_tokens', ({ usage }) => usage?.reasoningTokens],
  ['usage_source', ({ usage }) => usage?.source],
  ['total_ms', ({ totalMs }) => totalMs],
  ['error', ({ error }) => error],
];

/** CSV by RFC 4180 with a header line, or a JSON array of `CallRecord`. Neither holds text of prompts or answers. */
export function exportCalls(calls: readonly CallRecord[], format: 'csv' | 'json'): string {
  if (format === 'json') return `${JSON.stringify(calls, undefined, 2)}\n`;
  const lines = [columns.map(([name]) => name), ...calls.map((call) => columns.map(([, value]) => cell(value(call))))];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

function cell(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  // A spreadsheet would run these as a formula; names of models and errors come from outside.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
