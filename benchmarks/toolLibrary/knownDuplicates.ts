import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Duplicate, DuplicateKind } from '../../runtime/toolLibrary/duplicates';
import { BadInputError } from '../core/badInputError';
import { userPath } from '../core/userFile';

export const duplicateKinds = [
  'same-results',
  'possible-mistake',
  'same-code',
  'same-code-but-constants',
] as const satisfies readonly DuplicateKind[];

const answer = z.object({
  duplicates: z.array(z.object({ tools: z.array(z.object({ path: z.string(), name: z.string() })) })),
});

/** Functions that may double each other, by path and name: they may move in their files. */
type KnownGroup = ReadonlySet<string>;

/** @param file an earlier answer of `whetstone tools duplicates --json` @throws BadInputError */
export async function readKnownDuplicates(file: string): Promise<readonly KnownGroup[]> {
  await userPath(file);
  try {
    const { duplicates } = answer.parse(JSON.parse(await readFile(file, 'utf8')));
    return duplicates.map(({ tools }) => new Set(tools.map(nameOf)));
  } catch (error) {
    throw new BadInputError(
      `${file} is no answer of "whetstone tools duplicates --json". Make one with that command and give it here.`,
      { cause: error },
    );
  }
}

/** What is new: groups that do not lie in a known one. */
export function withoutKnown(found: readonly Duplicate[], known: readonly KnownGroup[]): readonly Duplicate[] {
  return found.filter(({ tools }) => !known.some((group) => tools.every((tool) => group.has(nameOf(tool)))));
}

const nameOf = ({ path, name }: { readonly path: string; readonly name: string }): string => `${path}#${name}`;
