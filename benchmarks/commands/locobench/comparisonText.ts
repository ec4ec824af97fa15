import type { CompareRunsResult } from '../../host/protocol';

const VERDICTS = {
  a: 'better than before',
  b: 'worse than before',
  'too-close': 'too close to call',
  'too-few': 'too few scenarios',
} as const;

export function comparisonText({ runs, differences, notShared }: CompareRunsResult): string {
  const [earlier, later] = runs;
  const points = (value: number) => `${value > 0 ? '+' : ''}${(value * 100).toFixed(1)}`;
  return [
    `${later?.name ?? ''} less ${earlier?.name ?? ''}, points of 100, 95 % interval:`,
    ...differences.map(
      ({ model, value, p, verdict }) =>
        `  ${model}: ${points(value.mean)} (${points(value.low)} to ${points(value.high)}), n ${value.n}, p ${p.toFixed(3)}: ${VERDICTS[verdict]}`,
    ),
    ...(notShared > 0 ? [`${notShared} scenarios are not in both runs, or changed.`] : []),
  ].join('\n');
}
