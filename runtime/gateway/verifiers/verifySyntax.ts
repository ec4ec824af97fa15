import type { Answer, Verdict } from '../answer';
import { codeOf } from './codeOf';
import { syntaxError } from './syntaxError';
import { unbalanced } from './unbalanced';

/**
 * The code of an answer parses. With a grammar (tree-sitter) where one is installed, else its brackets and quotes are
 * checked; a language that neither knows passes, since nothing can be said against it.
 */
export async function verifySyntax(answer: Answer, languageId: string): Promise<Verdict> {
  const code = codeOf(answer.text);
  if (code.trim() === '') return { passed: false, reason: 'it has no code' };
  const parsed = await syntaxError(languageId, code);
  const error = parsed === 'unknown' ? unbalanced(languageId, code) : parsed;
  return error === undefined ? { passed: true } : { passed: false, reason: `its ${languageId} is broken: ${error}` };
}
