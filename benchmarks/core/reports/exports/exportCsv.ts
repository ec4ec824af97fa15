import type { ExportInput, ExportSample } from './exportInput';

type Cell = string | number | boolean | undefined;

const COLUMNS: readonly (readonly [string, (sample: ExportSample) => Cell])[] = [
  ['run', ({ record }) => record.run],
  ['scenario', ({ record }) => record.scenario],
  ['title', ({ title }) => title],
  ['category', ({ category }) => category],
  ['language', ({ language }) => language],
  ['difficulty', ({ difficulty }) => difficulty],
  ['context_tokens', ({ contextTokens }) => contextTokens],
  ['cluster', ({ cluster }) => cluster],
  ['model', ({ record }) => record.model],
  ['repeat', ({ record }) => record.repeat],
  ['state', ({ record }) => record.state],
  ['value', ({ record }) => record.value],
  ['complete', ({ record }) => record.complete],
  ['verified', ({ metrics }) => metrics?.verified],
  ['SE', ({ metrics }) => metrics?.SE],
  ['FC', ({ metrics }) => metrics?.FC],
  ['CQ', ({ metrics }) => metrics?.CQ],
  ['LCU', ({ metrics }) => metrics?.LCU],
  ['LCBS_ref', ({ metrics }) => metrics?.LCBS],
  ['cost_usd', ({ record }) => record.cost / 1e6],
  ['input_tokens', ({ record }) => record.usage?.inputTokens],
  ['output_tokens', ({ record }) => record.usage?.outputTokens],
  ['first_token_ms', ({ record }) => record.firstTokenMs],
  ['total_ms', ({ record }) => record.totalMs],
  ['cached', ({ record }) => record.cached],
  ['truncated', ({ record }) => record.truncated],
  ['attempts', ({ record }) => record.attempts],
  ['reason_kind', ({ record }) => record.reasonKind],
  ['reason', ({ record }) => record.reason],
];

/** RFC 4180, a row a sample; an empty cell is what was not measured. `LCBS_ref` is there only where some sample has it. */
export function exportCsv({ samples }: ExportInput): string {
  const hasReference = samples.some(({ metrics }) => metrics?.LCBS !== undefined);
  const columns = COLUMNS.filter(([name]) => name !== 'LCBS_ref' || hasReference);
  const lines = [columns.map(([name]) => name).join(',')];
  for (const sample of samples) lines.push(columns.map(([, cell]) => cellText(cell(sample))).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

function cellText(value: Cell): string {
  if (typeof value !== 'string') return value === undefined ? '' : String(value);
  // A spreadsheet would run text that begins so as a formula (OWASP, "CSV Injection").
  const safe = /^[\s]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
