/** What became of a sample without a score, from the error that ended it. */
import { GatewayError, type GatewayErrorKind } from '../../../../runtime/gateway/gatewayError';
import { EvaluationError } from '../evaluationError';
import type { SampleState } from '../types';

export interface Failure {
  readonly state: Extract<SampleState, 'error' | 'refused' | 'not-measured'>;
  readonly reasonKind: string;
  readonly reason: string;
}

const worthAnotherTry: readonly GatewayErrorKind[] = [
  'rate-limited',
  'overloaded',
  'unreachable',
  'timed-out',
  'cut-off',
  'bad-answer',
  'internal',
];

/** Asking again later may go well. */
export function isPassing(error: unknown): error is GatewayError {
  if (!(error instanceof GatewayError)) return false;
  if (error.kind === 'refused') return error.details.refusal?.reason === 'ledger-unavailable';
  return worthAnotherTry.includes(error.kind);
}

export function isBudgetRefusal(error: unknown): error is GatewayError {
  return error instanceof GatewayError && error.kind === 'refused' && error.details.refusal?.reason === 'budget';
}

/** Whether the provider is to blame, rather than one request; others will fare the same. */
export function isProviderDown(reasonKind: string): boolean {
  return ['unreachable', 'timed-out', 'overloaded', 'rate-limited', 'authentication', 'cut-off'].includes(reasonKind);
}

/** @param stage in which it happened: a scorer that fails is our fault, never the model's */
export function failureOf(error: unknown, stage: 'solve' | 'score'): Failure {
  if (error instanceof EvaluationError) {
    const { kind, message: reason } = error;
    if (kind === 'not-measured') return { state: 'not-measured', reasonKind: kind, reason };
    if (kind === 'refused') return { state: 'refused', reasonKind: kind, reason };
    return { state: 'error', reasonKind: kind, reason };
  }
  if (error instanceof GatewayError) {
    const reason = `${error.message} ${error.action}`;
    const refusal = error.details.refusal?.reason;
    if (error.kind === 'refused' && refusal !== 'ledger-unavailable') {
      return { state: 'refused', reasonKind: refusal ?? 'refused', reason };
    }
    return { state: 'error', reasonKind: refusal ?? error.kind, reason };
  }
  const said = error instanceof Error ? error.message : String(error);
  return {
    state: 'error',
    reasonKind: stage === 'score' ? 'scorer' : 'solver',
    reason: `${stage === 'score' ? 'The scorer' : 'The solver'} failed: ${said}`,
  };
}
