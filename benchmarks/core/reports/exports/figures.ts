/** Figures as people read them. */
import type { Estimate } from '../../../host/protocol';

export function points(estimate: Estimate | undefined): string {
  if (estimate === undefined) return 'not measured';
  return `${(estimate.mean * 100).toFixed(1)} (${(estimate.low * 100).toFixed(1)} to ${(estimate.high * 100).toFixed(1)})`;
}

export function ofFive(estimate: Estimate | undefined): string {
  if (estimate === undefined) return 'not measured';
  return `${estimate.mean.toFixed(2)} (${estimate.low.toFixed(2)} to ${estimate.high.toFixed(2)})`;
}

/** @param micros micro-dollars */
export function dollars(micros: number | undefined): string {
  if (micros === undefined) return 'not known';
  if (micros === 0) return '$0';
  const digits = micros < 100 ? 6 : micros < 100_000 ? 4 : 2;
  return `$${(micros / 1e6).toFixed(digits)}`;
}

export function duration(ms: number | undefined): string {
  if (ms === undefined) return 'not known';
  return ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

export function pValue(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}

export const VERDICTS = {
  a: 'the first is better',
  b: 'the second is better',
  'too-close': 'too close to call',
  'too-few': 'too few scenarios',
} as const;
