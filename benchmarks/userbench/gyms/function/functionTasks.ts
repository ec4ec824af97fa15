import { z } from 'zod';
import { seededRandom } from '../../../core/seededRandom';
import { readRule } from './arithmetic';

export interface FunctionTask {
  readonly id: string;
  /** Over a, b, c and d. */
  readonly rule: string;
  readonly testCase: readonly [number, number, number, number];
  readonly expected: number;
}

/** The published form: a list of rules with the numbers that are asked about. */
export const publishedFunctions = z
  .array(
    z.object({
      id: z.string(),
      rule: z.string().refine((rule) => readRule(rule) !== undefined, 'a rule over a, b, c and d'),
      test_case: z.tuple([z.number(), z.number(), z.number(), z.number()]),
      expected_result: z.number(),
    }),
  )
  .transform((rows) =>
    rows.map(({ id, rule, test_case: testCase, expected_result: expected }): FunctionTask => ({
      id,
      rule,
      testCase,
      expected,
    })),
  );

const shapes = [
  'p + q * r - s',
  '(p + q) * r - s',
  '(p - q) * (r + s)',
  'p * q - r * s',
  'p * (q + r) - s',
  'p ** 2 + q - r * s',
  'p * q + r ** 2 - s',
  '(p + q) ** 2 - r * s',
  'p + q * (r - s)',
  '2 * p - q + r * s',
  'p * q + r - 3 * s',
  '(p + q + r) * s',
  'p - (q + r) * s',
  'p / q + r * s',
  '(p + q) / r - s',
  'p * q / r + s',
  'p * (q - r) ** 2 + s',
  '(p * q - r) / s',
  'p + q / (r + s)',
  '(p + 2) * (q - 1) + r - s',
] as const;

/** Rules by seed: a shape, with a, b, c and d in its places. Answers of different numbers differ, so that a rule has to be found. */
export function functionTasks(seed: number, count: number): readonly FunctionTask[] {
  const random = seededRandom(seed);
  const tasks: FunctionTask[] = [];
  const seen = new Set<string>();
  // Shapes with every order of the four letters are 480 rules; what asks for more gets them with other numbers.
  for (let number = 0; tasks.length < count; number++) {
    const letters = shuffled(['a', 'b', 'c', 'd'], random);
    const shape = shapes[random(shapes.length)]!;
    const rule = shape.replaceAll(/[p-s]/gu, (place) => letters['pqrs'.indexOf(place)]!);
    if (seen.has(rule) && number < 40 * count) continue;
    seen.add(rule);
    const testCase: FunctionTask['testCase'] = [2 + random(12), 2 + random(12), 2 + random(12), 2 + random(12)];
    const [a, b, c, d] = testCase;
    const expected = readRule(rule)?.({ a, b, c, d });
    if (expected !== undefined) tasks.push({ id: `function-${seed}-${tasks.length + 1}`, rule, testCase, expected });
  }
  return tasks;
}

function shuffled<T>(items: readonly T[], random: (below: number) => number): readonly T[] {
  const rest = [...items];
  return items.map(() => rest.splice(random(rest.length), 1)[0]!);
}
