/** What the core keeps of a scenario and of an answer as JSON, and how it is read again. */
import { z } from 'zod';
import type { Json, Scenario } from '../../core/runs/types';
import { EvaluationError } from '../../core/runs/evaluationError';
import type { ReadAnswer } from '../grading/types';
import { verifiedScenarioSchema } from '../scenarios';
import type { ScenarioEntry, VerifiedScenario } from '../scenarios';

/** @param entry what the set says of it */
export function coreScenario(scenario: VerifiedScenario, entry: ScenarioEntry): Scenario {
  return {
    ...{ id: scenario.id, category: scenario.task_category, language: scenario.whetstone.language },
    ...{
      difficulty: scenario.difficulty,
      contextTokens: entry.tokens,
      cluster: entry.cluster,
      title: entry.title,
      hash: entry.hash,
    },
    content: json(scenario),
  };
}

/** @throws EvaluationError set-damaged */
export function scenarioOf({ id, content }: Scenario): VerifiedScenario {
  const parsed = verifiedScenarioSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new EvaluationError('set-damaged', `Scenario ${id} is no verified scenario: ${z.prettifyError(parsed.error)}`);
}

const answerParts = {
  files: z.array(z.object({ path: z.string(), content: z.string().nullable() })),
  answers: z.record(z.string(), z.unknown()),
  problems: z.array(
    z.object({
      kind: z.enum(['empty', 'no-answer', 'does-not-apply', 'path-outside', 'too-large', 'ambiguous', 'broken-json']),
      path: z.string().optional(),
      message: z.string(),
    }),
  ),
  forms: z.array(z.enum(['whole-file', 'diff', 'search-replace', 'json'])),
};
const answerForm = z.object({ ...answerParts, sessions: z.array(z.object(answerParts)).optional() });

/** @throws EvaluationError set-damaged, where the content of a solution is none of ours */
export function readAnswerContent(content: Json): ReadAnswer {
  const parsed = answerForm.safeParse(content);
  if (!parsed.success) {
    throw new EvaluationError('set-damaged', `A kept answer has another form: ${z.prettifyError(parsed.error)}`);
  }
  const known = ({
    problems,
    ...rest
  }: z.infer<typeof answerForm>['sessions'] extends (infer Each)[] | undefined ? Each : never) => ({
    ...rest,
    problems: problems.map(({ kind, path, message }) => ({ kind, path, message })),
  });
  const { sessions, ...own } = parsed.data;
  return { ...known(own), sessions: sessions?.map(known) };
}

export function answerContent(answer: ReadAnswer): Json {
  return json(answer);
}

/** What is undefined is left out, as JSON does. */
export function json(value: unknown): Json {
  return z.json().parse(JSON.parse(JSON.stringify(value)));
}
