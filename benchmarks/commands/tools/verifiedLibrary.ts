import { existsSync } from 'node:fs';
import { extractTools } from '../../../runtime/toolLibrary/extraction';
import { LibraryFolderError, readLibrary, type LibraryFolder } from '../../../runtime/toolLibrary/merging';
import type { ToolRecord } from '../../../runtime/toolLibrary/types';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { userFolder } from '../../core/userFile';
import { equivalenceOfCoverage } from '../../toolLibrary/equivalence';
import type { MergedCollection } from '../../toolLibrary/evaluateLibrary';
import { itemsOfLibrary } from '../../toolLibrary/libraryItems';

/**
 * A library of the disk as retrieval sees it.
 * @throws BadInputError where it is none, or was made of other tools
 */
export async function verifiedLibrary(
  folder: string,
  tools: readonly ToolRecord[],
  output: CommandOutput,
  signal: AbortSignal,
): Promise<MergedCollection> {
  const library = await openLibrary(folder);
  const known = new Set(tools.map(({ id }) => id));
  const missing = library.coverage.entries.filter(({ tool }) => !known.has(tool)).length;
  if (missing > 0 || library.coverage.entries.length !== tools.length) {
    throw new BadInputError(
      `${folder} was made of other tools than --path holds (${library.coverage.entries.length} and ${tools.length}; ${missing} are not there). Refactor the collection again.`,
    );
  }
  const { include, exclude } = library.description;
  // Modules that a model wrote lie beside the files that tools were taken from.
  const created = library.description.changed.filter((each) => each.created).map((each) => each.path);
  const wanted = include.length === 0 ? [] : [...include, ...created];
  const after = await extractTools({ root: library.after, include: wanted, exclude, signal });
  for (const { path, problem } of after.problems) output.log(`${path}: ${problem}`);
  const items = itemsOfLibrary(after.tools, tools, library.coverage);
  return {
    kind: 'verified library',
    after: items,
    sizes: groupSizes(library.coverage.entries.map(({ into }) => into)),
    policy: 'representative',
    equivalence: equivalenceOfCoverage(library.coverage),
  };
}

/** @throws BadInputError */
export async function openLibrary(folder: string): ReturnType<typeof readLibrary> {
  await userFolder(folder);
  try {
    return await readLibrary(folder);
  } catch (error) {
    if (error instanceof LibraryFolderError) throw new BadInputError(error.message, { cause: error });
    throw error;
  }
}

/** Where packages of its tools lie: the folder that it was made of, where that is still there. */
export const libraryPlace = ({ description }: Pick<LibraryFolder, 'description'>, folder: string): string =>
  existsSync(description.root) ? description.root : folder;

function groupSizes(targets: readonly string[]): readonly number[] {
  const sizes = new Map<string, number>();
  for (const target of targets) sizes.set(target, (sizes.get(target) ?? 0) + 1);
  return [...sizes.values()];
}
