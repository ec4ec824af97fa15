import type { DenoisingOptions } from '../protocol';
import type { DenoiseOptions } from './denoising';

/** The surest slots first, by the entropy of what could stand there. */
const defaultOrder = 'entropy';

/** @param threshold of the request, for where it does not say how to accept in parallel */
export function denoiseOptions(
  options: DenoisingOptions | undefined,
  threshold: number,
): Omit<DenoiseOptions, 'length' | 'seed'> {
  const { order = defaultOrder, accept, steps, temperature, topP } = options ?? {};
  const usual = threshold >= 1 ? ({ kind: 'none' } as const) : ({ kind: 'threshold', value: threshold } as const);
  return { order, accept: accept ?? usual, steps, temperature: temperature ?? 0, topP: topP ?? 1 };
}
