import type { ProviderName, ProviderReport } from '../../protocol';

/** Passes of a request that denoises: one over its context, and so many steps against it. */
const stepsPerContext = 16;
/** A GPU must be so much faster than the processor to be worth its memory, its start and its risks. */
export const leastGain = 1.25;

/**
 * The fastest provider that works, each in its own weight format; the processor unless another is clearly faster.
 * @param isSuited leaves out those that cannot run a model's weights
 */
export function chooseProvider(
  reports: readonly ProviderReport[],
  isSuited: (name: ProviderName) => boolean = () => true,
): ProviderName {
  const processor = requestMs(reports.find(({ name }) => name === 'cpu'));
  const others = reports.filter(({ name }) => name !== 'cpu' && isSuited(name));
  const [best] = [...others].sort((a, b) => requestMs(a) - requestMs(b));
  const cost = requestMs(best);
  return best && cost * leastGain <= processor && cost < Infinity ? best.name : 'cpu';
}

/** Milliseconds of the passes of a request with the timed model; infinite for what does not work. */
export function requestMs(report: ProviderReport | undefined): number {
  if (report?.state !== 'works') return Infinity;
  return (report.contextMs ?? Infinity) + stepsPerContext * (report.stepMs ?? Infinity);
}
