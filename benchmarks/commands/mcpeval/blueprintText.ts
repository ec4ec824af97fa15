import type { BlueprintStatistics } from '../../mcpEval/blueprints/rows/blueprintStatistics';
import type { Share } from '../../mcpEval/blueprints/rows/shares';

/** For a reader: what passed, and what is in the set. */
export function blueprintText(folder: string, statistics: BlueprintStatistics): string {
  const { blueprints, drafts, checks, firstTry, withFeedback, reasons, actions, writes, licences } = statistics;
  return [
    `${blueprints} blueprints of ${drafts} drafts in ${folder}`,
    ...Object.entries(checks).map(([check, share]) => `  passed ${check}: ${shareText(share)}`),
    `  slots with a blueprint at the first try: ${shareText(firstTry)}, with feedback: ${shareText(withFeedback)}`,
    ...(actions === undefined
      ? []
      : [`  calls: ${actions.mean.toFixed(1)} on the mean; change something: ${shareText(writes)}`]),
    ...Object.entries(reasons).map(([reason, count]) => `  not taken, ${reason}: ${count}`),
    ...Object.entries(licences).map(([licence, count]) => `  licence: ${licence} (${count})`),
  ].join('\n');
}

export function shareText(share: Share | undefined): string {
  if (share === undefined) return 'none';
  const percent = (value: number) => (100 * value).toFixed(0);
  return `${share.count} of ${share.of}, ${percent(share.mean)} % (${percent(share.low)} to ${percent(share.high)})`;
}
