import type { AttemptStatistics, RowStatistics } from '../../mcpEval/blueprints/rows/trajectoryStatistics';
import { shareText } from './blueprintText';

export function rowText(file: string, statistics: RowStatistics, duplicates: number): string {
  const { rows, messages, userTurns, calls, tools, licences } = statistics;
  const spread = (each: RowStatistics['calls']) =>
    each === undefined ? 'none' : `${each.mean.toFixed(1)} (${each.least} to ${each.most})`;
  return [
    `${rows} rows in ${file}; ${duplicates} duplicates left out`,
    `  messages ${spread(messages)}, turns of the person ${spread(userTurns)}, calls ${spread(calls)}`,
    ...Object.entries(tools)
      .slice(0, 10)
      .map(([tool, count]) => `  ${tool}: ${count}`),
    ...Object.entries(licences).map(([licence, count]) => `  licence: ${licence} (${count})`),
  ].join('\n');
}

export function attemptText({ dialogues, kept, solved, rejected }: AttemptStatistics): string {
  return [
    `${dialogues} dialogues: kept ${shareText(kept)}; blueprints with one that is kept: ${shareText(solved)}`,
    ...Object.entries(rejected).map(([reason, count]) => `  not kept, ${reason}: ${count}`),
  ].join('\n');
}
