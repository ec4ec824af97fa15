import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { BadInputError } from '../../../core/badInputError';
import { taskCategories } from '../../reference/scenario';
import type { Reject } from '../types';
import { rejectReason } from './scenarioForm';
import { rejectsName } from './setFiles';

const rejectForm = z.object({
  category: z.enum(taskCategories),
  kind: z.string(),
  subject: z.string(),
  reason: rejectReason,
  detail: z.string(),
});

/**
 * What was not taken into a set, and why; none for a set that was taken over from elsewhere.
 * @throws BadInputError when the list is damaged
 */
export async function readRejects(folder: string): Promise<readonly Reject[]> {
  const file = path.join(folder, rejectsName);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  });
  try {
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => rejectForm.parse(JSON.parse(line)));
  } catch (cause) {
    throw new BadInputError(`${file} is damaged. Generate the set anew, or copy it again.`, { cause });
  }
}
