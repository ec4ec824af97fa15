import type { ProviderName, ProviderReport } from '../../protocol';

/** Passes of a request that denoises: one over its context, and so many steps against it. */
const stepsPerContext = 16;
/** A GPU must be so much faster than the processor to be worth its memory, its start and its risks. */
const leastGain = 1.25;

/** The fastest provider that works, each in its own weight format; the processor unless another is clearly faster. */
export function chooseProvider(reports: readonly ProviderReport[]): ProviderName {
  const cost = (report: ProviderReport | undefined) =>
    report?.state === 'works'
      ? (report.contextMs ?? Infinity) + stepsPerContext * (report.stepMs ?? Infinity)
      : Infinity;
  const processor = cost(reports.find(({ name }) => name === 'cpu'));
  const [best] = reports.filter(({ name }) => name !== 'cpu').sort((a, b) => cost(a) - cost(b));
  return best && cost(best) * leastGain <= processor && cost(best) < Infinity ? best.name : 'cpu';
}
