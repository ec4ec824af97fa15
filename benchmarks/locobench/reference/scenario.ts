/** A scenario in the form that LoCoBench publishes: one JSON file each. */
import { z } from 'zod';
import { BadInputError } from '../../core/badInputError';
import { issuesText } from '../../core/issuesText';
import { readUserJson } from '../../core/userJson';
import { plainJson } from '../../../runtime/functionCalling';

export const taskCategories = [
  'architectural_understanding',
  'cross_file_refactoring',
  'feature_implementation',
  'bug_investigation',
  'multi_session_development',
  'code_comprehension',
  'integration_testing',
  'security_analysis',
] as const;

export type TaskCategory = (typeof taskCategories)[number];

export const difficulties = ['easy', 'medium', 'hard', 'expert'] as const;

export type Difficulty = (typeof difficulties)[number];

/** Models wrote these; some files have an object or a list where text is meant. */
const prose = z.unknown().optional();

export const scenarioSchema = z.looseObject({
  id: z.string(),
  task_category: z.enum(taskCategories),
  difficulty: z.enum(difficulties),
  title: z.string().default(''),
  description: z.string().default(''),
  /** One text, or one a session: `session_1`, `session_2`, ... */
  task_prompt: z.union([z.string(), z.record(z.string(), z.unknown())], {
    error: 'has to be a text, or an object of texts by session',
  }),
  context_files: z.array(z.string()).default([]),
  /** Characters, although it is published as tokens. */
  context_length: z.number().nonnegative().default(0),
  expected_approach: prose,
  ground_truth: prose,
  evaluation_criteria: prose,
  metadata: z.record(z.string(), z.unknown()).default({}),
});

export type Scenario = Readonly<z.infer<typeof scenarioSchema>>;

/** @throws BadInputError with what is wrong where, when it cannot be read or has another form */
export async function readScenario(file: string): Promise<Scenario> {
  const parsed = scenarioSchema.safeParse(plainJson(await readUserJson(file)));
  if (parsed.success) return parsed.data;
  throw new BadInputError(
    `${file} is not a LoCoBench scenario: ${issuesText(parsed.error)}. ` +
      'A scenario is a JSON object with id, task_category, difficulty, description, task_prompt and context_files.',
  );
}

/** The task in one text; sessions by their keys' code points, with blanks between them. */
export function promptText({ task_prompt: prompt }: Scenario): string {
  if (typeof prompt === 'string') return prompt;
  return Object.entries(prompt)
    .sort(([left], [right]) => comparePoints(left, right))
    .flatMap(([, text]) => (typeof text === 'string' ? [text] : []))
    .join(' ');
}

/** JavaScript's own order goes by UTF-16 units, which puts letters beyond U+FFFF too early. */
function comparePoints(left: string, right: string): number {
  const [a, b] = [Array.from(left), Array.from(right)];
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const difference = a[at]!.codePointAt(0)! - b[at]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
