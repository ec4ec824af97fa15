import type { Phraser } from './types';

/** Asks a model. @returns its text */
export type Ask = (system: string, text: string, signal: AbortSignal) => Promise<string>;

const SYSTEM =
  'You rewrite tasks for programmers in natural, varied words. Keep every fact, every condition and every question with its id. ' +
  'Keep everything between backticks, and every path, letter by letter. Add nothing, explain nothing, answer nothing. Give only the new text.';

/** Texts between backticks, paths, and ids of questions at the beginning of a line. */
const FACTS = /`[^`\n]+`|(?:[\w@.-]+\/)+[\w@.-]+|^\w+:/gm;

/**
 * Says a task in a model's words. Its facts stay: where one of them is gone, the maker's own words are kept.
 * @param onKept told why a text of a model was not taken
 */
export function phraseWithModel(ask: Ask, onKept: (id: string, why: string) => void): Phraser {
  return async ({ id, task_prompt: prompt }, signal) => {
    if (typeof prompt !== 'string') return undefined;
    const text = (await ask(SYSTEM, prompt, signal)).trim();
    const lost = missingFact(prompt, text);
    if (lost === undefined) return text;
    onKept(id, lost);
    return undefined;
  };
}

/** @returns the first fact that the new words do not have, or what else is wrong */
export function missingFact(before: string, after: string): string | undefined {
  if (after === '') return 'no text';
  if (after.length > 4 * before.length + 400) return 'a text of another length';
  const facts = new Set(before.match(FACTS) ?? []);
  return [...facts].find((fact) => !after.includes(fact.trim()));
}
