import type { Verifier } from '../types';

/**
 * Share of wrong answers that each check finds, before anything is known of this user's work. Form alone finds few;
 * tests and type checkers find most.
 */
const CATCHES: Readonly<Record<Verifier['kind'], number>> = { json: 0.3, 'tool-call': 0.5, syntax: 0.3, caller: 0.9 };

/** Share of wrong answers that the checks find together, as if they were independent. */
export function catchRate(verifiers: readonly Verifier[]): number {
  return 1 - verifiers.reduce((missed, { kind }) => missed * (1 - CATCHES[kind]), 1);
}
