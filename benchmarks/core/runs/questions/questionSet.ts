/**
 * A set of own questions with answers that can be checked without anybody's judgement: the smallest benchmark there is, for what a person
 * wants to know of models beside scenarios of a repository. One file `set.json` in a folder.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { BadInputError } from '../../badInputError';
import type { LoadedBenchmark } from '../benchmark';
import { canonicalJson } from '../canonicalJson';
import { sha256 } from '../sha256';
import type { Scenario } from '../types';
import { question, type OwnQuestion } from './question';
import { questionScorer } from './questionScorer';
import { questionSolver } from './questionSolver';

export const questionsForm = 'whetstone-questions-1';

const setSchema = z.strictObject({
  form: z.literal(questionsForm),
  name: z.string().min(1),
  questions: z
    .array(question)
    .min(1)
    .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'ids of questions must differ'),
});

/** @throws BadInputError */
export async function loadQuestions(folder: string): Promise<LoadedBenchmark> {
  const file = path.join(folder, 'set.json');
  const parsed = setSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!parsed.success) {
    throw new BadInputError(`${file} is no set of questions: ${z.prettifyError(parsed.error)}`, {
      cause: parsed.error,
    });
  }
  const { name, questions } = parsed.data;
  return {
    name: 'questions',
    set: { name, folder: path.resolve(folder) },
    commit: undefined,
    scenarios: questions.map(scenarioOf),
    solver: questionSolver,
    scorer: questionScorer,
    close: () => Promise.resolve(),
  };
}

function scenarioOf(asked: OwnQuestion): Scenario {
  const { id, category, language, title, prompt } = asked;
  return {
    id,
    category,
    language,
    difficulty: undefined,
    contextTokens: Math.ceil(prompt.length / 4),
    // Each stands for itself.
    cluster: id,
    title: title ?? (prompt.split('\n')[0] ?? id).slice(0, 100),
    hash: sha256(canonicalJson(asked)),
    content: { id, category, prompt, expected: asked.expected },
  };
}
