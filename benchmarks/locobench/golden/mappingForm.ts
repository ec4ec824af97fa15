import { z } from 'zod';
import { isExactObject } from '../../../runtime/functionCalling';
import type { GoldenForm } from '../../parity/goldenForm';
import { compilationSchema } from '../reference/measured';
import { compilationSuccess, integrationScore, unitPassRate } from '../reference/metrics/functionalCorrectness';
import { goldenValue } from '../../parity/goldenValue';

const schema = z.object({
  compile_score: z.array(z.intersection(compilationInput(), z.object({ score: z.number() }))).default([]),
  unit_pass_rate_from_output: z
    .array(z.object({ stdout: z.string(), stderr: z.string(), pass_rate: z.number() }))
    .default([]),
  integration: z.array(z.object({ solution: z.record(z.string(), z.string()), score: z.number() })).default([]),
});

/** The fields of a compilation, left as they are for its own schema. */
function compilationInput(): z.ZodType<{ readonly compilation: z.infer<typeof compilationSchema> }> {
  return z.unknown().transform((value, context) => {
    const parsed = compilationSchema.safeParse(value);
    if (parsed.success) return { compilation: parsed.data };
    context.addIssue({ code: 'custom', message: 'is no record of a compilation' });
    return z.NEVER;
  });
}

/** What compilers and test runners said, with the score that it earns. */
export const mappingForm: GoldenForm = {
  name: 'LoCoBench score mappings',
  recognises: (value) =>
    isExactObject(value) && (value.has('compile_score') || value.has('unit_pass_rate_from_output')),
  async check(value, file) {
    const golden = goldenValue(schema, value, file);
    return [
      ...golden.compile_score.map(({ compilation, score }, index) => ({
        case: `compile_score ${index + 1}`,
        key: 'score',
        expected: score,
        actual: compilationSuccess(compilation),
      })),
      ...golden.unit_pass_rate_from_output.map(({ stdout, stderr, pass_rate: expected }, index) => ({
        case: `unit_pass_rate_from_output ${index + 1}`,
        key: 'pass_rate',
        expected,
        actual: unitPassRate(stdout, stderr),
      })),
      ...golden.integration.map(({ solution, score }, index) => ({
        case: `integration ${index + 1}`,
        key: 'score',
        expected: score,
        actual: integrationScore(Object.values(solution)),
      })),
    ];
  },
};
