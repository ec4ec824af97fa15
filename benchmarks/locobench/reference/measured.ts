/** What a compiler and a test runner said about an answer, as recorded elsewhere. */
import { z } from 'zod';
import { plainJson } from '../../../runtime/functionCalling';
import { BadInputError } from '../../core/badInputError';
import { readUserJson } from '../../core/userJson';
import type { Compilation } from './metrics/functionalCorrectness';
import { issuesText } from '../../core/issuesText';

export interface Measured {
  readonly compilation?: Compilation | undefined;
  /** 0 to 1. */
  readonly unitPassRate?: number | undefined;
}

const exceptionSchema = z.object({ exception: z.literal(true) });

const finishedSchema = z
  .object({
    success: z.boolean(),
    n_errors: z.int().nonnegative().default(0),
    n_warnings: z.int().nonnegative().default(0),
    faster_than_5s: z.boolean().optional(),
    seconds: z.number().nonnegative().optional(),
    binary_size_present: z.boolean().optional(),
    /** Bytes. */
    binary_size: z.number().nonnegative().nullish(),
  })
  .refine(({ faster_than_5s: fast, seconds }) => fast !== undefined || seconds !== undefined, {
    message: 'needs faster_than_5s or seconds',
  });

export const compilationSchema = z.union([exceptionSchema, finishedSchema]).transform((value): Compilation => {
  if ('exception' in value) return { outcome: 'exception' };
  const size = value.binary_size ?? undefined;
  return {
    outcome: 'finished',
    success: value.success,
    errors: value.n_errors,
    warnings: value.n_warnings,
    underFiveSeconds: value.faster_than_5s ?? (value.seconds !== undefined && value.seconds < 5),
    smallBinary: size === undefined ? (value.binary_size_present ?? false) : size > 0 && size < 10_000_000,
  };
});

const rate = z.number().min(0).max(1);

export const nestedSchema = z.object({
  compilation: compilationSchema.optional(),
  unit_pass_rate: rate.optional(),
});

const flatSchema = z.looseObject({ unit_pass_rate: rate.optional() });

/** @throws BadInputError when it cannot be read or has another form */
export async function readMeasured(file: string): Promise<Measured> {
  const value = plainJson(await readUserJson(file));
  const wrapped = z.object({ environment_dependent: z.unknown() }).safeParse(value);
  return measuredOf(wrapped.success ? wrapped.data.environment_dependent : value, file);
}

/**
 * `{compilation: {success, n_errors, ...}, unit_pass_rate}`, or the fields of the compilation beside `unit_pass_rate`.
 * @param place for the message
 * @throws BadInputError
 */
export function measuredOf(value: unknown, place: string): Measured {
  const flat = typeof value === 'object' && value !== null && ('success' in value || 'exception' in value);
  const parsed = nestedSchema.safeParse(
    flat ? { compilation: value, unit_pass_rate: flatSchema.safeParse(value).data?.unit_pass_rate } : value,
  );
  if (parsed.success && (parsed.data.compilation !== undefined || parsed.data.unit_pass_rate !== undefined)) {
    return { compilation: parsed.data.compilation, unitPassRate: parsed.data.unit_pass_rate };
  }
  throw new BadInputError(
    `${place} has no recorded values${parsed.success ? '' : ` (${issuesText(parsed.error)})`}. Give ` +
      '{"compilation": {"success": true, "n_errors": 0, "n_warnings": 0, "faster_than_5s": true, "binary_size_present": false}, ' +
      '"unit_pass_rate": 0.5}, or one of the two.',
  );
}
