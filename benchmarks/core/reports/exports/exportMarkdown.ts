import { askingTables } from './askingTables';
import { configurationRows } from './configurationRows';
import type { ExportInput } from './exportInput';
import { dollars, duration, ofFive, points, pValue, VERDICTS } from './figures';

/** Tables for a pull request or a page: figures alone, without samples. */
export function exportMarkdown(input: ExportInput): string {
  const { report } = input;
  const parts = [
    `# ${text(report.run.name)}`,
    table(
      ['Model', 'Score, points', 'Verified, 0 to 5', 'Complete, %', 'n', 'Clusters', 'Errors', 'Cost', 'p50', 'Best'],
      report.overall.map((each) => [
        ...[each.model, points(each.value), ofFive(each.verified), points(each.complete)],
        ...[String(each.value?.n ?? 0), String(each.value?.clusters ?? 0), String(each.errors), dollars(each.cost)],
        ...[duration(each.p50Ms), each.bestShare === undefined ? '' : `${(each.bestShare * 100).toFixed(0)} %`],
      ]),
    ),
  ];
  if (report.differences.length > 0) {
    parts.push(
      table(
        ['First', 'Second', 'Difference, points', 'p', 'n', 'Verdict'],
        report.differences.map(({ a, b, value, p, verdict }) => [
          ...[a, b, points(value), pValue(p), String(value.n), VERDICTS[verdict]],
        ]),
      ),
    );
  }
  for (const { title, head, rows } of askingTables(report.asking)) parts.push(`## ${text(title)}`, table(head, rows));
  if (report.notes.length > 0) parts.push(report.notes.map((note) => `- ${text(note)}`).join('\n'));
  parts.push(table(['Configuration', ''], configurationRows(input)));
  return `${parts.join('\n\n')}\n`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(text).join(' | ')} |`;
  return [line(head), `|${head.map(() => ' --- |').join('')}`, ...rows.map(line)].join('\n');
}

/** Names are not ours: they must not become links, HTML or another column. */
function text(value: string): string {
  return value.replace(/[\\`*_[\]<>|#]/g, '\\$&').replace(/[\r\n]+/g, ' ');
}
