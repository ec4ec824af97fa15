import { askingTables } from '../../core/reports';
import type { AskingReport } from '../../userbench/asking';

/** The rates of a run as lines under its scores; `userbench report --markdown` has timing and comparisons too. '' without episodes. */
export function askingText(asking: AskingReport | undefined): string {
  const [rates] = askingTables(asking);
  if (rates === undefined) return '';
  const { title, head, rows } = rates;
  const line = ([name = '', ...cells]: readonly string[]) =>
    `  ${name}: ${cells.flatMap((cell, at) => (cell === '' ? [] : `${head[at + 1]} ${cell}`)).join('; ')}`;
  return ['', `${title}:`, ...rows.map(line)].join('\n');
}
