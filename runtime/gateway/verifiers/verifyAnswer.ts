import type { Answer, Verdict, VerifyAnswer } from '../answer';
import type { GenerateRequest, Verifier } from '../types';
import { verifyJson } from './verifyJson';
import { verifySyntax } from './verifySyntax';
import { verifyToolCalls } from './verifyToolCalls';

/** A check that the caller makes, e.g. its type checker or its tests. */
export type CallerCheck = (answer: Answer, request: GenerateRequest, signal: AbortSignal) => Promise<Verdict>;

/** Cheapest first, whatever order they were named in. */
const ORDER: readonly Verifier['kind'][] = ['json', 'tool-call', 'syntax', 'caller'];

/**
 * Checks of a cascade: the first that fails decides. A check of the caller that is missing or breaks does not pass: an
 * answer that could not be checked is not believed.
 *
 * @param checks by the name that `Verifier.name` gives
 */
export function createVerify(checks: Readonly<Record<string, CallerCheck>> = {}): VerifyAnswer {
  return async (verifiers, answer, request, signal) => {
    if (answer.finish === 'length') return { passed: false, reason: 'it was cut off at its longest' };
    if (answer.text.trim() === '' && answer.toolCalls.length === 0) return { passed: false, reason: 'it is empty' };
    for (const verifier of verifiers.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))) {
      signal.throwIfAborted();
      const verdict = await verify(verifier, answer, request, signal);
      if (!verdict.passed) return verdict;
    }
    return { passed: true };
  };

  async function verify(
    verifier: Verifier,
    answer: Answer,
    request: GenerateRequest,
    signal: AbortSignal,
  ): Promise<Verdict> {
    switch (verifier.kind) {
      case 'json':
        return verifyJson(answer, request);
      case 'tool-call':
        return verifyToolCalls(answer, request);
      case 'syntax':
        return verifySyntax(answer, verifier.languageId);
      case 'caller': {
        const check = Object.hasOwn(checks, verifier.name) ? checks[verifier.name] : undefined;
        if (check === undefined) return { passed: false, reason: `nobody can make the check "${verifier.name}"` };
        try {
          return await check(answer, request, signal);
        } catch (error) {
          if (signal.aborted) throw error;
          const why = error instanceof Error ? error.message : String(error);
          return { passed: false, reason: `the check "${verifier.name}" broke: ${why}` };
        }
      }
    }
  }
}
