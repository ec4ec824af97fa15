import type { z } from 'zod';
import { plainJson, type ExactJson } from '../../runtime/functionCalling';
import { BadInputError } from '../core/badInputError';
import { issuesText } from '../core/issuesText';

/** @throws BadInputError with the file and what is wrong where */
export function goldenValue<T>(schema: z.ZodType<T>, value: ExactJson, file: string): T {
  const parsed = schema.safeParse(plainJson(value));
  if (parsed.success) return parsed.data;
  throw new BadInputError(`${file} is not a golden file of this form: ${issuesText(parsed.error)}.`);
}
