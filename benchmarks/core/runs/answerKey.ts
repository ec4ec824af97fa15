import { canonicalJson } from './canonicalJson';
import { sha256 } from './sha256';
import type { SolverRequest } from './types';

/** Everything that an answer depends on. */
export interface AnswerContent {
  readonly model: string;
  readonly endpoint: string;
  readonly solver: string;
  readonly request: SolverRequest;
  readonly maxOutputTokens: number;
  readonly temperature: number | undefined;
  readonly seed: number;
  /** Repeats are independent, and so is the same question asked twice in one sample. */
  readonly repeat: number;
  readonly occurrence: number;
  /** '' for answers that any run may use; else only who has the same one finds it. */
  readonly scope: string;
}

/** Key of an answer in the cache: SHA-256 over its content. */
export function answerKey(content: AnswerContent): string {
  return sha256(canonicalJson({ version: 1, ...content }));
}
